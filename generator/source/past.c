// SPDX-License-Identifier: EUPL-1.2
#include "source/past.h"

#include "base/date.h"
#include "base/map.h"
#include "base/path.h"

#include <string.h>

// A commit of more bytes is not read.
enum { COMMIT_MAX = 1024 * 1024, WORK_COMMIT = 8 };

static const git_oid nothing;

uint32_t past_path_find(const struct past *past, str path)
{
    // Of a path that has none it is 0, and NO_NUMBER is one less.
    return (uint32_t)(uintptr_t)map_get(past->path_numbers, path) - 1;
}

uint32_t past_path(struct past *past, str path)
{
    uint32_t number = past_path_find(past, path);
    if (number != NO_NUMBER)
        return number;
    str name = arena_copy(past->arena, path);
    LIST_ADD(past->arena, past->paths, name);
    map_put(past->path_numbers, name, (void *)(uintptr_t)past->paths.count);
    return (uint32_t)past->paths.count - 1;
}

uint32_t past_folder(struct past *past, str folder)
{
    for (uint32_t i = 0; i < past->folders.count; i++)
        if (str_equal(past->folders.at[i], folder))
            return i;
    LIST_ADD(past->arena, past->folders, arena_copy(past->arena, folder));
    return (uint32_t)past->folders.count - 1;
}

// ---- Commits by their names ----

enum { FIRST_NUMBERS = 64 };

// Where the number of a commit is, or would go.  An id is as good as random.
static size_t number_place(const struct past *past, const git_oid *id, uint32_t folder)
{
    uint64_t start;
    memcpy(&start, id->id, sizeof start);
    for (size_t i = (size_t)start;; i++) {
        size_t place = i & (past->number_capacity - 1);
        if (past->numbers[place] == 0)
            return place;
        const struct commit *commit = &past->commits.at[past->numbers[place] - 1];
        if (commit->folder == folder && git_oid_equal(&commit->id, id))
            return place;
    }
}

static void numbers_make(struct past *past, size_t commits)
{
    size_t capacity = FIRST_NUMBERS;
    while (capacity < commits * 2)
        capacity *= 2;
    if (capacity <= past->number_capacity)
        return;
    past->number_capacity = capacity;
    past->numbers = ARENA_ARRAY(past->arena, uint32_t, capacity);
    for (uint32_t i = 0; i < past->commits.count; i++) {
        const struct commit *commit = &past->commits.at[i];
        past->numbers[number_place(past, &commit->id, commit->folder)] = i + 1;
    }
}

uint32_t past_find(const struct past *past, const git_oid *id, uint32_t folder)
{
    return past->numbers[number_place(past, id, folder)] - 1;
}

void past_reserve(struct past *past, size_t commits, size_t notes)
{
    LIST_RESERVE(past->arena, past->commits, commits);
    LIST_RESERVE(past->arena, past->notes, notes);
    numbers_make(past, past->commits.count + commits);
}

uint32_t past_add(struct past *past, const git_oid *id, uint32_t folder)
{
    if ((past->commits.count + 1) * 2 > past->number_capacity)
        numbers_make(past, past->commits.count * 2);
    size_t place = number_place(past, id, folder);
    LIST_ADD(past->arena, past->commits, ((struct commit){ .id = *id, .folder = folder }));
    past->numbers[place] = (uint32_t)past->commits.count;
    return (uint32_t)past->commits.count - 1;
}

// ---- What a commit says ----

struct head {
    git_oid root;
    uint32_t day;
    const git_oid *parents;
    size_t parent_count;
};

static bool id_read(str line, const char *key, git_oid *id)
{
    str name = str_from_c(key);
    return str_starts(line, name) && line.len == name.len + GIT_OID_HEXSZ &&
           git_oid_fromstrn(id, line.at + name.len, GIT_OID_HEXSZ) == 0;
}

enum { DIGITS_MAX = 12 };

static bool digits_read(str text, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i == DIGITS_MAX)
            return false;
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return text.len > 0;
}

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, ZONE_MOST = 14 };

// "+0130" in seconds; 0 for what is no time zone.
static int64_t zone_read(str zone)
{
    int64_t number;
    bool known = zone.len == 5 && (zone.at[0] == '+' || zone.at[0] == '-') &&
                 digits_read(str_after(zone, 1), &number);
    if (!known || number > ZONE_MOST * 100 || number % 100 >= 60)
        return 0;
    int64_t seconds = number / 100 * HOUR + number % 100 * MINUTE;
    return zone.at[0] == '-' ? -seconds : seconds;
}

// "... 1714687200 +0200" at the end of a line.  The first year of the clock is
// that of machines without one.
static uint32_t day_read(str line)
{
    int64_t time;
    size_t zone = str_find_last(line, ' ');
    str before = str_slice(line, 0, zone == STR_NONE ? 0 : zone);
    size_t space = str_find_last(before, ' ');
    if (space == STR_NONE || !digits_read(str_after(before, space + 1), &time))
        return DAY_UNKNOWN;
    int64_t day = (time + zone_read(str_after(line, zone + 1))) / DAY;
    return day < 365 || day >= DATE_DAYS_MAX ? DAY_UNKNOWN : (uint32_t)day + 1;
}

// The lines stand in this order: tree, parents, author, committer.
static bool head_read(struct arena *arena, str bytes, struct head *head)
{
    LIST(git_oid) parents = { 0 };
    git_oid id;
    str line;
    *head = (struct head){ .day = DAY_UNKNOWN };
    str_cut(bytes, '\n', &line, &bytes);
    if (!id_read(line, "tree ", &head->root))
        return false;
    while (str_cut(bytes, '\n', &line, &bytes) && line.len > 0) {
        if (id_read(line, "parent ", &id) && parents.count < COMPARE_PARENTS_MAX)
            LIST_ADD(arena, parents, id);
        if (str_starts(line, STR("committer ")))
            head->day = day_read(line);
    }
    head->parents = parents.at;
    head->parent_count = parents.count;
    return true;
}

static bool commit_open(struct past *past, const git_oid *id, struct head *head)
{
    size_t size;
    git_object_t type;
    git_odb_object *object;
    git_odb *objects = past->trees->repository->objects;
    past->trees->incomplete |= git_odb_read_header(&size, &type, objects, id) != 0 ||
                               type != GIT_OBJECT_COMMIT || size > COMMIT_MAX;
    if (past->trees->incomplete || git_odb_read(&object, objects, id) != 0) {
        past->trees->incomplete = true;
        return false;
    }
    str bytes = { git_odb_object_data(object), git_odb_object_size(object) };
    bool well = head_read(past->arena, bytes, head);
    past->trees->incomplete |= !well;
    git_odb_object_free(object);
    return well;
}

// ---- Where the content was before it came to a folder ----

// So many folders of the commit before are looked at, not deeper than this.
enum { FOLDERS_MAX = 1000, DEPTH_MAX = 4 };

struct place_before {
    str folder;
    git_oid id;
    unsigned depth;
};

struct search {
    struct past *past;
    struct map *wanted; // names in the content after, to their ids
    LIST(struct place_before) folders;
    size_t at; // of the folder that is looked into
    size_t score;
};

static bool wanted_add(void *context, str name, bool folder, const git_oid *id)
{
    struct search *search = context;
    struct arena *arena = search->past->arena;
    (void)folder;
    git_oid *kept = ARENA_NEW(arena, git_oid);
    *kept = *id;
    map_put(search->wanted, arena_copy(arena, name), kept);
    return true;
}

static bool entry_seen(void *context, str name, bool folder, const git_oid *id)
{
    struct search *search = context;
    struct arena *arena = search->past->arena;
    struct place_before in = search->folders.at[search->at];
    const git_oid *wanted = map_get(search->wanted, name);
    search->score += wanted != NULL && git_oid_equal(wanted, id);
    if (!folder || search->folders.count == FOLDERS_MAX || in.depth == DEPTH_MAX)
        return true;
    str slash = in.folder.len > 0 ? STR("/") : STR("");
    str path = arena_join(arena, (str[]){ in.folder, slash, name, { 0 } });
    LIST_ADD(arena, search->folders, ((struct place_before){ path, *id, in.depth + 1 }));
    return true;
}

// The folder that has most in common with the content after, the shallowest and
// first of those.  Returns false when none has anything.
static bool folder_before(struct past *past, const git_oid *root, const git_oid *after, str *found)
{
    struct search search = { .past = past, .wanted = map_new(past->arena) };
    size_t best = 0;
    trees_each(past->trees, after, wanted_add, &search);
    LIST_ADD(past->arena, search.folders, ((struct place_before){ STR(""), *root, 0 }));
    for (; search.at < search.folders.count; search.at++) {
        search.score = 0;
        trees_each(past->trees, &search.folders.at[search.at].id, entry_seen, &search);
        if (search.score > best) {
            best = search.score;
            *found = search.folders.at[search.at].folder;
        }
    }
    return best > 0;
}

// ---- The face ----

struct past *past_new(struct arena *arena, struct trees *trees)
{
    struct past *past = ARENA_NEW(arena, struct past);
    past->arena = arena;
    past->trees = trees;
    numbers_make(past, 0);
    past->path_numbers = map_new(arena);
    return past;
}

void past_work(struct past *past, uint32_t number, uint64_t before)
{
    uint64_t done = past->trees->work - before;
    past->commits.at[number].work += done;
    past->work += done;
    past->trees->work = before;
}

uint32_t past_read(struct past *past, const git_oid *id, uint32_t folder)
{
    struct head head;
    git_oid tree;
    uint64_t before = past->trees->work;
    uint32_t number = past_find(past, id, folder);
    if (number != NO_NUMBER)
        return number;
    if (!commit_open(past, id, &head) ||
        !trees_find(past->trees, &head.root, past->folders.at[folder], &tree))
        return NO_NUMBER;
    number = past_add(past, id, folder);
    struct commit *commit = &past->commits.at[number];
    commit->tree = tree;
    commit->day = head.day;
    commit->parent_ids = head.parents;
    commit->parent_id_count = head.parent_count;
    past->trees->work += WORK_COMMIT;
    past_work(past, number, before);
    return number;
}

// The parent where it had the content, which need not be where its child has it.
static uint32_t parent_read(struct past *past, uint32_t child, const git_oid *id)
{
    struct head head;
    str folder;
    uint32_t number = past_read(past, id, past->commits.at[child].folder);
    if (number != NO_NUMBER || past->trees->incomplete)
        return number;
    git_oid after = *past_tree(past, child);
    if (!commit_open(past, id, &head) || !folder_before(past, &head.root, &after, &folder))
        return NO_NUMBER;
    return past_read(past, id, past_folder(past, folder));
}

void past_join(struct past *past, uint32_t number)
{
    uint64_t before = past->trees->work;
    const git_oid *ids = past->commits.at[number].parent_ids;
    size_t count = past->commits.at[number].parent_id_count;
    uint32_t *parents = ARENA_ARRAY(past->arena, uint32_t, count);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t parent = parent_read(past, number, &ids[i]);
        if (parent != NO_NUMBER && parent != number)
            parents[found++] = parent;
    }
    // The list moves when it grows.
    struct commit *commit = &past->commits.at[number];
    commit->parents = parents;
    commit->parent_count = found;
    commit->joined = true;
    past_work(past, number, before);
}

const git_oid *past_tree(struct past *past, uint32_t number)
{
    struct head head;
    struct commit *commit = &past->commits.at[number];
    uint64_t before = past->trees->work;
    if (git_oid_equal(&commit->tree, &nothing) && commit_open(past, &commit->id, &head) &&
        !trees_find(past->trees, &head.root, past->folders.at[commit->folder], &commit->tree))
        past->trees->incomplete = true;
    // It was counted when the commit was read first.
    past->trees->work = before;
    return &commit->tree;
}
