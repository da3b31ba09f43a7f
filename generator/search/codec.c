// SPDX-License-Identifier: EUPL-1.2
#include "search/codec.h"

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

unsigned level_of(double impact)
{
    double scaled = impact * 65536;
    if (!(scaled >= STEPS[0]))
        return 0;
    unsigned level = 0;
    uint64_t whole = scaled > 1e15 ? (uint64_t)1e15 : (uint64_t)scaled;
    for (uint64_t octave = whole >> 11; octave != 0; octave >>= 1)
        level += 4;
    for (unsigned step = 3; step > 0; step--)
        if (whole >= (uint64_t)STEPS[step] << level / 4) {
            level += step;
            break;
        }
    return level < LEVEL_COUNT ? level : LEVEL_COUNT - 1;
}

// A group is the pages of one level.  Its head is their number and how far the
// level is below the one before; no drop is deeper than the five bits hold, so
// the very lowest levels are raised a little.
enum { DROP_BITS = 5, DROP_MAX = (1 << DROP_BITS) - 1 };

static size_t group_length(const struct posting *postings, size_t count)
{
    size_t len = 1;
    while (len < count && postings[len].level == postings[0].level)
        len++;
    return len;
}

static void group_add(struct buf *to, const struct posting *postings, size_t count, unsigned drop)
{
    varint_add(to, (uint64_t)(count - 1) << DROP_BITS | drop);
    varint_add(to, postings[0].page);
    for (size_t i = 1; i < count; i++)
        varint_add(to, postings[i].page - postings[i - 1].page - 1);
}

void list_add(struct buf *to, const struct posting *postings, size_t count)
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
                       size_t page_count)
{
    uint64_t page = cursor_varint(from);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            page += cursor_varint(from) + 1;
        if (from->broken || page >= page_count)
            return false;
        postings[i] = (struct posting){ (uint32_t)page, level };
    }
    return true;
}

bool list_read(struct cursor *from, struct posting *postings, size_t count, size_t page_count)
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
        if (!group_read(from, postings + at, (size_t)len, (unsigned)level, page_count))
            return false;
        at += (size_t)len;
    }
    return true;
}
