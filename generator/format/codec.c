// SPDX-License-Identifier: EUPL-1.2
#include "format/codec.h"

#include <string.h>

void varint_add(struct buf *to, uint64_t number)
{
    char *room = buf_reserve(to, 10);
    size_t len = 0;
    for (; number >= 0x80; number >>= 7)
        room[len++] = (char)(0x80 | (number & 0x7F));
    room[len++] = (char)number;
    to->len += len;
}

void text_add(struct buf *to, str text)
{
    varint_add(to, text.len);
    buf_add(to, text);
}

size_t shared_length(str a, str b)
{
    size_t len = 0;
    uint64_t one;
    uint64_t other;
    for (; len + sizeof one <= a.len && len + sizeof one <= b.len; len += sizeof one) {
        memcpy(&one, a.at + len, sizeof one);
        memcpy(&other, b.at + len, sizeof other);
        if (one != other)
            break;
    }
    while (len < a.len && len < b.len && a.at[len] == b.at[len])
        len++;
    return len;
}

void shared_add(struct buf *to, str before, str text)
{
    size_t shared = shared_length(before, text);
    varint_add(to, shared);
    text_add(to, str_after(text, shared));
}

uint64_t cursor_varint(struct cursor *cursor)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 63 && cursor->at < cursor->bytes.len; shift += 7) {
        unsigned char byte = (unsigned char)cursor->bytes.at[cursor->at++];
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    cursor->broken = true;
    return 0;
}

str cursor_bytes(struct cursor *cursor, size_t len)
{
    if (len > cursor->bytes.len - cursor->at) {
        cursor->broken = true;
        return (str){ "", 0 };
    }
    cursor->at += len;
    return (str){ cursor->bytes.at + cursor->at - len, len };
}

str cursor_text(struct cursor *cursor)
{
    uint64_t len = cursor_varint(cursor);
    return cursor_bytes(cursor, len > cursor->bytes.len ? cursor->bytes.len + 1 : (size_t)len);
}

// Four steps in an octave: 1024 times 2^0, 2^(1/4), 2^(2/4), 2^(3/4).
static const uint32_t STEPS[4] = { 1024, 1218, 1448, 1722 };

uint32_t level_value(unsigned level)
{
    return (STEPS[level % 4] << level / 4) >> 8;
}

// The exponent of a double is the octave, and its highest ten bits tell the step.
unsigned level_of(double impact)
{
    double scaled = impact * 65536;
    if (!(scaled >= STEPS[0]))
        return 0;
    uint64_t bits;
    memcpy(&bits, &scaled, sizeof bits);
    unsigned octave = (unsigned)(bits >> 52) - 1023 - 10;
    uint32_t step = STEPS[0] | (bits >> 42 & 1023);
    unsigned level = 4 * octave + (step >= STEPS[1]) + (step >= STEPS[2]) + (step >= STEPS[3]);
    return level < LEVEL_COUNT ? level : LEVEL_COUNT - 1;
}

// ---- Postings ----

// A group is the pages of one level.  Its head is their number and how far the
// level is below the one before; no drop is deeper than the five bits hold, so
// the very lowest levels are raised a little.
enum { DROP_BITS = 5, DROP_MAX = LEVEL_DROP_MOST };

static size_t group_length(const struct posting *postings, size_t count)
{
    size_t len = 1;
    while (len < count && postings[len].level == postings[0].level)
        len++;
    return len;
}

static char *number_put(char *to, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        *to++ = (char)(0x80 | (number & 0x7F));
    *to++ = (char)number;
    return to;
}

static void group_add(struct buf *to, const struct posting *postings, size_t count, unsigned drop)
{
    varint_add(to, (uint64_t)(count - 1) << DROP_BITS | drop);
    char *room = buf_reserve(to, 5 * count);
    char *end = number_put(room, postings[0].page);
    for (size_t i = 1; i < count; i++)
        end = number_put(end, postings[i].page - postings[i - 1].page - 1);
    to->len += (size_t)(end - room);
}

void postings_add(struct buf *to, const struct posting *postings, size_t count)
{
    unsigned level = count > 0 ? postings[0].level : 0;
    varint_add(to, level);
    for (size_t at = 0; at < count;) {
        size_t len = group_length(postings + at, count - at);
        unsigned drop = postings[at].level < level ? level - postings[at].level : 0;
        if (drop > DROP_MAX)
            drop = DROP_MAX;
        group_add(to, postings + at, len, drop);
        level -= drop;
        at += len;
    }
}

static bool group_read(struct cursor *from, struct posting *postings, size_t count, unsigned level,
                       size_t space)
{
    uint64_t page = cursor_varint(from);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            page += cursor_varint(from) + 1;
        if (from->broken || page >= space)
            return false;
        postings[i] = (struct posting){ .page = (uint32_t)page, .level = (uint8_t)level };
    }
    return true;
}

bool postings_read(struct cursor *from, struct posting *postings, size_t count, size_t space)
{
    uint64_t level = cursor_varint(from);
    if (from->broken || level >= LEVEL_COUNT)
        return false;
    for (size_t at = 0; at < count;) {
        uint64_t head = cursor_varint(from);
        uint64_t len = (head >> DROP_BITS) + 1;
        uint64_t drop = head & DROP_MAX;
        if (from->broken || len > count - at || drop > level)
            return false;
        level -= drop;
        if (!group_read(from, postings + at, (size_t)len, (unsigned)level, space))
            return false;
        at += (size_t)len;
    }
    return true;
}

// ---- Passages ----

enum { MANY = PASSAGES_TOLD + 1 }; // stands for more than are told

void passages_add(struct buf *to, const struct posting *postings, size_t count)
{
    char *room = buf_reserve(to, (1 + PASSAGES_TOLD) * count);
    char *end = room;
    for (size_t i = 0; i < count; i++) {
        const struct told *told = &postings[i].told;
        *end++ = (char)(told->more ? MANY : told->count);
        for (size_t p = 0; p < told->count; p++)
            *end++ = (char)(p == 0 ? told->at[0] : told->at[p] - told->at[p - 1] - 1);
    }
    to->len += (size_t)(end - room);
}

static bool told_read(struct cursor *from, struct told *told)
{
    const unsigned char *at = (const unsigned char *)from->bytes.at + from->at;
    size_t left = from->bytes.len - from->at;
    unsigned head = left > 0 ? at[0] : MANY;
    size_t count = head == MANY ? PASSAGES_TOLD : head;
    if (count > PASSAGES_TOLD || count >= left)
        return false;
    *told = (struct told){ .count = (uint8_t)count, .more = head == MANY };
    unsigned passage = 0;
    for (size_t i = 0; i < count; i++) {
        passage += at[1 + i] + (i > 0 ? 1u : 0u);
        told->at[i] = (uint8_t)passage;
    }
    from->at += 1 + count;
    return passage <= UINT8_MAX;
}

bool passages_read(struct cursor *from, struct posting *postings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!told_read(from, &postings[i].told))
            return false;
    return true;
}

size_t passages_length(str passages, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (at >= passages.len)
            return passages.len + 1;
        unsigned head = (unsigned char)passages.at[at];
        at += 1 + (head == MANY ? PASSAGES_TOLD : head);
    }
    return at;
}
