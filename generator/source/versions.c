// SPDX-License-Identifier: EUPL-1.2
#include "source/versions.h"

#include "base/list.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/path.h"
#include "source/name.h"
#include "source/reader.h"
#include "source/tree.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// So many digits of an id name a state.
enum { ID_DIGITS_MIN = 7 };

// A state of what was published.
struct state {
    git_oid id;
    git_oid parent; // all zeros for none
    git_oid tree;
    struct date day;
    long long time;
};

// A path as it was followed last: the trees above it, and what it was.
struct trail {
    str path;
    git_oid trees[SOURCE_DEPTH_MAX + 2];
    size_t depth; // so many are known
    git_oid blob; // zero for none
};

struct versions {
    struct arena *arena;
    struct cache *cache; // or NULL
    struct trail trail;
    struct readers readers;        // the first one's handle is for all but bytes
    struct repository *repository; // NULL when there is none
    LIST(struct state) line;       // the revision and its first parents, as far as looked at
    bool line_ended;               // all of them are in `line`
    bool shallow;                  // what lies further back is not here
    atomic_bool lacking;           // something else that was asked for is not here
    struct map *named;             // what versions_find found: name -> struct named
    git_strarray tags;             // sorted; see tags_of
};

struct named {
    enum version_state state;
    struct version version;
};

// ---- Days ----

enum { DAY_SECONDS = 24 * 60 * 60 };

struct date commit_day(const git_commit *commit)
{
    const long long seconds_max = (long long)DATE_DAYS_MAX * DAY_SECONDS;
    long long time = git_commit_time(commit);
    if (time < 0 || time > seconds_max)
        return (struct date){ 0 };
    time += 60LL * git_commit_time_offset(commit);
    return time < 0 || time >= seconds_max ? (struct date){ 0 }
                                           : date_after_days((unsigned)(time / DAY_SECONDS));
}

// ---- The line of states ----

static void line_add(struct versions *versions, const git_oid *id)
{
    git_commit *commit;
    struct state state = { .id = *id };
    versions->line_ended = git_commit_lookup(&commit, versions->repository->git, id) != 0;
    if (versions->line_ended) {
        if (!versions->shallow)
            versions->lacking = true;
        return;
    }
    if (git_commit_parentcount(commit) > 0)
        state.parent = *git_commit_parent_id(commit, 0);
    state.tree = *git_commit_tree_id(commit);
    state.day = commit_day(commit);
    state.time = git_commit_time(commit);
    LIST_ADD(versions->arena, versions->line, state);
    git_commit_free(commit);
}

static void line_extend(struct versions *versions)
{
    git_oid parent = versions->line.at[versions->line.count - 1].parent;
    if (git_oid_is_zero(&parent))
        versions->line_ended = true;
    else
        line_add(versions, &parent);
}

static const struct state *line_at(struct versions *versions, size_t number)
{
    while (number >= versions->line.count && !versions->line_ended && versions->line.count > 0)
        line_extend(versions);
    return number < versions->line.count ? &versions->line.at[number] : NULL;
}

// ---- Opening ----

static int by_name(const void *left, const void *right)
{
    return str_compare(str_from_c(*(char *const *)left), str_from_c(*(char *const *)right));
}

static void start(struct versions *versions, str revision)
{
    git_repository *git = versions->repository->git;
    git_oid id;
    bool known = revision.len == 0 ? git_reference_name_to_id(&id, git, "HEAD") == 0
                                   : git_oid_fromstrn(&id, revision.at, revision.len) == 0;
    versions->shallow = repository_is_shallow(versions->repository);
    if (known)
        line_add(versions, &id);
}

struct versions *versions_open(const struct source *source)
{
    struct versions *versions = memory_alloc(sizeof *versions);
    *versions = (struct versions){ .arena = arena_new(), .cache = source_cache(source) };
    versions->named = map_new(versions->arena);
    versions->readers.folder = -1;
    versions->readers.repository = source_repository(source);
    struct reader *first = &versions->readers.at[0];
    if (!repository_open(&first->repository, versions->readers.repository, NULL))
        return versions;
    versions->repository = &first->repository;
    start(versions, source_revision(source));
    return versions;
}

void versions_free(struct versions *versions)
{
    if (versions == NULL)
        return;
    git_strarray_dispose(&versions->tags);
    readers_release(&versions->readers);
    arena_free(versions->arena);
    free(versions);
}

// ---- Finding ----

static bool find_tag(struct versions *versions, str name, struct version *version)
{
    git_reference *reference = NULL;
    git_object *commit = NULL;
    str path = arena_join(versions->arena, (str[]){ STR("refs/tags/"), name, { 0 } });
    bool found = git_reference_lookup(&reference, versions->repository->git, path.at) == 0 &&
                 git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT) == 0;
    if (found) {
        memcpy(version->commit, git_object_id(commit)->id, SOURCE_ID_SIZE);
        version->day = commit_day((git_commit *)commit);
        version->time = git_commit_time((git_commit *)commit);
    }
    git_object_free(commit);
    git_reference_free(reference);
    return found;
}

static bool take_state(const struct state *state, struct version *version)
{
    if (state == NULL)
        return false;
    memcpy(version->commit, state->id.id, SOURCE_ID_SIZE);
    version->day = state->day;
    version->time = state->time;
    return true;
}

static bool find_day(struct versions *versions, struct date day, struct version *version)
{
    const struct state *state;
    size_t number = 0;
    while ((state = line_at(versions, number)) != NULL && date_compare(state->day, day) > 0)
        number++;
    return take_state(state, version);
}

static bool is_id(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!(name.at[i] >= '0' && name.at[i] <= '9') && !(name.at[i] >= 'a' && name.at[i] <= 'f'))
            return false;
    return name.len >= ID_DIGITS_MIN && name.len <= GIT_OID_HEXSZ;
}

static bool find_id(struct versions *versions, str name, struct version *version)
{
    git_oid wanted;
    const struct state *state;
    if (git_oid_fromstrn(&wanted, name.at, name.len) != 0)
        return false;
    for (size_t i = 0; (state = line_at(versions, i)) != NULL; i++)
        if (git_oid_ncmp(&wanted, &state->id, name.len) == 0)
            break;
    return take_state(state, version);
}

static bool find(struct versions *versions, str name, struct version *version)
{
    struct date day;
    if (find_tag(versions, name, version))
        return true;
    if (date_read(name, &day))
        return find_day(versions, day, version);
    return is_id(name) && find_id(versions, name, version);
}

enum version_state versions_find(struct versions *versions, str name, struct version *version)
{
    struct named *named = map_get(versions->named, name);
    if (named == NULL) {
        named = ARENA_NEW(versions->arena, struct named);
        bool found = versions->repository != NULL && find(versions, name, &named->version);
        bool whole = versions->line.count > 0 && !versions->shallow;
        named->state = found ? VERSION_FOUND : whole ? VERSION_UNKNOWN : VERSION_ABSENT;
        map_put(versions->named, arena_copy(versions->arena, name), named);
    }
    *version = named->version;
    return named->state;
}

bool versions_whole(const struct versions *versions)
{
    return !versions->lacking;
}

bool versions_state(struct versions *versions, size_t number, struct version *version)
{
    return take_state(line_at(versions, number), version);
}

// What is remembered of a commit whose history is cut short would be wrong once it is not.
bool versions_recall(struct versions *versions, struct fingerprint key, struct arena *arena,
                     str *value)
{
    return !versions->shallow && cache_get(versions->cache, CACHE_HISTORY, key, arena, value);
}

void versions_remember(struct versions *versions, struct fingerprint key, str value)
{
    if (!versions->shallow && versions_whole(versions))
        cache_put(versions->cache, CACHE_HISTORY, key, value);
}

// ---- One file, through all states ----

// What `name` is in a tree; zero when it is not there, or not of that sort.
static git_oid entry_in(struct versions *versions, const git_oid *tree_id, str name, bool folder)
{
    git_tree *tree;
    git_oid id = { { 0 } };
    if (git_tree_lookup(&tree, versions->repository->git, tree_id) != 0) {
        versions->lacking = true;
        return id;
    }
    const git_tree_entry *entry =
        git_tree_entry_byname(tree, arena_c_string(versions->arena, name));
    if (entry != NULL && (git_tree_entry_type(entry) == GIT_OBJECT_TREE) == folder)
        id = *git_tree_entry_id(entry);
    git_tree_free(tree);
    return id;
}

// Follows the path down as long as trees are others than the last time.
static void trail_follow(struct versions *versions, const git_oid *top)
{
    struct trail *trail = &versions->trail;
    git_oid id = *top;
    str name = STR("");
    str rest = trail->path;
    bool folder = true;
    size_t depth = 0;
    for (; folder && depth <= SOURCE_DEPTH_MAX && !git_oid_is_zero(&id); depth++) {
        if (depth < trail->depth && git_oid_equal(&trail->trees[depth], &id))
            return;
        trail->trees[depth] = id;
        folder = str_cut(rest, '/', &name, &rest);
        id = entry_in(versions, &id, name, folder);
    }
    trail->depth = depth;
    trail->blob = folder ? (git_oid){ { 0 } } : id;
}

bool versions_blob(struct versions *versions, size_t number, str path,
                   unsigned char id[SOURCE_ID_SIZE])
{
    struct trail *trail = &versions->trail;
    const struct state *state = line_at(versions, number);
    if (state == NULL)
        return false;
    if (!str_equal(trail->path, path))
        *trail = (struct trail){ .path = arena_copy(versions->arena, path) };
    trail_follow(versions, &state->tree);
    memcpy(id, trail->blob.id, SOURCE_ID_SIZE);
    return !git_oid_is_zero(&trail->blob);
}

// All tags, listed when first asked for.
static const git_strarray *tags_of(struct versions *versions)
{
    if (versions->repository == NULL || versions->tags.strings != NULL)
        return &versions->tags;
    if (git_tag_list(&versions->tags, versions->repository->git) == 0 && versions->tags.count > 1)
        qsort(versions->tags.strings, versions->tags.count, sizeof *versions->tags.strings,
              by_name);
    return &versions->tags;
}

str versions_nearest(struct versions *versions, str name)
{
    struct nearest nearest = nearest_start(name);
    const git_strarray *tags = tags_of(versions);
    for (size_t i = 0; i < tags->count; i++)
        nearest_try(&nearest, str_from_c(tags->strings[i]));
    return nearest.found;
}

// ---- Files ----

static git_tree *tree_of(struct versions *versions, const struct version *version)
{
    git_commit *commit = NULL;
    git_tree *tree = NULL;
    git_oid id;
    memcpy(id.id, version->commit, SOURCE_ID_SIZE);
    if (versions->repository != NULL &&
        git_commit_lookup(&commit, versions->repository->git, &id) == 0 &&
        git_commit_tree(&tree, commit) != 0)
        tree = NULL;
    git_commit_free(commit);
    if (tree == NULL)
        versions->lacking = true;
    return tree;
}

// A file's name is its path.
static void list(struct versions *versions, const git_tree_entry *entry, str name,
                 struct listing *listing)
{
    if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
        tree_list(versions->repository, git_tree_entry_id(entry), listing);
    else if (git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB ||
             git_tree_entry_filemode(entry) == GIT_FILEMODE_BLOB_EXECUTABLE)
        listing_add(listing, name, git_tree_entry_id(entry)->id, 0);
    listing_finish(listing);
}

static size_t keep_readable(struct versions *versions, struct listing *listing, size_t limit)
{
    size_t kept = 0;
    for (size_t i = 0; i < listing->files.count; i++) {
        struct source_file file = listing->files.at[i];
        bool here = reader_measure(&versions->readers, 0, &file) == READ_WELL;
        if (!here)
            versions->lacking = true;
        if (here && file.size <= limit)
            listing->files.at[kept++] = file;
    }
    return kept;
}

bool versions_files(struct versions *versions, struct arena *arena, const struct version *version,
                    str path, size_t limit, const struct source_file **files, size_t *count)
{
    git_tree *tree = tree_of(versions, version);
    git_tree_entry *entry = NULL;
    struct listing listing = { .arena = arena };
    if (tree != NULL && git_tree_entry_bypath(&entry, tree, arena_c_string(arena, path)) == 0)
        list(versions, entry, path_name(path), &listing);
    git_tree_entry_free(entry);
    git_tree_free(tree);
    *files = listing.files.at;
    *count = keep_readable(versions, &listing, limit);
    return *count > 0;
}

const str *versions_folders(struct versions *versions, struct arena *arena,
                            const struct version *version, size_t *count)
{
    LIST(str) folders = { 0 };
    git_tree *tree = tree_of(versions, version);
    size_t entries = tree == NULL ? 0 : git_tree_entrycount(tree);
    for (size_t i = 0; i < entries; i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        str name = str_from_c(git_tree_entry_name(entry));
        if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && name_fault(name) == NULL &&
            !name_hidden(name))
            LIST_ADD(arena, folders, arena_copy(arena, name));
    }
    git_tree_free(tree);
    *count = folders.count;
    return folders.at;
}

bool versions_bytes(struct versions *versions, const struct source_file *file, unsigned worker,
                    str *bytes)
{
    bool here = reader_bytes(&versions->readers, worker, file, NULL, bytes) == READ_WELL;
    if (!here)
        versions->lacking = true;
    return here;
}

struct fingerprint versions_print(struct versions *versions)
{
    struct buf all = { 0 };
    const git_strarray *tags = tags_of(versions);
    buf_add_char(&all, versions->shallow ? '1' : '0');
    for (size_t i = 0; i < tags->count; i++) {
        struct version version = { 0 };
        str name = str_from_c(tags->strings[i]);
        find_tag(versions, name, &version);
        buf_add(&all, name);
        buf_add_char(&all, '\0');
        buf_add(&all, (str){ (const char *)version.commit, sizeof version.commit });
    }
    struct fingerprint print = fingerprint_of(buf_view(&all));
    buf_release(&all);
    return print;
}
