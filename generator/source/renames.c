// SPDX-License-Identifier: EUPL-1.2
#include "source/renames.h"

#include "base/bisect.h"
#include "base/hash.h"
#include "base/path.h"
#include "source/lineage.h"

#include <stdlib.h>
#include <string.h>

// Larger texts, further files and further bytes of one commit are not compared
// by their words.
enum { TEXT_MAX = 1024 * 1024, FILES_MAX = 5000, BYTES_MAX = 32 * 1024 * 1024 };

// Comparing texts is more work than seeing that they differ.
enum { WORK_TEXT = 16 };

git_odb_object *text_open(struct trees *trees, const git_oid *id)
{
    size_t size;
    git_object_t type;
    git_odb_object *object = NULL;
    git_odb *objects = trees->repository->objects;
    bool found = git_odb_read_header(&size, &type, objects, id) == 0 && type == GIT_OBJECT_BLOB;
    if (found && size > TEXT_MAX)
        return NULL;
    if (!found || git_odb_read(&object, objects, id) != 0)
        trees->incomplete = true;
    trees->work += 1;
    return object;
}

// ---- The same bytes ----

typedef int moved_order(const struct moved *a, const struct moved *b);

static int by_id(const struct moved *a, const struct moved *b)
{
    return git_oid_cmp(a->id, b->id);
}

static int by_id_and_name(const struct moved *a, const struct moved *b)
{
    int order = by_id(a, b);
    return order != 0 ? order : str_compare(path_name(a->path), path_name(b->path));
}

static int by_all(const void *left, const void *right)
{
    const struct moved *a = *(struct moved *const *)left;
    const struct moved *b = *(struct moved *const *)right;
    int order = by_id_and_name(a, b);
    return order != 0 ? order : str_compare(a->path, b->path);
}

static struct moved **sorted(struct arena *arena, struct moved *list, size_t count)
{
    struct moved **at = ARENA_ARRAY(arena, struct moved *, count + 1);
    for (size_t i = 0; i < count; i++)
        at[i] = &list[i];
    qsort(at, count, sizeof *at, by_all);
    return at;
}

// Joins what is equal in two sorted lists, first to first.
static void join(struct moves *moves, struct moved **came, struct moved **went, moved_order *order)
{
    size_t w = 0;
    for (size_t c = 0; c < moves->came.count; c++) {
        if (came[c]->from != NO_NUMBER)
            continue;
        while (w < moves->went.count && (went[w]->taken || order(went[w], came[c]) < 0))
            w++;
        if (w == moves->went.count)
            return;
        if (order(went[w], came[c]) != 0)
            continue;
        came[c]->from = (uint32_t)(went[w] - moves->went.at);
        went[w]->taken = true;
    }
}

void renames_exact(struct moves *moves)
{
    if (moves->came.count == 0 || moves->went.count == 0)
        return;
    struct moved **came = sorted(moves->arena, moves->came.at, moves->came.count);
    struct moved **went = sorted(moves->arena, moves->went.at, moves->went.count);
    join(moves, came, went, by_id_and_name);
    join(moves, came, went, by_id);
}

// ---- Alike: the words of a text ----

// Pairs of words that follow each other: two texts of one language have many
// words in common, but few pairs.
struct text {
    uint32_t number;       // in its list
    const uint64_t *pairs; // hashes, ascending, each once
    size_t count;
};

static int by_hash(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static str word_next(str *rest)
{
    size_t from = 0;
    while (from < rest->len && is_blank(rest->at[from]))
        from++;
    size_t to = from;
    while (to < rest->len && !is_blank(rest->at[to]))
        to++;
    str word = str_slice(*rest, from, to);
    *rest = str_after(*rest, to);
    return word;
}

static void pairs_read(struct text *text, struct arena *arena, str bytes)
{
    LIST(uint64_t) pairs = { 0 };
    uint64_t before = 0;
    for (str word = word_next(&bytes); word.len > 0; word = word_next(&bytes)) {
        uint64_t hash = hash_64(word);
        LIST_ADD(arena, pairs, hash * 31 + before);
        before = hash;
    }
    if (pairs.count == 0)
        return;
    qsort(pairs.at, pairs.count, sizeof *pairs.at, by_hash);
    text->pairs = pairs.at;
    for (size_t i = 0; i < pairs.count; i++)
        if (i == 0 || pairs.at[i] != pairs.at[text->count - 1])
            pairs.at[text->count++] = pairs.at[i];
}

struct texts {
    LIST(struct text) list;
    size_t bytes;
};

static void text_add(struct moves *moves, struct texts *texts, const struct moved *moved,
                     uint32_t number)
{
    if (!path_is_markdown(moved->path) || texts->list.count == FILES_MAX ||
        texts->bytes > BYTES_MAX)
        return;
    git_odb_object *object = text_open(moves->trees, moved->id);
    if (object == NULL)
        return;
    str bytes = { git_odb_object_data(object), git_odb_object_size(object) };
    struct text text = { .number = number };
    pairs_read(&text, moves->arena, bytes);
    texts->bytes += bytes.len;
    moves->trees->work += WORK_TEXT;
    if (text.count > 0)
        LIST_ADD(moves->arena, texts->list, text);
    git_odb_object_free(object);
}

// ---- Alike: which might be ----

// A text is looked up by some of its pairs; one that many texts have, such as a
// line that all front matter has, says nothing.
enum { MARKS = 24, SHARED_MAX = 16, CANDIDATES_MAX = 16, FEW = 8 };

struct mark {
    uint64_t pair;
    uint32_t text; // index in the list of texts that went
};

static int by_pair(const void *left, const void *right)
{
    const struct mark *a = left;
    const struct mark *b = right;
    if (a->pair != b->pair)
        return a->pair < b->pair ? -1 : 1;
    return (a->text > b->text) - (a->text < b->text);
}

struct marks {
    LIST(struct mark) list;
};

static void marks_read(struct marks *marks, struct arena *arena, const struct texts *texts)
{
    for (uint32_t i = 0; i < texts->list.count; i++)
        for (size_t p = 0; p < texts->list.at[i].count && p < MARKS; p++)
            LIST_ADD(arena, marks->list, ((struct mark){ texts->list.at[i].pairs[p], i }));
    if (marks->list.count > 0)
        qsort(marks->list.at, marks->list.count, sizeof *marks->list.at, by_pair);
}

static size_t first_mark(const struct marks *marks, uint64_t pair)
{
    size_t place;
    BISECT(place, 0, marks->list.count, marks->list.at[place].pair < pair);
    return place;
}

struct candidates {
    uint32_t at[CANDIDATES_MAX];
    size_t count;
};

static void candidate_add(struct candidates *candidates, uint32_t text)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->at[i] == text)
            return;
    if (candidates->count < CANDIDATES_MAX)
        candidates->at[candidates->count++] = text;
}

static void candidates_find(struct candidates *candidates, const struct marks *marks,
                            const struct texts *went, const struct text *text)
{
    candidates->count = 0;
    for (uint32_t i = 0; went->list.count <= FEW && i < went->list.count; i++)
        candidate_add(candidates, i);
    for (size_t p = 0; went->list.count > FEW && p < text->count && p < MARKS; p++) {
        size_t from = first_mark(marks, text->pairs[p]);
        size_t to = from;
        while (to < marks->list.count && to - from <= SHARED_MAX &&
               marks->list.at[to].pair == text->pairs[p])
            to++;
        for (; to - from <= SHARED_MAX && from < to; from++)
            candidate_add(candidates, marks->list.at[from].text);
    }
}

// ---- Alike: which are ----

struct likeness {
    uint32_t came; // numbers in the lists of moves
    uint32_t went;
    uint32_t thousandths; // of the pairs of the longer text that both have
};

enum { ALIKE = 500 };

static uint32_t likeness_of(const struct text *a, const struct text *b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        common += a->pairs[i] == b->pairs[j];
        bool first = a->pairs[i] <= b->pairs[j];
        j += b->pairs[j] <= a->pairs[i];
        i += first;
    }
    return (uint32_t)(common * 1000 / (a->count > b->count ? a->count : b->count));
}

static int most_alike_first(const void *left, const void *right)
{
    const struct likeness *a = left;
    const struct likeness *b = right;
    if (a->thousandths != b->thousandths)
        return a->thousandths > b->thousandths ? -1 : 1;
    if (a->came != b->came)
        return a->came < b->came ? -1 : 1;
    return (a->went > b->went) - (a->went < b->went);
}

struct likenesses {
    LIST(struct likeness) list;
};

static void likenesses_find(struct moves *moves, const struct texts *came, const struct texts *went,
                            struct likenesses *found)
{
    struct marks marks = { 0 };
    struct candidates candidates;
    marks_read(&marks, moves->arena, went);
    for (size_t i = 0; i < came->list.count; i++) {
        const struct text *text = &came->list.at[i];
        candidates_find(&candidates, &marks, went, text);
        for (size_t c = 0; c < candidates.count; c++) {
            const struct text *other = &went->list.at[candidates.at[c]];
            struct likeness likeness = { text->number, other->number, likeness_of(text, other) };
            if (likeness.thousandths >= ALIKE)
                LIST_ADD(moves->arena, found->list, likeness);
        }
    }
}

void renames_alike(struct moves *moves)
{
    struct texts came = { 0 };
    struct texts went = { 0 };
    for (uint32_t i = 0; i < moves->went.count; i++)
        if (!moves->went.at[i].taken)
            text_add(moves, &went, &moves->went.at[i], i);
    for (uint32_t i = 0; went.list.count > 0 && i < moves->came.count; i++)
        if (moves->came.at[i].from == NO_NUMBER)
            text_add(moves, &came, &moves->came.at[i], i);

    struct likenesses found = { 0 };
    likenesses_find(moves, &came, &went, &found);
    if (found.list.count > 0)
        qsort(found.list.at, found.list.count, sizeof *found.list.at, most_alike_first);
    for (size_t i = 0; i < found.list.count; i++) {
        struct moved *to = &moves->came.at[found.list.at[i].came];
        struct moved *from = &moves->went.at[found.list.at[i].went];
        if (to->from != NO_NUMBER || from->taken)
            continue;
        to->from = found.list.at[i].went;
        from->taken = true;
    }
}
