// SPDX-License-Identifier: EUPL-1.2
#include "collection/form_changes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void form_changes_release(struct form_changes *changes)
{
    free(changes->at);
    *changes = (struct form_changes){ 0 };
}

static struct form_change *change_new(struct form_changes *changes, str text)
{
    if (changes->count == changes->capacity) {
        changes->capacity = changes->capacity * 2 + 256;
        changes->at = memory_realloc(changes->at, changes->capacity * sizeof *changes->at);
    }
    struct form_change *change = &changes->at[changes->count++];
    *change = (struct form_change){ .text = text };
    return change;
}

static void form_comes(struct form_changes *changes, const struct bucket *bucket, uint32_t place,
                       size_t segment)
{
    struct form_change *change = change_new(changes, bucket_text(bucket, place));
    change->print = bucket->prints[place];
    change->plain = bucket->plains[place];
    change->entries = bucket->forms[place].entries;
    change->comes = 1ull << segment;
}

static void form_goes(struct form_changes *changes, const struct bucket *bucket, uint32_t place,
                      size_t segment)
{
    struct form_change *change = change_new(changes, bucket_text(bucket, place));
    change->print = 0 - bucket->prints[place];
    change->plain = 0 - bucket->plains[place];
    change->entries = 0 - bucket->forms[place].entries;
    change->goes = 1ull << segment;
}

static void form_stays(struct form_changes *changes, const struct bucket *before, uint32_t old,
                       const struct bucket *after, uint32_t new)
{
    if (before->prints[old] == after->prints[new] && before->plains[old] == after->plains[new] &&
        before->forms[old].entries == after->forms[new].entries)
        return;
    struct form_change *change = change_new(changes, bucket_text(after, new));
    change->print = after->prints[new] - before->prints[old];
    change->plain = after->plains[new] - before->plains[old];
    change->entries = after->forms[new].entries - before->forms[old].entries;
}

// Forms lie mostly as they lay: one is looked for behind the one before it first.
static uint32_t place_of(const struct bucket *bucket, str text, uint32_t hash, uint32_t likely)
{
    if (likely < bucket->count && bucket->forms[likely].hash == hash &&
        str_equal(bucket_text(bucket, likely), text))
        return likely;
    return bucket_find(bucket, text, hash);
}

static void bucket_compare(struct form_changes *changes, const struct bucket *before,
                           const struct bucket *after, size_t segment)
{
    bool *stays = memory_alloc(before->count + 1);
    memset(stays, 0, before->count + 1);
    uint32_t likely = 0;
    for (uint32_t i = 0; i < after->count; i++) {
        uint32_t old = place_of(before, bucket_text(after, i), after->forms[i].hash, likely);
        if (old == NO_FORM) {
            form_comes(changes, after, i, segment);
            continue;
        }
        form_stays(changes, before, old, after, i);
        stays[old] = true;
        likely = old + 1;
    }
    for (uint32_t i = 0; i < before->count; i++)
        if (!stays[i])
            form_goes(changes, before, i, segment);
    free(stays);
}

void form_changes_add(struct form_changes *changes, const struct bucket before[BUCKETS],
                      const struct bucket after[BUCKETS], size_t segment)
{
    for (unsigned i = 0; i < BUCKETS; i++)
        bucket_compare(changes, &before[i], &after[i], segment);
}

void form_changes_join(struct form_changes *to, const struct form_changes *more)
{
    for (size_t i = 0; i < more->count; i++)
        *change_new(to, more->at[i].text) = more->at[i];
}

static int change_order(const void *a, const void *b)
{
    return str_compare(((const struct form_change *)a)->text,
                       ((const struct form_change *)b)->text);
}

void form_changes_sort(struct form_changes *changes)
{
    size_t count = 0;
    if (changes->count > 0)
        qsort(changes->at, changes->count, sizeof *changes->at, change_order);
    for (size_t i = 0; i < changes->count; i++) {
        const struct form_change *more = &changes->at[i];
        struct form_change *change = count > 0 ? &changes->at[count - 1] : NULL;
        if (change == NULL || !str_equal(change->text, more->text)) {
            changes->at[count++] = *more;
            continue;
        }
        change->print += more->print;
        change->plain += more->plain;
        change->entries += more->entries;
        change->comes |= more->comes;
        change->goes |= more->goes;
    }
    changes->count = count;
}
