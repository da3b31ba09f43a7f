// SPDX-License-Identifier: EUPL-1.2
#include "search/dictionary.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"

#include <stdlib.h>

// A shard ends after a form whose hash says so, once it has the least number
// of bytes: so a new word moves the boundaries near it, not all that follow.
enum { SHARD_LEAST = 3072, SHARD_MOST = 12288, SHARD_CHANCE = 512 };

// Lists up to this many bytes stand in the dictionary, up to that many share a
// pack; a pack is closed when it has its bytes.
enum { INLINE_MOST = 8, PACKED_MOST = 4096, PACK_LEAST = 6144 };

// Postings in the first tier of a long list and in each next one.
enum { TIER_FIRST = 4096, TIER_NEXT = 16384 };

// What a worker writes one shard with.
struct maker {
    struct buf entries;
    struct buf packs; // their names and lengths
    size_t pack_count;
    struct buf pack; // the one being filled
    size_t pack_head;
    struct buf list;
    struct buf shard;
    struct sightings sightings;
    struct posting *postings;
    struct posting *spare;
    size_t capacity;
};

struct writing {
    const struct shelf *shelf;
    const struct lexicon *lexicon;
    const struct weights *weights;
    const size_t *starts; // of each shard: its first form; one more at the end
    struct shard_name *names;
    struct maker *makers;
};

static size_t shared_length(str a, str b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.at[len] == b.at[len])
        len++;
    return len;
}

static void maker_release(struct maker *maker)
{
    buf_release(&maker->entries);
    buf_release(&maker->packs);
    buf_release(&maker->pack);
    buf_release(&maker->list);
    buf_release(&maker->shard);
    sightings_release(&maker->sightings);
    free(maker->postings);
    free(maker->spare);
}

static void pack_close(const struct writing *writing, struct maker *maker)
{
    if (maker->pack.len == 0)
        return;
    size_t len = maker->pack.len - maker->pack_head;
    shard_name_add(&maker->packs, shard_finish(writing->shelf, &maker->pack));
    varint_add(&maker->packs, len);
    maker->pack_count++;
    buf_clear(&maker->pack);
}

// A shard that holds lists begins with the word it is for: two words may have
// the same pages, but no two shards have the same bytes.
static void lists_start(struct buf *shard, enum shard_kind kind, str owner, size_t number)
{
    shard_start(shard, kind);
    text_add(shard, owner);
    varint_add(shard, number);
}

static void pack_add(const struct writing *writing, struct maker *maker, str form, size_t count)
{
    varint_add(&maker->entries, (uint64_t)count << 2 | FORM_PACKED);
    varint_add(&maker->entries, maker->list.len);
    if (maker->pack.len == 0) {
        lists_start(&maker->pack, SHARD_PACK, form, 0);
        maker->pack_head = maker->pack.len;
    }
    buf_add(&maker->pack, buf_view(&maker->list));
    if (maker->pack.len >= PACK_LEAST)
        pack_close(writing, maker);
}

static size_t tier_length(size_t tier, size_t left)
{
    size_t most = tier == 0 ? TIER_FIRST : TIER_NEXT;
    return left < most ? left : most;
}

static void tiers_add(const struct writing *writing, struct maker *maker, str form, size_t count)
{
    varint_add(&maker->entries, (uint64_t)count << 2 | FORM_TIERED);
    size_t tiers = 1 + (count > TIER_FIRST ? (count - TIER_FIRST - 1) / TIER_NEXT + 1 : 0);
    varint_add(&maker->entries, tiers);
    for (size_t tier = 0, at = 0; at < count; tier++) {
        size_t len = tier_length(tier, count - at);
        lists_start(&maker->shard, SHARD_TIER, form, tier);
        list_add(&maker->shard, maker->postings + at, len);
        varint_add(&maker->entries, len);
        shard_name_add(&maker->entries, shard_finish(writing->shelf, &maker->shard));
        at += len;
    }
}

static void postings_reserve(struct maker *maker, size_t count)
{
    if (count <= maker->capacity)
        return;
    maker->capacity = count * 2;
    maker->postings = memory_realloc(maker->postings, maker->capacity * sizeof *maker->postings);
    maker->spare = memory_realloc(maker->spare, maker->capacity * sizeof *maker->spare);
}

static void class_add(const struct writing *writing, struct maker *maker, size_t head)
{
    class_sightings(writing->lexicon, head, &maker->sightings);
    size_t count = maker->sightings.count;
    postings_reserve(maker, count);
    weigh(writing->weights, maker->sightings.at, count, maker->postings, maker->spare);
    buf_clear(&maker->list);
    list_add(&maker->list, maker->postings, count);

    str form = writing->lexicon->forms[head].text;
    if (maker->list.len > PACKED_MOST) {
        tiers_add(writing, maker, form, count);
    } else if (maker->list.len > INLINE_MOST) {
        pack_add(writing, maker, form, count);
    } else {
        varint_add(&maker->entries, (uint64_t)count << 2 | FORM_INLINE);
        buf_add(&maker->entries, buf_view(&maker->list));
    }
}

static void form_add(const struct writing *writing, struct maker *maker, size_t start,
                     size_t number)
{
    const struct form_entry *forms = writing->lexicon->forms;
    const struct form_entry *form = &forms[number];
    size_t shared = number > start ? shared_length(forms[number - 1].text, form->text) : 0;
    varint_add(&maker->entries, shared);
    text_add(&maker->entries, str_after(form->text, shared));
    if (form->head == number) {
        class_add(writing, maker, number);
    } else if (form->head >= start) {
        varint_add(&maker->entries, (uint64_t)(number - form->head) << 2 | FORM_OF_CLASS);
    } else {
        varint_add(&maker->entries, FORM_OF_CLASS);
        text_add(&maker->entries, forms[form->head].text);
    }
}

static void shard_write(void *context, size_t item, unsigned worker)
{
    struct writing *writing = context;
    struct maker *maker = &writing->makers[worker];
    size_t start = writing->starts[item];
    size_t end = writing->starts[item + 1];
    buf_clear(&maker->entries);
    buf_clear(&maker->packs);
    buf_clear(&maker->pack);
    maker->pack_count = 0;
    for (size_t i = start; i < end; i++)
        form_add(writing, maker, start, i);
    pack_close(writing, maker);

    shard_start(&maker->shard, SHARD_WORDS);
    varint_add(&maker->shard, maker->pack_count);
    buf_add(&maker->shard, buf_view(&maker->packs));
    varint_add(&maker->shard, end - start);
    buf_add(&maker->shard, buf_view(&maker->entries));
    writing->names[item] = shard_finish(writing->shelf, &maker->shard);
}

// Where the shards begin.  `starts` has room for one more than all forms.
static size_t shards_cut(const struct lexicon *lexicon, size_t *starts)
{
    size_t count = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        if (bytes == 0)
            starts[count++] = i;
        str before = i > 0 ? lexicon->forms[i - 1].text : STR("");
        str text = lexicon->forms[i].text;
        bytes += text.len - shared_length(before, text) + 5;
        bool wanted = bytes >= SHARD_LEAST && hash_64(text) % SHARD_CHANCE == 0;
        if (wanted || bytes >= SHARD_MOST)
            bytes = 0;
    }
    starts[count] = lexicon->count;
    return count;
}

static struct tree tree_write(const struct writing *writing, size_t count)
{
    str *firsts = memory_alloc((count + 1) * sizeof *firsts);
    for (size_t i = 0; i < count; i++)
        firsts[i] = writing->lexicon->forms[writing->starts[i]].text;
    struct tree tree = tree_of_words(writing->shelf, firsts, writing->names, count);
    free(firsts);
    return tree;
}

struct tree dictionary_write(const struct shelf *shelf, const struct lexicon *lexicon,
                             const struct weights *weights, unsigned jobs)
{
    size_t *starts = memory_alloc((lexicon->count + 1) * sizeof *starts);
    size_t count = shards_cut(lexicon, starts);
    struct maker makers[PARALLEL_JOBS_MAX] = { 0 };
    struct writing writing = {
        shelf, lexicon, weights, starts, memory_alloc((count + 1) * sizeof(struct shard_name)),
        makers
    };
    parallel_each(jobs, count, shard_write, &writing);
    struct tree tree = tree_write(&writing, count);
    for (size_t i = 0; i < PARALLEL_JOBS_MAX; i++)
        maker_release(&makers[i]);
    free(writing.names);
    free(starts);
    return tree;
}
