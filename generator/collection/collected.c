// SPDX-License-Identifier: EUPL-1.2
#include "collection/collected.h"

#include "base/keyed.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static struct keyed keyed_of(const struct form *form)
{
    str start = { (const char *)form->start, WORD_START };
    return (struct keyed){ { key_of(start), key_of(str_after(start, WORD_START / 2)) }, form };
}

static int text_order(const void *a, const void *b)
{
    const struct form *x = ((const struct keyed *)a)->of;
    const struct form *y = ((const struct keyed *)b)->of;
    return str_compare((str){ x->text, x->len }, (str){ y->text, y->len });
}

// Where a form is.
struct whereabouts {
    uint64_t segments; // a bit for each
    uint32_t entries;
};

// Of each form of the worker, in the segments that it made.
static struct whereabouts *whereabouts_of(const struct collection *collection,
                                          const struct table *table, uint64_t made)
{
    size_t size = ((size_t)table->count + 1) * sizeof(struct whereabouts);
    struct whereabouts *forms = memory_alloc(size);
    memset(forms, 0, size);
    for (uint64_t left = made; left != 0; left &= left - 1) {
        size_t number = (size_t)__builtin_ctzll(left);
        const struct segment *segment = &collection->segments[number];
        for (uint32_t f = 0; f < segment->count; f++) {
            forms[segment->forms[f]].segments |= 1ull << number;
            forms[segment->forms[f]].entries += segment->entries[f];
        }
    }
    return forms;
}

// Those that an entry has, in order.
static struct keyed *forms_sorted(const struct table *table, const struct whereabouts *where,
                                  size_t *count)
{
    struct keyed *sorting = memory_alloc((table->count + 1) * sizeof *sorting);
    *count = 0;
    for (uint32_t i = 0; i < table->count; i++)
        if (where[i].entries > 0)
            sorting[(*count)++] = keyed_of(&table->forms[i]);
    keyed_sort(sorting, *count, text_order);
    return sorting;
}

// Their texts are put next to each other: all that follows goes through them in order.
static struct form_seen *forms_seen(const struct table *table, const struct whereabouts *where,
                                    const struct keyed *sorting, size_t count)
{
    struct form_seen *forms = memory_alloc((count + 1) * sizeof *forms);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += ((const struct form *)sorting[i].of)->len;
    char *texts = arena_room(table->arena, len);
    for (size_t i = 0; i < count; i++) {
        const struct form *form = sorting[i].of;
        uint32_t number = (uint32_t)(form - table->forms);
        memcpy(texts, form->text, form->len);
        forms[i] = (struct form_seen){
            { texts, form->len }, number, where[number].entries, where[number].segments
        };
        texts += form->len;
    }
    return forms;
}

struct collected collected_of(const struct collection *collection, const struct table *table,
                              uint64_t made)
{
    struct whereabouts *where = whereabouts_of(collection, table, made);
    size_t count;
    struct keyed *sorting = forms_sorted(table, where, &count);
    struct form_seen *forms = forms_seen(table, where, sorting, count);
    free(sorting);
    free(where);
    return (struct collected){ table->arena, forms, count, table->count };
}
