// SPDX-License-Identifier: EUPL-1.2
#include "search/record_print.h"

#include "format/codec.h"

static void places_add(struct buf *to, const struct catalogue *catalogue, const struct page *page)
{
    if (catalogue->places == NULL)
        return;
    const struct body_places *places = &catalogue->places[page->number];
    varint_add(to, places->count);
    if (places->count == 0)
        return;
    buf_add(to, (str){ (const char *)places->at, 2 * places->count * sizeof *places->at });
    buf_add(to, (str){ (const char *)places->checks, places->count });
}

static void page_add(struct buf *to, const struct catalogue *catalogue, const struct page *page)
{
    varint_add(to, page->base);
    varint_add(to, page->fictional);
    varint_add(to, page->date.year);
    varint_add(to, page->date.month);
    varint_add(to, page->date.day);
    varint_add(to, page->note_count);
    for (size_t i = 0; i < page->note_count; i++)
        text_add(to, page->notes[i]);
    places_add(to, catalogue, page);
}

static void numbers_add(struct buf *to, const struct catalogue *catalogue, struct entry entry,
                        struct arena *scratch)
{
    size_t count;
    const size_t *numbers =
        entry_numbers(scratch, catalogue->entries->site, catalogue->groups, entry, &count);
    varint_add(to, count);
    for (size_t i = 0; i < count; i++)
        varint_add(to, numbers[i]);
}

static bool record_add(struct buf *to, const struct catalogue *catalogue, size_t item,
                       struct arena *scratch)
{
    struct entry entry = catalogue->entries->at[item];
    const struct document *document = entry_document(entry);
    if (document != NULL && fingerprint_empty(document->key))
        return false;
    varint_add(to, catalogue->entries->numbers[item]);
    if (document != NULL)
        buf_add(to, FINGERPRINT_VIEW(document->key));
    text_add(to, entry_address(entry));
    text_add(to, entry_title(entry));
    text_add(to, entry_summary(entry));
    buf_add_char(to, entry.page != NULL ? 'p' : 't');
    if (entry.page != NULL)
        page_add(to, catalogue, entry.page);
    numbers_add(to, catalogue, entry, scratch);
    return true;
}

bool records_print(const struct catalogue *catalogue, size_t from, size_t to, struct buf *room,
                   struct arena *scratch, struct fingerprint *print)
{
    buf_clear(room);
    buf_add(room, STR("records "));
    varint_add(room, catalogue->shelf->language);
    for (size_t i = from; i < to; i++)
        if (!record_add(room, catalogue, i, scratch))
            return false;
    *print = fingerprint_of(buf_view(room));
    return true;
}
