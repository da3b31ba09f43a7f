// SPDX-License-Identifier: EUPL-1.2
#include "source/compare.h"

#include "base/map.h"
#include "source/name.h"

#include <string.h>

// What is kept of trees, in bytes, and how large one may be at all.
enum { KEPT_MAX = 16 * 1024 * 1024, TREE_MAX = 256 * 1024 * 1024 };

// A commit may change folders of so many bytes before it is asked whether they are the
// same few again and again.
enum { FOLDERS_FREE = 64 * 1024, REPEATS_MAX = 10 };

// Reading a tree counts as one, and one more for so many bytes.
enum { WORK_BYTES = 4096, WORK_CHANGE = 8 };

static const git_oid nothing;

void trees_release(struct trees *trees)
{
    for (size_t i = 0; i < TREES_KEPT; i++)
        git_odb_object_free(trees->kept[i]);
    memset(trees->kept, 0, sizeof trees->kept);
    trees->kept_bytes = 0;
}

// ---- Reading trees ----

static git_odb_object *find_kept(const struct trees *trees, const git_oid *id)
{
    for (size_t i = 0; i < TREES_KEPT; i++)
        if (trees->kept[i] != NULL && git_oid_equal(git_odb_object_id(trees->kept[i]), id))
            return trees->kept[i];
    return NULL;
}

static void keep(struct trees *trees, git_odb_object *object)
{
    size_t size = git_odb_object_size(object);
    if (trees->kept_bytes + size > KEPT_MAX)
        trees_release(trees);
    git_odb_object **place = &trees->kept[trees->next++ % TREES_KEPT];
    if (*place != NULL)
        trees->kept_bytes -= git_odb_object_size(*place);
    git_odb_object_free(*place);
    *place = NULL;
    if (size <= KEPT_MAX && git_odb_object_dup(place, object) == 0)
        trees->kept_bytes += size;
}

static git_odb_object *read_tree(struct trees *trees, const git_oid *id)
{
    size_t size;
    git_object_t type;
    git_odb_object *object;
    if (git_odb_read_header(&size, &type, trees->repository->objects, id) != 0 ||
        type != GIT_OBJECT_TREE || size > TREE_MAX ||
        git_odb_read(&object, trees->repository->objects, id) != 0)
        return NULL;
    keep(trees, object);
    return object;
}

git_odb_object *trees_open(struct trees *trees, const git_oid *id)
{
    git_odb_object *kept = find_kept(trees, id);
    git_odb_object *object = NULL;
    if (kept != NULL && git_odb_object_dup(&object, kept) != 0)
        object = NULL;
    if (object == NULL)
        object = read_tree(trees, id);
    if (object == NULL)
        trees->incomplete = true;
    trees->work += 1 + (object == NULL ? 0 : git_odb_object_size(object) / WORK_BYTES);
    return object;
}

// ---- Going through the entries of a tree ----

struct cursor {
    git_odb_object *object;
    str rest;   // from the entry on
    str name;   // of the entry; no entry when empty
    size_t len; // of the whole entry
    bool folder;
    bool file;
};

static const unsigned char *entry_id(const struct cursor *cursor)
{
    return (const unsigned char *)cursor->rest.at + cursor->len - GIT_OID_RAWSZ;
}

// 40000 is a folder, 100644 and the like are files; all else is neither.
static void entry_kind(struct cursor *cursor, str mode)
{
    cursor->folder = str_equal(mode, STR("40000")) || str_equal(mode, STR("040000"));
    cursor->file = mode.len == 6 && str_starts(mode, STR("100"));
}

// Reads the entry at the start of `rest`; what is cut short is the end.
static void entry_read(struct cursor *cursor)
{
    cursor->name = STR("");
    cursor->folder = cursor->file = false;
    const char *end = memchr(cursor->rest.at, '\0', cursor->rest.len);
    if (end == NULL)
        return;
    str head = { cursor->rest.at, (size_t)(end - cursor->rest.at) };
    cursor->len = head.len + 1 + GIT_OID_RAWSZ;
    size_t space = str_find_char(head, ' ', 0);
    if (space == STR_NONE || cursor->len > cursor->rest.len)
        return;
    cursor->name = str_after(head, space + 1);
    if (!name_hidden(cursor->name))
        entry_kind(cursor, str_slice(head, 0, space));
}

static void cursor_next(struct cursor *cursor)
{
    cursor->rest = str_after(cursor->rest, cursor->len);
    entry_read(cursor);
}

static void cursor_open(struct cursor *cursor, struct trees *trees, const git_oid *id)
{
    *cursor = (struct cursor){ .name = STR("") };
    if (!git_oid_equal(id, &nothing))
        cursor->object = trees_open(trees, id);
    if (cursor->object == NULL)
        return;
    cursor->rest =
        (str){ git_odb_object_data(cursor->object), git_odb_object_size(cursor->object) };
    entry_read(cursor);
}

static bool at_end(const struct cursor *cursor)
{
    return cursor->name.len == 0;
}

// Git's order: a folder sorts as if its name ended with a slash.
static int order(const struct cursor *a, const struct cursor *b)
{
    size_t shortest = a->name.len < b->name.len ? a->name.len : b->name.len;
    int by_bytes = memcmp(a->name.at, b->name.at, shortest);
    if (by_bytes != 0)
        return by_bytes;
    int last_a = a->name.len > shortest ? (unsigned char)a->name.at[shortest] : a->folder ? '/' : 0;
    int last_b = b->name.len > shortest ? (unsigned char)b->name.at[shortest] : b->folder ? '/' : 0;
    return last_a - last_b;
}

void trees_each(struct trees *trees, const git_oid *id, trees_entry *entry, void *context)
{
    struct cursor cursor;
    cursor_open(&cursor, trees, id);
    for (bool on = true; on && !at_end(&cursor); cursor_next(&cursor)) {
        git_oid found;
        memcpy(found.id, entry_id(&cursor), GIT_OID_RAWSZ);
        on = !(cursor.folder || cursor.file) || entry(context, cursor.name, cursor.folder, &found);
    }
    git_odb_object_free(cursor.object);
}

// ---- A folder by its path ----

struct wanted {
    str name;
    git_oid id;
    bool found;
};

static bool is_wanted(void *context, str name, bool folder, const git_oid *id)
{
    struct wanted *wanted = context;
    if (!folder || !str_equal(name, wanted->name))
        return true;
    wanted->id = *id;
    wanted->found = true;
    return false;
}

bool trees_find(struct trees *trees, const git_oid *root, str path, git_oid *id)
{
    *id = *root;
    while (path.len > 0) {
        struct wanted wanted = { .found = false };
        str_cut(path, '/', &wanted.name, &path);
        trees_each(trees, id, is_wanted, &wanted);
        if (!wanted.found)
            return false;
        *id = wanted.id;
    }
    return true;
}

// ---- Comparing ----

struct comparing {
    struct trees *trees;
    struct changes *changes;
    struct buf path;
    size_t count; // of trees
    unsigned depth;
    struct map *met; // folders by id; NULL as long as there are few
    size_t bytes;    // of folders when they were met first
    size_t repeated; // of folders that were met before
};

static bool same_entry(const struct cursor *a, const struct cursor *b)
{
    return a->len == b->len && a->len <= b->rest.len && !at_end(a) && !at_end(b) &&
           memcmp(a->rest.at, b->rest.at, a->len) == 0;
}

// Moves to the next name that is not the same in the first two trees.
static void skip_same(struct cursor *cursors)
{
    while (same_entry(&cursors[0], &cursors[1])) {
        cursor_next(&cursors[0]);
        cursor_next(&cursors[1]);
    }
}

// Sets `ids` to what the entry is in each tree, as a folder and as a file, and
// moves on in all trees.
static void entry_take(struct comparing *comparing, struct cursor *cursors,
                       const struct cursor *entry, git_oid *folders, git_oid *files)
{
    for (size_t i = 0; i < comparing->count; i++) {
        struct cursor *cursor = &cursors[i];
        folders[i] = files[i] = nothing;
        while (!at_end(cursor) && order(cursor, entry) < 0)
            cursor_next(cursor);
        if (at_end(cursor) || order(cursor, entry) != 0)
            continue;
        if (cursor->folder)
            memcpy(folders[i].id, entry_id(cursor), GIT_OID_RAWSZ);
        if (cursor->file)
            memcpy(files[i].id, entry_id(cursor), GIT_OID_RAWSZ);
        cursor_next(cursor);
    }
}

static void change_add(struct comparing *comparing, const git_oid *ids)
{
    struct changes *changes = comparing->changes;
    git_oid *kept = ARENA_ARRAY(changes->arena, git_oid, comparing->count);
    memcpy(kept, ids, comparing->count * sizeof *ids);
    LIST_ADD(changes->arena, changes->list,
             ((struct change){ arena_copy(changes->arena, buf_view(&comparing->path)), kept }));
    comparing->trees->work += WORK_CHANGE;
}

static void folder_compare(struct comparing *comparing, const git_oid *ids);

static void entry_compare(struct comparing *comparing, str name, const git_oid *folders,
                          const git_oid *files)
{
    size_t len = comparing->path.len;
    if (len > 0)
        buf_add_char(&comparing->path, '/');
    buf_add(&comparing->path, name);
    if (!git_oid_equal(&files[0], &files[1]))
        change_add(comparing, files);
    if (!git_oid_equal(&folders[0], &folders[1]) && comparing->depth < SOURCE_DEPTH_MAX) {
        comparing->depth++;
        folder_compare(comparing, folders);
        comparing->depth--;
    }
    comparing->path.len = len;
}

static void cursors_compare(struct comparing *comparing, struct cursor *cursors)
{
    git_oid folders[COMPARE_PARENTS_MAX + 1];
    git_oid files[COMPARE_PARENTS_MAX + 1];
    for (skip_same(cursors); !at_end(&cursors[0]) || !at_end(&cursors[1]); skip_same(cursors)) {
        bool second =
            at_end(&cursors[0]) || (!at_end(&cursors[1]) && order(&cursors[1], &cursors[0]) < 0);
        struct cursor entry = cursors[second ? 1 : 0];
        entry_take(comparing, cursors, &entry, folders, files);
        entry_compare(comparing, entry.name, folders, files);
    }
}

// Whether the folder was met before in this comparison; false as long as that does not matter.
static bool is_met(struct comparing *comparing, const git_oid *id)
{
    struct arena *arena = comparing->changes->arena;
    str key = { (const char *)id->id, GIT_OID_RAWSZ };
    if (comparing->bytes < FOLDERS_FREE)
        return false;
    if (comparing->met == NULL)
        comparing->met = map_new(arena);
    if (map_get(comparing->met, key) != NULL)
        return true;
    map_put(comparing->met, arena_copy(arena, key), comparing);
    return false;
}

// Whether a few folders stand for more than anyone would write: then the work is given up.
static bool is_bomb(struct comparing *comparing, const git_oid *ids, const struct cursor *cursors)
{
    size_t bytes = cursors[0].rest.len + cursors[1].rest.len;
    if (is_met(comparing, &ids[git_oid_equal(&ids[0], &nothing) ? 1 : 0]))
        comparing->repeated += bytes;
    else
        comparing->bytes += bytes;
    return comparing->repeated / REPEATS_MAX > comparing->bytes;
}

static void folder_compare(struct comparing *comparing, const git_oid *ids)
{
    struct cursor cursors[COMPARE_PARENTS_MAX + 1];
    if (comparing->trees->work > HISTORY_WORK_MAX)
        return;
    for (size_t i = 0; i < comparing->count; i++)
        cursor_open(&cursors[i], comparing->trees, &ids[i]);
    if (is_bomb(comparing, ids, cursors))
        comparing->trees->work += HISTORY_WORK_MAX;
    else
        cursors_compare(comparing, cursors);
    for (size_t i = 0; i < comparing->count; i++)
        git_odb_object_free(cursors[i].object);
}

void trees_compare(struct trees *trees, const git_oid *ids, size_t count, struct changes *changes)
{
    struct comparing comparing = { .trees = trees, .changes = changes, .count = count };
    if (!git_oid_equal(&ids[0], &ids[1]))
        folder_compare(&comparing, ids);
    buf_release(&comparing.path);
}
