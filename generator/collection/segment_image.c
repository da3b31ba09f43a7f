// SPDX-License-Identifier: EUPL-1.2
// Numbers lie there as they do in memory, so that loading is looking: both prints, the
// forms, slots; then the texts, and the sightings.
#include "collection/segment_image.h"

#include "base/memory.h"
#include "collection/sighted.h"

#include <stdlib.h>

struct head {
    uint32_t forms;
    uint32_t texts;
    uint32_t bytes;
    uint32_t unused;
};

enum { ALIGNED = 8, BEGINNING = 3 };

unsigned bucket_of(str form)
{
    uint32_t start = 0;
    for (size_t i = 0; i < BEGINNING; i++)
        start = start << 8 | (i < form.len ? (unsigned char)form.at[i] : 0u);
    return start * 0x9E3779B1u >> 26;
}

// ---- Storing ----

static str text_of(const struct segment *segment, const struct table *table, uint32_t place)
{
    const struct form *form = &table->forms[segment->forms[place]];
    return (str){ form->text, form->len };
}

// The places of the forms, bucket after bucket; `starts` tells where those begin.
static uint32_t *places_sorted(const struct segment *segment, const struct table *table,
                               uint32_t starts[static BUCKETS + 2])
{
    uint32_t *places = memory_alloc((segment->count + 1) * sizeof *places);
    unsigned char *buckets = memory_alloc(segment->count + 1);
    for (uint32_t i = 0; i < segment->count; i++) {
        buckets[i] = (unsigned char)bucket_of(text_of(segment, table, i));
        starts[buckets[i] + 2]++;
    }
    for (size_t i = 2; i < BUCKETS + 2; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < segment->count; i++)
        places[starts[buckets[i] + 1]++] = i;
    free(buckets);
    return places;
}

// At most two of three are taken.
static size_t slot_count(const struct head *head)
{
    size_t slots = 1;
    while (slots <= head->forms + head->forms / 2)
        slots *= 2;
    return slots;
}

static size_t head_size(const struct head *head)
{
    size_t forms = head->forms;
    return sizeof *head + 2 * forms * sizeof(uint64_t) + (forms + 1) * sizeof(struct bucket_form) +
           slot_count(head) * sizeof(uint32_t);
}

// Where all lies in an image of such a head.
static struct bucket bucket_laid(const struct head *head, char *image)
{
    size_t forms = head->forms;
    struct bucket bucket = { .count = head->forms };
    bucket.prints = (void *)(image + sizeof *head);
    bucket.plains = bucket.prints + forms;
    bucket.forms = (void *)(bucket.plains + forms);
    bucket.slots = (void *)(bucket.forms + forms + 1);
    bucket.mask = (uint32_t)slot_count(head) - 1;
    bucket.texts = image + head_size(head);
    bucket.bytes = (unsigned char *)bucket.texts + head->texts;
    return bucket;
}

static size_t image_size(const struct head *head)
{
    return head_size(head) + head->texts + head->bytes + PASSAGES_TOLD;
}

static void bucket_fill(struct bucket *bucket, const struct segment *segment,
                        const struct table *table, const uint32_t *places)
{
    uint32_t start = 0;
    uint32_t text_at = 0;
    for (uint32_t i = 0; i < bucket->count; i++) {
        uint32_t from = places[i];
        str text = text_of(segment, table, from);
        uint32_t len = segment->starts[from + 1] - segment->starts[from];
        bucket->prints[i] = segment->prints[from];
        bucket->plains[i] = segment->plains[from];
        bucket->forms[i] = (struct bucket_form){
            .hash = table_form_hash(&table->forms[segment->forms[from]]),
            .entries = segment->entries[from],
            .start = start,
            .text_at = text_at,
        };
        memcpy(bucket->texts + text_at, text.at, text.len);
        memcpy(bucket->bytes + start, segment->bytes + segment->starts[from], len);
        start += len;
        text_at += (uint32_t)text.len;
    }
    bucket->forms[bucket->count] = (struct bucket_form){ .start = start, .text_at = text_at };
    memset(bucket->bytes + start, 0, PASSAGES_TOLD);
}

static void slots_fill(struct bucket *bucket)
{
    memset(bucket->slots, 0, ((size_t)bucket->mask + 1) * sizeof *bucket->slots);
    for (uint32_t i = 0; i < bucket->count; i++) {
        uint32_t at = bucket->forms[i].hash & bucket->mask;
        while (bucket->slots[at] != 0)
            at = (at + 1) & bucket->mask;
        bucket->slots[at] = i + 1;
    }
}

static void bucket_store(struct buf *to, const struct segment *segment, const struct table *table,
                         const uint32_t *places, uint32_t count)
{
    struct head head = { .forms = count };
    for (uint32_t i = 0; i < count; i++) {
        head.texts += (uint32_t)text_of(segment, table, places[i]).len;
        head.bytes += segment->starts[places[i] + 1] - segment->starts[places[i]];
    }
    size_t size = (image_size(&head) + ALIGNED - 1) / ALIGNED * ALIGNED;
    char *image = buf_reserve(to, size);
    memset(image + size - ALIGNED, 0, ALIGNED);
    memcpy(image, &head, sizeof head);
    struct bucket bucket = bucket_laid(&head, image);
    bucket_fill(&bucket, segment, table, places);
    slots_fill(&bucket);
    to->len += size;
}

void segment_store(struct bucket_images *images, const struct segment *segment,
                   const struct table *table)
{
    uint32_t starts[BUCKETS + 2] = { 0 };
    uint32_t *places = places_sorted(segment, table, starts);
    buf_clear(&images->bytes);
    for (unsigned i = 0; i < BUCKETS; i++) {
        images->starts[i] = images->bytes.len;
        bucket_store(&images->bytes, segment, table, places + starts[i], starts[i + 1] - starts[i]);
    }
    images->starts[BUCKETS] = images->bytes.len;
    free(places);
}

str bucket_image(const struct bucket_images *images, unsigned bucket)
{
    return str_slice(buf_view(&images->bytes), images->starts[bucket], images->starts[bucket + 1]);
}

// ---- Loading ----

bool bucket_load(str image, struct bucket *bucket)
{
    struct head head;
    if (image.len < sizeof head || (uintptr_t)image.at % ALIGNED != 0)
        return false;
    memcpy(&head, image.at, sizeof head);
    if (image.len != (image_size(&head) + ALIGNED - 1) / ALIGNED * ALIGNED)
        return false;
    *bucket = bucket_laid(&head, (char *)image.at);
    return true;
}

str bucket_text(const struct bucket *bucket, uint32_t place)
{
    const struct bucket_form *found = &bucket->forms[place];
    return (str){ bucket->texts + found[0].text_at, found[1].text_at - found[0].text_at };
}

uint32_t bucket_find(const struct bucket *bucket, str form, uint32_t hash)
{
    for (uint32_t at = hash & bucket->mask; bucket->slots[at] != 0; at = (at + 1) & bucket->mask) {
        uint32_t place = bucket->slots[at] - 1;
        if (bucket->forms[place].hash == hash && str_equal(bucket_text(bucket, place), form))
            return place;
    }
    return NO_FORM;
}

// The arrays of a segment while they are filled.
struct joined {
    struct segment segment;
    uint32_t *forms;
    uint32_t *entries;
    uint64_t *plains;
    uint64_t *prints;
    uint32_t *starts;
    unsigned char *bytes;
    uint32_t len; // of the bytes
    str *texts;   // of a bucket
};

static struct joined joined_new(const struct bucket *buckets, struct arena *arena)
{
    size_t count = 0;
    size_t bytes = 0;
    size_t most = 0;
    for (unsigned i = 0; i < BUCKETS; i++) {
        most = buckets[i].count > most ? buckets[i].count : most;
        count += buckets[i].count;
        bytes += buckets[i].forms[buckets[i].count].start;
    }
    return (struct joined){
        .forms = ARENA_ARRAY(arena, uint32_t, count),
        .entries = ARENA_ARRAY(arena, uint32_t, count),
        .plains = ARENA_ARRAY(arena, uint64_t, count),
        .prints = ARENA_ARRAY(arena, uint64_t, count),
        .starts = ARENA_ARRAY(arena, uint32_t, count + 1),
        .bytes = arena_alloc(arena, bytes + PASSAGES_TOLD),
        .texts = ARENA_ARRAY(arena, str, most),
    };
}

static void bucket_join(struct joined *joined, const struct bucket *bucket, struct table *table)
{
    size_t at = joined->segment.count;
    size_t count = bucket->count;
    for (uint32_t i = 0; i < bucket->count; i++)
        joined->texts[i] = bucket_text(bucket, i);
    table_forms(table, joined->texts, count, joined->forms + at);
    memcpy(joined->plains + at, bucket->plains, count * sizeof *bucket->plains);
    memcpy(joined->prints + at, bucket->prints, count * sizeof *bucket->prints);
    memcpy(joined->bytes + joined->len, bucket->bytes, bucket->forms[count].start);
    for (size_t i = 0; i < count; i++) {
        joined->entries[at + i] = bucket->forms[i].entries;
        joined->starts[at + i] = joined->len + bucket->forms[i].start;
    }
    joined->len += bucket->forms[count].start;
    joined->segment.count += bucket->count;
}

struct segment segment_load(const struct bucket buckets[BUCKETS], struct table *table)
{
    struct joined joined = joined_new(buckets, table->arena);
    for (unsigned i = 0; i < BUCKETS; i++)
        bucket_join(&joined, &buckets[i], table);
    joined.starts[joined.segment.count] = joined.len;
    joined.segment.forms = joined.forms;
    joined.segment.entries = joined.entries;
    joined.segment.plains = joined.plains;
    joined.segment.prints = joined.prints;
    joined.segment.starts = joined.starts;
    joined.segment.bytes = joined.bytes;
    return joined.segment;
}
