// SPDX-License-Identifier: EUPL-1.2
// The value: words in headings, words in the body, count of forms; of each its
// text and how often it is where.
#include "collection/counted.h"

#include "collection/sighted.h"

static void take_text(void *context, enum part part, unsigned passage, str text)
{
    table_read(context, part, passage, text);
}

// A text of few bytes is at hand in the form; there is room for more than it takes.
static size_t put_text(unsigned char *to, const struct form *form)
{
    size_t len = put_varint(to, form->len);
    if (form->len <= INLINE_TEXT)
        memcpy(to + len, form->start, INLINE_TEXT);
    else
        memcpy(to + len, form->text, form->len);
    return len + form->len;
}

static size_t most_bytes(const struct table *table)
{
    size_t most = 3 * VARINT_BYTES + PASSAGES_TOLD;
    for (size_t i = 0; i < table->touched_count; i++) {
        size_t len = table->forms[table->touched[i]].len;
        most += VARINT_BYTES + (len < INLINE_TEXT ? INLINE_TEXT : len) + SIGHTED_BYTES;
    }
    return most;
}

static str words_value(const struct table *table, struct buf *to)
{
    unsigned char *start = (unsigned char *)buf_reserve(to, most_bytes(table));
    unsigned char *at = start + put_varint(start, table->lengths[PART_HEADINGS]);
    at += put_varint(at, table->lengths[PART_BODY]);
    at += put_varint(at, (uint32_t)table->touched_count);
    for (size_t i = 0; i < table->touched_count; i++) {
        const struct form *form = &table->forms[table->touched[i]];
        at += put_text(at, form);
        at += put_counts(at, form->counts);
        at += put_told(at, table_told(table, form));
    }
    memset(at, 0, PASSAGES_TOLD);
    to->len += (size_t)(at - start) + PASSAGES_TOLD;
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
