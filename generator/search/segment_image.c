// SPDX-License-Identifier: EUPL-1.2
// Numbers lie there as they do in memory, so that loading is looking: both prints,
// entries, starts, lengths of the entries; then lengths of texts, the texts, and
// the sightings.
#include "search/segment_image.h"

#include "search/sighted.h"

struct head {
    uint32_t forms;
    uint32_t entries;
    uint32_t texts;
    uint32_t bytes;
};

static void array_add(struct buf *to, const void *at, size_t size)
{
    buf_add(to, (str){ at, size });
}

static void texts_add(struct buf *to, const struct segment *segment, const struct table *table)
{
    for (uint32_t i = 0; i < segment->count; i++)
        buf_add_char(to, (char)table->forms[segment->forms[i]].len);
    for (uint32_t i = 0; i < segment->count; i++) {
        const struct form *form = &table->forms[segment->forms[i]];
        buf_add(to, (str){ form->text, form->len });
    }
}

void segment_store(struct buf *to, const struct segment *segment, const struct table *table,
                   const struct segment_entries *entries)
{
    size_t count = segment->count;
    struct head head = { segment->count, (uint32_t)entries->count, 0, segment->starts[count] };
    for (size_t i = 0; i < count; i++)
        head.texts += table->forms[segment->forms[i]].len;
    array_add(to, &head, sizeof head);
    array_add(to, segment->prints, count * sizeof *segment->prints);
    array_add(to, segment->plains, count * sizeof *segment->plains);
    array_add(to, segment->entries, count * sizeof *segment->entries);
    array_add(to, segment->starts, (count + 1) * sizeof *segment->starts);
    for (size_t i = 0; i < entries->count; i++)
        array_add(to, entries->lengths[entries->numbers[i]], sizeof *entries->lengths);
    texts_add(to, segment, table);
    array_add(to, segment->bytes, head.bytes + PASSAGES_TOLD);
}

static size_t image_size(const struct head *head)
{
    size_t forms = head->forms;
    return sizeof *head + forms * (2 * sizeof(uint64_t) + 2 * sizeof(uint32_t) + 1) +
           sizeof(uint32_t) + (size_t)head->entries * PART_COUNT * sizeof(uint32_t) + head->texts +
           head->bytes + PASSAGES_TOLD;
}

static const char *lens_of(str image, const struct head *head)
{
    return image.at + sizeof *head + head->forms * (2 * sizeof(uint64_t) + 2 * sizeof(uint32_t)) +
           sizeof(uint32_t) + (size_t)head->entries * PART_COUNT * sizeof(uint32_t);
}

const uint32_t *segment_forms(str image, struct table *table, struct arena *arena)
{
    struct head head;
    memcpy(&head, image.at, sizeof head);
    const char *lens = lens_of(image, &head);
    uint32_t *forms = ARENA_ARRAY(arena, uint32_t, head.forms);
    table_forms(table, lens + head.forms, (const unsigned char *)lens, head.forms, forms);
    return forms;
}

bool segment_load(str image, const struct segment_entries *entries, struct segment *segment)
{
    struct head head;
    if (image.len < sizeof head)
        return false;
    memcpy(&head, image.at, sizeof head);
    if (image.len != image_size(&head) || head.entries != entries->count ||
        (uintptr_t)image.at % sizeof(uint64_t) != 0)
        return false;
    const uint64_t *prints = (const void *)(image.at + sizeof head);
    const uint32_t *told = (const void *)(prints + 2 * (size_t)head.forms);
    const uint32_t *starts = told + head.forms;
    const uint32_t *lengths = starts + head.forms + 1;
    for (size_t i = 0; i < entries->count; i++)
        memcpy(entries->lengths[entries->numbers[i]], lengths + i * PART_COUNT,
               sizeof *entries->lengths);
    const char *texts = lens_of(image, &head) + head.forms;
    segment->count = head.forms;
    segment->entries = told;
    segment->prints = prints;
    segment->plains = prints + head.forms;
    segment->starts = starts;
    segment->bytes = (const unsigned char *)texts + head.texts;
    return true;
}
