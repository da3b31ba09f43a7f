// SPDX-License-Identifier: EUPL-1.2
// The value: words in headings, words in the body, count of forms; of each its
// text and how often it is where.
#include "search/counted.h"

#include "search/sighted.h"

static void take_text(void *context, enum part part, unsigned passage, str text)
{
    table_read(context, part, passage, text);
}

static str words_value(const struct table *table, struct buf *to)
{
    varint_add(to, table->lengths[PART_HEADINGS]);
    varint_add(to, table->lengths[PART_BODY]);
    varint_add(to, table->touched_count);
    for (size_t i = 0; i < table->touched_count; i++) {
        const struct form *form = &table->forms[table->touched[i]];
        text_add(to, (str){ form->text, form->len });
        unsigned char *room = (unsigned char *)buf_reserve(to, SIGHTED_BYTES);
        size_t len = put_counts(room, form->counts);
        to->len += len + put_told(room + len, table_told(table, form));
    }
    buf_add(to, (str){ (const char[PASSAGES_TOLD]){ 0 }, PASSAGES_TOLD });
    return buf_view(to);
}

// More passages than are told are known by one more, behind the last.
static void form_take(struct table *table, uint32_t form, const uint16_t counts[PART_COUNT],
                      const struct told *told)
{
    for (unsigned part = 0; part < PART_COUNT; part++)
        if (counts[part] > 0)
            table_count(table, form, part, counts[part]);
    for (size_t i = 0; i < told->count; i++)
        table_note(table, form, told->at[i]);
    if (told->more)
        table_note(table, form, NO_PASSAGE + 1);
}

static void words_take(struct table *table, str value)
{
    struct cursor cursor = { .bytes = value };
    table->lengths[PART_HEADINGS] = (uint32_t)cursor_varint(&cursor);
    table->lengths[PART_BODY] = (uint32_t)cursor_varint(&cursor);
    for (uint64_t left = cursor_varint(&cursor); left > 0 && !cursor.broken; left--) {
        uint32_t form = table_form(table, cursor_text(&cursor));
        const unsigned char *at = (const unsigned char *)value.at + cursor.at;
        uint16_t counts[PART_COUNT] = { 0 };
        next_counts(&at, counts, 1);
        struct told told = next_told(&at);
        form_take(table, form, counts, &told);
        cursor.at = (size_t)((const char *)at - value.at);
    }
}

void counted_read(struct table *table, const struct document *document, struct cache *cache)
{
    bool named = cache != NULL && !fingerprint_empty(document->key);
    struct fingerprint key =
        fingerprint_of_list((str[]){ FINGERPRINT_VIEW(document->key), table->stops }, 2);
    str value;
    arena_reset(table->scratch);
    if (named && cache_get(cache, CACHE_WORDS, key, table->scratch, &value)) {
        words_take(table, value);
        return;
    }
    document_texts(document, take_text, table);
    if (!named)
        return;
    struct buf room = { 0 };
    cache_put(cache, CACHE_WORDS, key, words_value(table, &room));
    buf_release(&room);
}
