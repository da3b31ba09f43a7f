// SPDX-License-Identifier: EUPL-1.2
#include "format/shards.h"

#include "base/hash.h"
#include "base/memory.h"
#include "format/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void shard_start(struct buf *shard, enum shard_kind kind)
{
    buf_clear(shard);
    const char head[SHARD_HEAD] = { 'D', 'L', 'Z', FORMAT_VERSION, (char)kind };
    buf_add(shard, (str){ head, sizeof head });
}

static struct shard_name name_of(const struct shelf *shelf, str bytes)
{
    uint64_t hash = hash_64(bytes) + shelf->language;
    struct shard_name name;
    for (size_t i = 0; i < SHARD_NAME; i++)
        name.bytes[i] = (unsigned char)(hash >> 8 * i & 0xFF);
    return name;
}

bool shard_is_none(struct shard_name name)
{
    static const struct shard_name none;
    return memcmp(&name, &none, sizeof name) == 0;
}

str shard_name_text(char room[static SHARD_NAME_TEXT], struct shard_name name)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHARD_NAME; i++) {
        room[2 * i] = digits[name.bytes[i] >> 4];
        room[2 * i + 1] = digits[name.bytes[i] & 15];
    }
    room[SHARD_NAME_TEXT - 1] = '\0';
    return (str){ room, SHARD_NAME_TEXT - 1 };
}

void shard_name_add(struct buf *to, struct shard_name name)
{
    buf_add(to, (str){ (const char *)name.bytes, SHARD_NAME });
}

// "search/k-0123456789ab.bin"
enum { PATH_BYTES = 7 + 1 + 1 + SHARD_NAME_TEXT + 4 };

static str path_of(char path[static PATH_BYTES], enum shard_kind kind, struct shard_name name)
{
    char digits[SHARD_NAME_TEXT];
    memcpy(path, "search/k-0123456789ab.bin", PATH_BYTES);
    path[7] = (char)kind;
    memcpy(path + 9, shard_name_text(digits, name).at, SHARD_NAME_TEXT - 1);
    return (str){ path, PATH_BYTES - 1 };
}

bool shard_keep(const struct shelf *shelf, enum shard_kind kind, struct shard_name name,
                struct fingerprint print)
{
    char room[PATH_BYTES];
    return output_keep(shelf->output, path_of(room, kind, name), print);
}

bool shard_stands(const struct shelf *shelf, enum shard_kind kind, struct shard_name name,
                  struct fingerprint print)
{
    char room[PATH_BYTES];
    return output_has(shelf->output, path_of(room, kind, name), print);
}

// The bytes themselves are what the file follows from.
struct shard_name shard_finish(const struct shelf *shelf, const struct buf *shard)
{
    struct shard_name name = name_of(shelf, buf_view(shard));
    struct fingerprint print = fingerprint_of(buf_view(shard));
    enum shard_kind kind = (enum shard_kind)shard->at[4];
    char room[PATH_BYTES];
    if (!shard_keep(shelf, kind, name, print))
        output_add_print(shelf->output, path_of(room, kind, name), buf_view(shard), print);
    return name;
}

struct shard_name shard_write(const struct shelf *shelf, struct press *press, enum shard_kind kind,
                              const struct buf *data)
{
    struct buf shard = { 0 };
    shard_start(&shard, kind);
    slice_add(&shard, press, buf_view(data), 1);
    struct shard_name name = shard_finish(shelf, &shard);
    buf_release(&shard);
    return name;
}

// ---- The root ----

// Its last bytes: eight digits, and then what ends the object.
enum { ROOT_CHECK = 8 };
static const char root_end[] = "\"\n}\n";

void root_seal(struct buf *root)
{
    buf_add(root, STR(",\n  \"check\": \""));
    buf_add_format(root, "%08x%s", check_value(buf_view(root)), root_end);
}

bool root_is_whole(str root)
{
    size_t end = ROOT_CHECK + sizeof root_end - 1;
    if (root.len < end)
        return false;
    char wanted[ROOT_CHECK + sizeof root_end];
    str before = str_slice(root, 0, root.len - end);
    snprintf(wanted, sizeof wanted, "%08x%s", check_value(before), root_end);
    return str_equal(str_after(root, before.len), str_from_c(wanted));
}

// ---- Trees ----

struct tree tree_of_numbers(const struct shelf *shelf, const struct shard_name *names, size_t count)
{
    struct tree tree = { .count = count };
    if (count == 0)
        return tree;
    struct press *press = press_new();
    struct buf node = { 0 };
    struct shard_name *level = memory_alloc(count * sizeof *level);
    memcpy(level, names, count * sizeof *level);
    for (; count > 1; tree.levels++) {
        size_t nodes = 0;
        for (size_t at = 0; at < count; at += NAMES_PER_NODE, nodes++) {
            buf_clear(&node);
            for (size_t i = at; i < count && i < at + NAMES_PER_NODE; i++)
                shard_name_add(&node, level[i]);
            level[nodes] = shard_write(shelf, press, SHARD_NAMES, &node);
        }
        count = nodes;
    }
    tree.top = level[0];
    free(level);
    buf_release(&node);
    press_free(press);
    return tree;
}

// A node of words ends after this many bytes, or sooner after a word whose hash says so: then a
// new word moves no boundary but its own. It ends where a file ends, if it can: then a file that
// changes changes one node.
// Of the words that are like each other a question asks several: their nodes are short.
enum { NODE_LEAST = 1024, NODE_LEAST_SIMILAR = 384, NODE_CHANCE = 4 };
enum { NODE_MOST = 2, NODE_TOO_MUCH = 4 }; // times the least

// Of a small site, whose readers fetch all nodes before they need them, these are one file.
enum { NODES_TOGETHER = 16 };

// How many of the children go into the next node.
static size_t node_length(enum shard_kind kind, const str *firsts, const struct slice_at *slices,
                          size_t count)
{
    size_t least = kind == SHARD_NODE ? NODE_LEAST : NODE_LEAST_SIMILAR;
    size_t bytes = 0;
    size_t file = 0; // where the file at hand begins
    for (size_t i = 0; i < count; i++) {
        bytes += firsts[i].len / 2 + 4 + SHARD_NAME;
        if (bytes >= NODE_TOO_MUCH * least && i > 0)
            return i + 1;
        if (i + 1 < count && memcmp(&slices[i].name, &slices[i + 1].name, sizeof slices->name) == 0)
            continue;
        bool wanted = bytes >= least && hash_64(firsts[file]) % NODE_CHANCE == 0;
        if (i > 0 && (wanted || bytes >= NODE_MOST * least))
            return i + 1;
        file = i + 1;
    }
    return count;
}

// Where a slice is: the file, and the place in it, where it does not follow the one before.
static void place_add(struct buf *node, const struct slice_at *slice, const struct slice_at *before)
{
    bool follows = before != NULL && memcmp(&before->name, &slice->name, sizeof slice->name) == 0 &&
                   slice->offset == before->offset + before->length + before->along + before->rest;
    bool more = slice->along > 0 || slice->rest > 0;
    varint_add(node, (uint64_t)slice->length << PLACE_BITS | (more ? PLACE_HAS_MORE : 0u) |
                         (follows ? 0u : PLACE_ELSEWHERE));
    if (!follows) {
        shard_name_add(node, slice->name);
        varint_add(node, slice->offset);
    }
    if (more) {
        varint_add(node, slice->along);
        varint_add(node, slice->rest);
    }
}

static void node_fill(struct buf *node, const str *firsts, const struct slice_at *slices,
                      size_t count)
{
    buf_clear(node);
    varint_add(node, count);
    for (size_t i = 0; i < count; i++)
        shared_add(node, i > 0 ? firsts[i - 1] : STR(""), firsts[i]);
    for (size_t i = 0; i < count; i++)
        place_add(node, &slices[i], i > 0 ? &slices[i - 1] : NULL);
}

static size_t nodes_count(enum shard_kind kind, const str *firsts, const struct slice_at *slices,
                          size_t count)
{
    size_t nodes = 0;
    for (size_t at = 0; at < count; nodes++)
        at += node_length(kind, firsts + at, slices + at, count - at);
    return nodes;
}

// Puts in place of the children the nodes above them, and returns how many these are.
static size_t nodes_write(const struct shelf *shelf, struct press *press, enum shard_kind kind,
                          str *firsts, struct slice_at *slices, size_t count)
{
    bool together = nodes_count(kind, firsts, slices, count) <= NODES_TOGETHER;
    struct buf node = { 0 };
    struct buf shard = { 0 };
    size_t nodes = 0;
    size_t named = 0;
    for (size_t at = 0; at < count;) {
        size_t len = node_length(kind, firsts + at, slices + at, count - at);
        node_fill(&node, firsts + at, slices + at, len);
        if (named == nodes)
            shard_start(&shard, kind);
        size_t offset = shard.len;
        size_t length = slice_add(&shard, press, buf_view(&node), 1);
        firsts[nodes] = firsts[at];
        slices[nodes++] = (struct slice_at){ .offset = offset, .length = length };
        at += len;
        if (together && at < count)
            continue;
        struct shard_name name = shard_finish(shelf, &shard);
        while (named < nodes)
            slices[named++].name = name;
    }
    buf_release(&node);
    buf_release(&shard);
    return nodes;
}

struct tree tree_of_words(const struct shelf *shelf, enum shard_kind kind, const str *firsts,
                          const struct slice_at *slices, size_t count)
{
    struct tree tree = { .count = count };
    if (count == 0)
        return tree;
    struct press *press = press_new();
    str *words = memory_alloc(count * sizeof *words);
    struct slice_at *below = memory_alloc(count * sizeof *below);
    memcpy(words, firsts, count * sizeof *words);
    memcpy(below, slices, count * sizeof *below);
    tree.length = slices[0].length;
    for (; count > 1; tree.levels++)
        count = nodes_write(shelf, press, kind, words, below, count);
    tree.top = below[0].name;
    free(words);
    free(below);
    press_free(press);
    return tree;
}
