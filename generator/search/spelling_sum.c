// SPDX-License-Identifier: EUPL-1.2
// What is remembered: how many there are of what, the names of the parts, then the
// forms and their ways as they lie in memory but for their texts, and the texts.
#include "search/spelling_sum.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "format/forms.h"
#include "search/idle.h"
#include "search/written_counts.h"

#include <stdlib.h>
#include <string.h>

// ---- Parts ----

// What a worker keeps to itself.
struct summer {
    struct arena *arena;
    struct arena *scratch;
    struct written_counts counts;
    struct buf image;
    uint32_t entry;
};

struct summing {
    const struct entries *entries;
    const struct spelling_source *source;
    size_t step;
    struct cache *cache;
    struct summer *summers;
    const struct fingerprint *parts;
    const size_t *wanted; // parts whose images are needed
    str *images;          // of these
};

static struct fingerprint part_name(const struct entries *entries,
                                    const struct spelling_source *source, size_t part,
                                    struct buf *room)
{
    size_t to = entries_from(entries, (part + 1) * source->numbers_per_part);
    buf_clear(room);
    buf_add(room, source->name);
    for (size_t i = entries_from(entries, part * source->numbers_per_part); i < to; i++) {
        uint64_t print = entries->prints[i].words;
        if (print == 0)
            return (struct fingerprint){ 0 };
        buf_add(room, (str){ (const char *)&print, sizeof print });
    }
    return fingerprint_of(buf_view(room));
}

static void parts_name(struct arena *arena, const struct entries *entries, struct spelling_sum *sum)
{
    struct buf room = { 0 };
    const struct spelling_source *source = sum->source;
    size_t count = (entries->space + source->numbers_per_part - 1) / source->numbers_per_part;
    bool all = source->parts_most == 0 || count <= source->parts_most;
    sum->step = all ? 1 : count / source->parts_most;
    sum->part_count = (count + sum->step - 1) / sum->step;
    sum->parts = ARENA_ARRAY(arena, struct fingerprint, sum->part_count);
    sum->is_named = true;
    for (size_t i = 0; i < sum->part_count; i++) {
        sum->parts[i] = part_name(entries, source, i * sum->step, &room);
        sum->is_named &= !fingerprint_empty(sum->parts[i]);
    }
    buf_release(&room);
}

static void take_written(void *context, const struct written *written)
{
    struct summer *summer = context;
    written_counts_add(&summer->counts, summer->entry, written);
}

static void part_make(struct summer *summer, const struct summing *summing, size_t part)
{
    const struct entries *entries = summing->entries;
    size_t numbers = summing->source->numbers_per_part;
    size_t to = entries_from(entries, (part + 1) * numbers);
    arena_reset(summer->scratch);
    struct arena *reading = arena_new();
    for (size_t i = entries_from(entries, part * numbers); i < to; i++) {
        summer->entry = (uint32_t)i;
        summing->source->each(entries, i, reading, take_written, summer);
    }
    arena_free(reading);
    buf_clear(&summer->image);
    written_counts_store(&summer->counts, &summer->image);
    written_counts_clear(&summer->counts);
}

static void part_list(void *context, size_t item, unsigned worker)
{
    struct summing *summing = context;
    struct summer *summer = &summing->summers[worker];
    size_t part = summing->wanted[item];
    struct fingerprint name = summing->parts[part];
    bool named = summing->cache != NULL && !fingerprint_empty(name);
    if (summer->arena == NULL) {
        summer->arena = arena_new();
        summer->scratch = arena_new();
        summer->counts.arena = summer->scratch;
    }
    if (named &&
        cache_get(summing->cache, CACHE_INDEX, name, summer->arena, &summing->images[item]))
        return;
    part_make(summer, summing, part * summing->step);
    summing->images[item] = arena_copy(summer->arena, buf_view(&summer->image));
    if (named)
        cache_put(summing->cache, CACHE_INDEX, name, summing->images[item]);
}

static void summer_release(struct summer *summer)
{
    if (summer->arena == NULL)
        return;
    written_counts_release(&summer->counts);
    arena_free(summer->arena);
    arena_free(summer->scratch);
    buf_release(&summer->image);
}

// Adds what those parts have.
static bool parts_add(struct summing *summing, size_t count, unsigned jobs,
                      struct written_counts *counts)
{
    struct summer summers[PARALLEL_JOBS_MAX] = { 0 };
    bool read = true;
    summing->summers = summers;
    parallel_each(jobs, count, part_list, summing);
    for (size_t i = 0; i < count; i++)
        read &= written_counts_read(counts, summing->images[i], 1);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        summer_release(&summers[i]);
    return read;
}

// ---- What is remembered ----

struct head {
    uint32_t parts;
    uint32_t forms;
    uint32_t ways;
    uint32_t texts;
};

struct stored_form {
    uint32_t number;
    uint32_t pages;
    uint32_t ways;
    uint16_t len;
    uint16_t is_idle;
};

// A text of no length is that of the form.
struct stored_way {
    uint32_t sure;
    uint32_t unsure;
    uint16_t len;
    uint16_t small;
};

static struct fingerprint sum_key(const struct spelling_sum *sum)
{
    return fingerprint_of_list(
        (str[]){ STR("spellings"), sum->source->name, sum->lists.stops, sum->lists.idle }, 4);
}

// Texts and numbers of forms and ways; false where they make no sense.
static bool arrays_load(struct spelling_sum *sum, const struct head *head,
                        const struct stored_form *forms, const struct stored_way *ways, str texts)
{
    size_t way = 0;
    size_t at = 0;
    for (size_t i = 0; i < head->forms; i++) {
        const struct stored_form *form = &forms[i];
        str text = str_slice(texts, at, at + form->len);
        sum->forms[i] = (struct spelled){ text,          form->number, form->pages,
                                          (uint32_t)way, form->ways,   form->is_idle > 0 };
        at += form->len;
        if (form->ways > head->ways - way)
            return false;
        for (size_t end = way + form->ways; way < end; way++) {
            str own = ways[way].len > 0 ? str_slice(texts, at, at + ways[way].len) : text;
            sum->ways[way] =
                (struct spelling){ own, ways[way].sure, ways[way].unsure, ways[way].small > 0 };
            at += ways[way].len;
        }
    }
    return at == texts.len && way == head->ways;
}

// What was remembered under that key.
static bool sum_load(struct arena *arena, struct fingerprint key, struct cache *cache,
                     struct spelling_sum *sum)
{
    str image;
    struct head head;
    if (!cache_get(cache, CACHE_STATE, key, arena, &image) || image.len < sizeof head)
        return false;
    memcpy(&head, image.at, sizeof head);
    size_t size = sizeof head + head.parts * sizeof(struct fingerprint) +
                  head.forms * sizeof(struct stored_form) + head.ways * sizeof(struct stored_way);
    if (image.len != size + head.texts || (uintptr_t)image.at % sizeof(uint64_t) != 0)
        return false;
    const char *at = image.at + sizeof head;
    sum->parts = (struct fingerprint *)(void *)(uintptr_t)at;
    at += head.parts * sizeof(struct fingerprint);
    const struct stored_form *forms = (const void *)at;
    at += head.forms * sizeof *forms;
    sum->forms = ARENA_ARRAY(arena, struct spelled, head.forms + 1);
    sum->ways = ARENA_ARRAY(arena, struct spelling, head.ways + 1);
    sum->count = head.forms;
    sum->way_count = head.ways;
    sum->part_count = head.parts;
    return arrays_load(sum, &head, forms, (const void *)at, str_after(image, size));
}

static void form_store(struct buf *to, const struct spelled *form)
{
    struct stored_form stored = { form->number, form->pages, form->count, (uint16_t)form->text.len,
                                  form->is_idle };
    buf_add(to, (str){ (const char *)&stored, sizeof stored });
}

static bool is_own(const struct spelled *form, const struct spelling *way)
{
    return !str_equal(form->text, way->text);
}

static void way_store(struct buf *to, const struct spelled *form, const struct spelling *way)
{
    struct stored_way stored = { way->sure, way->unsure,
                                 is_own(form, way) ? (uint16_t)way->text.len : 0, way->small };
    buf_add(to, (str){ (const char *)&stored, sizeof stored });
}

static void texts_store(struct buf *to, const struct spelling_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++) {
        const struct spelled *form = &sum->forms[i];
        buf_add(to, form->text);
        for (uint32_t k = 0; k < form->count; k++)
            if (is_own(form, &sum->ways[form->first + k]))
                buf_add(to, sum->ways[form->first + k].text);
    }
}

void spelling_sum_store(const struct spelling_sum *sum, struct cache *cache)
{
    struct buf image = { 0 };
    struct head head = { (uint32_t)sum->part_count, (uint32_t)sum->count, (uint32_t)sum->way_count,
                         0 };
    buf_add(&image, (str){ (const char *)&head, sizeof head });
    buf_add(&image, (str){ (const char *)sum->parts, sum->part_count * sizeof *sum->parts });
    for (size_t i = 0; i < sum->count; i++)
        form_store(&image, &sum->forms[i]);
    for (size_t i = 0; i < sum->count; i++)
        for (uint32_t k = 0; k < sum->forms[i].count; k++)
            way_store(&image, &sum->forms[i], &sum->ways[sum->forms[i].first + k]);
    size_t before = image.len;
    texts_store(&image, sum);
    head.texts = (uint32_t)(image.len - before);
    memcpy(image.at, &head, sizeof head);
    cache_put(cache, CACHE_STATE, sum_key(sum), buf_view(&image));
    buf_release(&image);
}

// ---- Joining ----

// Three letters; an abbreviation may have two, and came this far because it is
// in capitals.
static bool is_long_enough(str word)
{
    size_t letters = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t character = utf8_next(word, &at);
        letters += character != '\'' && (character < '0' || character > '9');
    }
    return letters >= 3 || (letters == 2 && word.len == 2);
}

static bool is_idle(const struct word_lists *lists, str word)
{
    return !is_long_enough(word) || stop_word(lists->stops, word) || idle_word(lists->idle, word);
}

// A sum and what is to be added to it, walked side by side.
struct joining {
    const struct spelling_sum *before;
    const struct written_counts *counts;
    struct spelling_sum *sum;
    const struct written_way **more; // ways of one form, by their texts
    size_t more_capacity;
    bool is_broken; // something was less than nothing
};

static int way_order(const void *a, const void *b)
{
    const struct written_way *x = *(const struct written_way *const *)a;
    const struct written_way *y = *(const struct written_way *const *)b;
    return str_compare(x->text, y->text);
}

// The ways to write a form that are to be added, in order.
static size_t ways_list(struct joining *joining, const struct written_form *form)
{
    const struct written_counts *counts = joining->counts;
    size_t count = 0;
    for (uint32_t i = form->ways; i != 0; i = counts->ways[i - 1].next) {
        if (count == joining->more_capacity) {
            joining->more_capacity = 2 * count + 8;
            joining->more =
                memory_realloc(joining->more, joining->more_capacity * sizeof *joining->more);
        }
        joining->more[count++] = &counts->ways[i - 1];
    }
    if (count > 1)
        qsort(joining->more, count, sizeof *joining->more, way_order);
    return count;
}

// Either may be NULL.
static void way_join(struct joining *joining, const struct spelling *before,
                     const struct written_way *more)
{
    int64_t sure = (before == NULL ? 0 : before->sure) + (more == NULL ? 0 : more->sure);
    int64_t unsure = (before == NULL ? 0 : before->unsure) + (more == NULL ? 0 : more->unsure);
    joining->is_broken |= sure < 0 || unsure < 0;
    if (sure + unsure <= 0)
        return;
    joining->sum->ways[joining->sum->way_count++] =
        (struct spelling){ before == NULL ? more->text : before->text, (uint32_t)sure,
                           (uint32_t)unsure, before == NULL ? more->small : before->small };
}

static void ways_join(struct joining *joining, const struct spelled *before,
                      const struct written_form *form)
{
    const struct spelling *ways = before == NULL ? NULL : joining->before->ways + before->first;
    size_t had = before == NULL ? 0 : before->count;
    size_t count = ways_list(joining, form);
    for (size_t i = 0, k = 0; i < had || k < count;) {
        int order = i == had     ? 1
                    : k == count ? -1
                                 : str_compare(ways[i].text, joining->more[k]->text);
        way_join(joining, order <= 0 ? &ways[i] : NULL, order >= 0 ? joining->more[k] : NULL);
        i += order <= 0;
        k += order >= 0;
    }
}

static void form_join(struct joining *joining, const struct spelled *before,
                      const struct written_form *more)
{
    struct spelling_sum *sum = joining->sum;
    uint32_t first = (uint32_t)sum->way_count;
    int64_t pages = (before == NULL ? 0 : before->pages) + more->pages;
    ways_join(joining, before, more);
    joining->is_broken |= pages < 0;
    if (pages <= 0)
        return;
    sum->forms[sum->count++] = (struct spelled){
        .text = more->text,
        .number = before == NULL ? NO_FORM : before->number,
        .pages = (uint32_t)pages,
        .first = first,
        .count = (uint32_t)sum->way_count - first,
        .is_idle = before == NULL ? is_idle(&sum->lists, more->text) : before->is_idle,
    };
}

static void form_keep(struct joining *joining, const struct spelled *form)
{
    struct spelling_sum *sum = joining->sum;
    sum->forms[sum->count] = *form;
    sum->forms[sum->count++].first = (uint32_t)sum->way_count;
    memcpy(sum->ways + sum->way_count, joining->before->ways + form->first,
           form->count * sizeof *sum->ways);
    sum->way_count += form->count;
}

static void forms_join(struct joining *joining, const uint32_t *order)
{
    const struct spelling_sum *before = joining->before;
    const struct written_counts *counts = joining->counts;
    size_t at = 0;
    for (size_t i = 0; i < counts->form_count; i++) {
        const struct written_form *more = &counts->forms[order[i]];
        int compared = -1;
        while (at < before->count &&
               (compared = str_compare(before->forms[at].text, more->text)) < 0)
            form_keep(joining, &before->forms[at++]);
        bool both = at < before->count && compared == 0;
        form_join(joining, both ? &before->forms[at] : NULL, more);
        at += both;
    }
    while (at < before->count)
        form_keep(joining, &before->forms[at++]);
}

// Sets the forms of `sum`; false when what was taken off had never been added.
static bool counts_join(struct arena *arena, const struct spelling_sum *before,
                        const struct written_counts *counts, struct spelling_sum *sum)
{
    struct joining joining = { .before = before, .counts = counts, .sum = sum };
    sum->count = 0;
    sum->way_count = 0;
    sum->forms = ARENA_ARRAY(arena, struct spelled, before->count + counts->form_count + 1);
    sum->ways = ARENA_ARRAY(arena, struct spelling, before->way_count + counts->way_count + 1);
    forms_join(&joining, written_counts_sorted(arena, counts));
    free(joining.more);
    return !joining.is_broken;
}

// ---- What changed ----

// Takes off what the parts had that are others now.
static bool parts_take_off(const struct spelling_sum *sum, const struct spelling_sum *before,
                           struct cache *cache, struct written_counts *counts)
{
    struct arena *own = arena_new();
    bool known = true;
    for (size_t i = 0; i < sum->part_count && known; i++) {
        str image;
        if (fingerprint_equal(sum->parts[i], before->parts[i]))
            cache_knows(cache, CACHE_INDEX, sum->parts[i]);
        else
            known = cache_get(cache, CACHE_INDEX, before->parts[i], own, &image) &&
                    written_counts_read(counts, image, -1);
    }
    arena_free(own);
    return known;
}

// The parts that are not the same as before; all where `before` is NULL.
static size_t parts_wanted(const struct spelling_sum *sum, const struct spelling_sum *before,
                           size_t *wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < sum->part_count; i++)
        if (before == NULL || !fingerprint_equal(sum->parts[i], before->parts[i]))
            wanted[count++] = i;
    return count;
}

// Adds what is to be added to what was there before.
static bool sum_from(struct arena *arena, struct summing *summing, struct spelling_sum *sum,
                     const struct spelling_sum *before, unsigned jobs)
{
    static const struct spelling_sum nothing;
    struct written_counts counts = { .arena = arena };
    size_t *wanted = ARENA_ARRAY(arena, size_t, sum->part_count + 1);
    size_t count = parts_wanted(sum, before, wanted);
    summing->wanted = wanted;
    summing->images = ARENA_ARRAY(arena, str, count + 1);
    sum->is_changed = count > 0;
    bool made = (before == NULL || parts_take_off(sum, before, summing->cache, &counts)) &&
                parts_add(summing, count, jobs, &counts) &&
                counts_join(arena, before == NULL ? &nothing : before, &counts, sum);
    written_counts_release(&counts);
    return made;
}

struct spelling_sum spelling_sum_of(struct arena *arena, const struct entries *entries,
                                    const struct spelling_source *source, struct word_lists lists,
                                    struct cache *cache, unsigned jobs)
{
    struct spelling_sum sum = { .source = source, .lists = lists };
    struct spelling_sum before = { 0 };
    parts_name(arena, entries, &sum);
    struct summing summing = {
        .entries = entries, .source = source, .step = sum.step, .cache = cache, .parts = sum.parts
    };
    bool known = cache != NULL && sum.is_named && sum_load(arena, sum_key(&sum), cache, &before) &&
                 before.part_count == sum.part_count;
    if (!known || !sum_from(arena, &summing, &sum, &before, jobs))
        sum_from(arena, &summing, &sum, NULL, jobs);
    return sum;
}
