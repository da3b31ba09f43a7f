// SPDX-License-Identifier: EUPL-1.2
// Shards and the trees that lead to them.
#include "base/hash.h"
#include "base/memory.h"
#include "search/codec.h"

#include <stdlib.h>
#include <string.h>

void check_table_fill(uint32_t table[256])
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++)
            value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0);
        table[i] = value;
    }
}

uint32_t check_value(const uint32_t table[256], str bytes)
{
    uint32_t value = 0xFFFFFFFFu;
    for (size_t i = 0; i < bytes.len; i++)
        value = table[(value ^ (unsigned char)bytes.at[i]) & 0xFF] ^ value >> 8;
    return ~value;
}

void shelf_init(struct shelf *shelf, struct output *output)
{
    shelf->output = output;
    check_table_fill(shelf->check_table);
}

void shard_start(struct buf *shard, enum shard_kind kind)
{
    buf_clear(shard);
    const char head[SHARD_HEAD] = { 'D', 'L', 'Z', FORMAT_VERSION, (char)kind };
    buf_add(shard, (str){ head, sizeof head });
}

static unsigned char digit_value(char digit)
{
    return (unsigned char)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static struct shard_name name_of(str bytes)
{
    struct arena *arena = arena_new();
    str digits = hash_name(arena, bytes);
    struct shard_name name;
    for (size_t i = 0; i < SHARD_NAME; i++)
        name.bytes[i] =
            (unsigned char)(digit_value(digits.at[2 * i]) << 4 | digit_value(digits.at[2 * i + 1]));
    arena_free(arena);
    return name;
}

str shard_name_text(char room[static 17], struct shard_name name)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHARD_NAME; i++) {
        room[2 * i] = digits[name.bytes[i] >> 4];
        room[2 * i + 1] = digits[name.bytes[i] & 15];
    }
    room[16] = '\0';
    return (str){ room, 16 };
}

void shard_name_add(struct buf *to, struct shard_name name)
{
    buf_add(to, (str){ (const char *)name.bytes, SHARD_NAME });
}

struct shard_name shard_finish(const struct shelf *shelf, struct buf *shard)
{
    str content = { shard->at + SHARD_HEAD, shard->len - SHARD_HEAD };
    uint32_t check = check_value(shelf->check_table, content);
    for (unsigned i = 0; i < 4; i++)
        shard->at[6 + i] = (char)(check >> 8 * i & 0xFF);

    struct shard_name name = name_of(buf_view(shard));
    char path[] = "search/k-0123456789abcdef.bin";
    char digits[17];
    path[7] = shard->at[4];
    memcpy(path + 9, shard_name_text(digits, name).at, 16);
    output_add(shelf->output, str_from_c(path), buf_view(shard));
    return name;
}

// ---- Trees ----

// Children of a node: 512 names of eight bytes are 4 KB.
enum { NUMBERS_PER_NODE = 512 };

static struct shard_name numbers_write(const struct shelf *shelf, struct buf *shard, size_t number,
                                       const struct shard_name *names, size_t count)
{
    shard_start(shard, SHARD_NUMBERS);
    varint_add(shard, number);
    for (size_t i = 0; i < count; i++)
        shard_name_add(shard, names[i]);
    return shard_finish(shelf, shard);
}

struct tree tree_of_numbers(const struct shelf *shelf, const struct shard_name *names, size_t count)
{
    struct tree tree = { .count = count };
    if (count == 0)
        return tree;
    struct buf shard = { 0 };
    struct shard_name *level = memory_alloc(count * sizeof *level);
    memcpy(level, names, count * sizeof *level);
    for (; count > 1; tree.levels++) {
        size_t nodes = 0;
        for (size_t at = 0; at < count; at += NUMBERS_PER_NODE, nodes++) {
            size_t len = count - at < NUMBERS_PER_NODE ? count - at : NUMBERS_PER_NODE;
            level[nodes] = numbers_write(shelf, &shard, nodes, level + at, len);
        }
        count = nodes;
    }
    tree.top = level[0];
    free(level);
    buf_release(&shard);
    return tree;
}

// A node of words ends after this many bytes, or sooner after a word whose hash
// says so: then a new word moves no boundary but its own.
enum { NODE_LEAST = 2048, NODE_MOST = 8192, NODE_CHANCE = 128 };

static size_t shared_length(str a, str b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.at[len] == b.at[len])
        len++;
    return len;
}

// How many of the children go into the next node.
static size_t node_length(const str *firsts, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += firsts[i].len + 2 + SHARD_NAME;
        bool wanted = bytes >= NODE_LEAST && hash_64(firsts[i]) % NODE_CHANCE == 0;
        if (i > 0 && (wanted || bytes >= NODE_MOST))
            return i + 1;
    }
    return count;
}

static struct shard_name node_write(const struct shelf *shelf, struct buf *shard, const str *firsts,
                                    const struct shard_name *names, size_t count)
{
    shard_start(shard, SHARD_NODE);
    varint_add(shard, count);
    str before = STR("");
    for (size_t i = 0; i < count; i++) {
        size_t shared = shared_length(before, firsts[i]);
        varint_add(shard, shared);
        text_add(shard, str_after(firsts[i], shared));
        shard_name_add(shard, names[i]);
        before = firsts[i];
    }
    return shard_finish(shelf, shard);
}

struct tree tree_of_words(const struct shelf *shelf, const str *firsts,
                          const struct shard_name *names, size_t count)
{
    struct tree tree = { .count = count };
    if (count == 0)
        return tree;
    struct buf shard = { 0 };
    str *level = memory_alloc(count * sizeof *level);
    struct shard_name *below = memory_alloc(count * sizeof *below);
    memcpy(level, firsts, count * sizeof *level);
    memcpy(below, names, count * sizeof *below);
    for (; count > 1; tree.levels++) {
        size_t nodes = 0;
        for (size_t at = 0; at < count; nodes++) {
            size_t len = node_length(level + at, count - at);
            below[nodes] = node_write(shelf, &shard, level + at, below + at, len);
            level[nodes] = level[at];
            at += len;
        }
        count = nodes;
    }
    tree.top = below[0];
    free(level);
    free(below);
    buf_release(&shard);
    return tree;
}
