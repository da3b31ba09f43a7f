// SPDX-License-Identifier: EUPL-1.2
//
//     a log, or a tip:
//         the log that it goes on from (16 bytes; zero for none)
//         how many commits and paths that has
//         folders: count, each length and bytes
//         paths: count, each what it shares with the one before, length, bytes
//         how many notes there are
//         commits: count, parents before children, each
//             id (20 bytes), folder, day, work
//             parents: count, each how many commits back
//             notes: count, each path and whether it is gone, days, trace
//
// Numbers are of variable length; those of commits and paths go on where the
// log ends.
#include "source/remembered.h"

#include <string.h>

// A tip of more commits becomes a log, and of more than a part of the log's.
enum { TIP_MOST = 2000, TIP_PART = 4 };

// ---- Numbers ----

static void number_add(struct buf *to, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buf_add_char(to, (char)(number | 0x80));
    buf_add_char(to, (char)number);
}

struct bytes_left {
    str rest;
    bool well;
};

static uint64_t number_take(struct bytes_left *left)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && left->rest.len > 0; shift += 7) {
        unsigned char byte = (unsigned char)left->rest.at[0];
        left->rest = str_after(left->rest, 1);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
    left->well = false;
    return 0;
}

// A number that must be below `limit`.
static size_t below(struct bytes_left *left, size_t limit)
{
    uint64_t number = number_take(left);
    left->well = left->well && number < limit;
    return left->well ? (size_t)number : 0;
}

// A count of things that take at least a byte each.
static size_t count_take(struct bytes_left *left)
{
    return below(left, left->rest.len + 1);
}

static str bytes_take(struct bytes_left *left, size_t len)
{
    left->well = left->well && len <= left->rest.len;
    str bytes = str_slice(left->rest, 0, left->well ? len : 0);
    left->rest = str_after(left->rest, bytes.len);
    return bytes;
}

// A day beside that of the commit.
static void day_add(struct buf *to, uint32_t commit, uint32_t day)
{
    int64_t back = (int64_t)commit - day;
    uint64_t folded = back < 0 ? (uint64_t)-back * 2 - 1 : (uint64_t)back * 2;
    number_add(to, day == DAY_PENDING ? 1 : folded == 0 ? 0 : folded + 1);
}

static uint32_t day_take(struct bytes_left *left, uint32_t commit)
{
    uint64_t number = number_take(left);
    if (number == 1)
        return DAY_PENDING;
    uint64_t folded = number == 0 ? 0 : number - 1;
    uint64_t back = (folded + 1) / 2;
    return folded % 2 == 1 ? commit + (uint32_t)back : commit - (uint32_t)back;
}

// ---- Reading ----

struct unpacking {
    struct past *past;
    struct bytes_left left;
    LIST(uint32_t) folders; // numbers in the past
    LIST(uint32_t) paths;
    LIST(uint32_t) commits;
};

static void folders_take(struct unpacking *unpacking)
{
    struct bytes_left *left = &unpacking->left;
    size_t count = count_take(left);
    for (size_t i = 0; i < count && left->well; i++) {
        str folder = bytes_take(left, count_take(left));
        LIST_ADD(unpacking->past->arena, unpacking->folders, past_folder(unpacking->past, folder));
    }
}

static void paths_take(struct unpacking *unpacking)
{
    struct bytes_left *left = &unpacking->left;
    struct buf path = { 0 };
    size_t count = count_take(left);
    for (size_t i = 0; i < count; i++) {
        size_t shared = below(left, path.len + 1);
        str rest = bytes_take(left, count_take(left));
        if (!left->well)
            break;
        path.len = shared;
        buf_add(&path, rest);
        LIST_ADD(unpacking->past->arena, unpacking->paths,
                 past_path(unpacking->past, buf_view(&path)));
    }
    buf_release(&path);
}

static struct noted noted_take(struct unpacking *unpacking, uint32_t day)
{
    struct bytes_left *left = &unpacking->left;
    struct noted noted = { 0 };
    size_t path = below(left, unpacking->paths.count * 2);
    noted.life.first = day_take(left, day);
    noted.life.last = day_take(left, day);
    if (path % 2 == 1) {
        str trace = bytes_take(left, sizeof noted.life.gone);
        memcpy(&noted.life.gone, trace.at, trace.len);
    }
    if (left->well)
        noted.path = unpacking->paths.at[path / 2];
    return noted;
}

static size_t notes_take(struct unpacking *unpacking, uint32_t day)
{
    struct past *past = unpacking->past;
    size_t count = count_take(&unpacking->left);
    for (size_t i = 0; i < count && unpacking->left.well; i++) {
        struct noted noted = noted_take(unpacking, day);
        LIST_ADD(past->arena, past->notes, noted);
    }
    return count;
}

static void parents_take(struct unpacking *unpacking, struct commit *commit)
{
    struct bytes_left *left = &unpacking->left;
    size_t count = count_take(left);
    uint32_t *parents = ARENA_ARRAY(unpacking->past->arena, uint32_t, count);
    size_t all = unpacking->commits.count;
    for (size_t i = 0; i < count; i++) {
        size_t back = below(left, all + 1);
        left->well = left->well && back > 0;
        if (!left->well)
            return;
        parents[i] = unpacking->commits.at[all - back];
    }
    commit->parents = parents;
    commit->parent_count = count;
}

// The one that is in the past already, or a new one.
static uint32_t commit_place(struct past *past, const git_oid *id, uint32_t folder)
{
    uint32_t number = past_find(past, id, folder);
    return number == NO_NUMBER ? past_add(past, id, folder) : number;
}

static void commit_take(struct unpacking *unpacking)
{
    struct past *past = unpacking->past;
    struct bytes_left *left = &unpacking->left;
    struct commit commit = { .joined = true, .remembered = true, .notes = past->notes.count };
    str id = bytes_take(left, GIT_OID_RAWSZ);
    size_t folder = below(left, unpacking->folders.count);
    commit.day = (uint32_t)below(left, UINT32_MAX);
    commit.work = number_take(left);
    parents_take(unpacking, &commit);
    commit.note_count = notes_take(unpacking, commit.day);
    if (!left->well)
        return;
    memcpy(commit.id.id, id.at, id.len);
    commit.folder = unpacking->folders.at[folder];
    uint32_t number = commit_place(past, &commit.id, commit.folder);
    commit.tree = past->commits.at[number].tree;
    past->commits.at[number] = commit;
    LIST_ADD(past->arena, unpacking->commits, number);
}

static void commits_take(struct unpacking *unpacking)
{
    size_t notes = count_take(&unpacking->left);
    size_t count = count_take(&unpacking->left);
    past_reserve(unpacking->past, count, notes);
    LIST_RESERVE(unpacking->past->arena, unpacking->commits, count);
    for (size_t i = 0; i < count && unpacking->left.well; i++)
        commit_take(unpacking);
}

// The log's commits and paths come before those of a tip.
static void go_on(struct unpacking *unpacking, const struct remembered *remembered)
{
    struct arena *arena = unpacking->past->arena;
    for (size_t i = 0; i < remembered->log_commit_count; i++)
        LIST_ADD(arena, unpacking->commits, remembered->log_commits[i]);
    for (size_t i = 0; i < remembered->log_path_count; i++)
        LIST_ADD(arena, unpacking->paths, remembered->log_paths[i]);
}

static bool record_unpack(struct unpacking *unpacking)
{
    struct bytes_left *left = &unpacking->left;
    bool fits = number_take(left) == unpacking->commits.count;
    fits &= number_take(left) == unpacking->paths.count;
    left->well = left->well && fits;
    folders_take(unpacking);
    paths_take(unpacking);
    commits_take(unpacking);
    return left->well;
}

static struct fingerprint log_take(struct bytes_left *left)
{
    struct fingerprint log = { 0 };
    str bytes = bytes_take(left, sizeof log);
    memcpy(&log, bytes.at, bytes.len);
    return log;
}

static bool log_read(struct remembered *remembered, struct past *past, struct fingerprint log)
{
    str bytes;
    if (fingerprint_equal(log, remembered->log))
        return true;
    if (!cache_get(remembered->cache, CACHE_HISTORY, log, past->arena, &bytes))
        return false;
    struct unpacking unpacking = { .past = past, .left = { bytes, true } };
    if (!fingerprint_empty(log_take(&unpacking.left)) || !record_unpack(&unpacking))
        return false;
    remembered->log = log;
    remembered->log_commits = unpacking.commits.at;
    remembered->log_commit_count = unpacking.commits.count;
    remembered->log_paths = unpacking.paths.at;
    remembered->log_path_count = unpacking.paths.count;
    return true;
}

static struct fingerprint key_of(const struct past *past, const char *sort, uint32_t number)
{
    const struct commit *commit = &past->commits.at[number];
    return fingerprint_of_parts((str[]){ str_from_c(sort),
                                         { (const char *)commit->id.id, GIT_OID_RAWSZ },
                                         past->folders.at[commit->folder],
                                         { 0 } });
}

struct fingerprint remembered_tip(const struct past *past, uint32_t number)
{
    return key_of(past, "tip", number);
}

bool remembered_read(struct remembered *remembered, struct past *past, uint32_t number)
{
    str bytes;
    struct fingerprint key = key_of(past, "tip", number);
    if (!cache_get(remembered->cache, CACHE_HISTORY, key, past->arena, &bytes))
        return false;
    struct unpacking unpacking = { .past = past, .left = { bytes, true } };
    struct fingerprint log = log_take(&unpacking.left);
    if (!unpacking.left.well || !log_read(remembered, past, log))
        return false;
    go_on(&unpacking, remembered);
    return record_unpack(&unpacking) && past->commits.at[number].remembered;
}

// ---- Writing ----

struct packing {
    const struct past *past;
    struct arena *arena;
    uint32_t *commits; // of each commit in the past its number in the record, or NO_NUMBER
    uint32_t *paths;   // likewise
    uint32_t commit_count;
    uint32_t path_count;
    struct buf new_paths;
    uint32_t new_path_count;
    str path; // the last of them
    struct buf packed;
    uint32_t packed_count;
    size_t note_count;
};

static uint32_t *unnumbered(struct arena *arena, size_t count)
{
    uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, count + 1);
    memset(numbers, 0xff, (count + 1) * sizeof *numbers);
    return numbers;
}

static void packing_start(struct packing *packing, const struct remembered *from)
{
    const struct past *past = packing->past;
    packing->commits = unnumbered(packing->arena, past->commits.count);
    packing->paths = unnumbered(packing->arena, past->paths.count);
    if (from == NULL)
        return;
    for (; packing->commit_count < from->log_commit_count; packing->commit_count++)
        packing->commits[from->log_commits[packing->commit_count]] = packing->commit_count;
    for (; packing->path_count < from->log_path_count; packing->path_count++)
        packing->paths[from->log_paths[packing->path_count]] = packing->path_count;
}

static uint32_t path_pack(struct packing *packing, uint32_t path)
{
    str name = packing->past->paths.at[path];
    size_t shared = 0;
    if (packing->paths[path] != NO_NUMBER)
        return packing->paths[path];
    while (shared < name.len && shared < packing->path.len &&
           name.at[shared] == packing->path.at[shared])
        shared++;
    number_add(&packing->new_paths, shared);
    number_add(&packing->new_paths, name.len - shared);
    buf_add(&packing->new_paths, str_after(name, shared));
    packing->path = name;
    packing->new_path_count++;
    return packing->paths[path] = packing->path_count++;
}

static void noted_pack(struct packing *packing, uint32_t day, const struct noted *noted)
{
    bool gone = noted->life.gone != 0;
    number_add(&packing->packed, (uint64_t)path_pack(packing, noted->path) * 2 + gone);
    day_add(&packing->packed, day, noted->life.first);
    day_add(&packing->packed, day, noted->life.last);
    if (gone)
        buf_add(&packing->packed,
                (str){ (const char *)&noted->life.gone, sizeof noted->life.gone });
}

static void commit_pack(struct packing *packing, uint32_t number)
{
    const struct past *past = packing->past;
    const struct commit *commit = &past->commits.at[number];
    struct buf *to = &packing->packed;
    if (packing->commits[number] != NO_NUMBER)
        return;
    buf_add(to, (str){ (const char *)commit->id.id, GIT_OID_RAWSZ });
    number_add(to, commit->folder);
    number_add(to, commit->day);
    number_add(to, commit->work);
    number_add(to, commit->parent_count);
    for (size_t i = 0; i < commit->parent_count; i++)
        number_add(to, packing->commit_count - packing->commits[commit->parents[i]]);
    number_add(to, commit->note_count);
    for (size_t i = 0; i < commit->note_count; i++)
        noted_pack(packing, commit->day, &past->notes.at[commit->notes + i]);
    packing->commits[number] = packing->commit_count++;
    packing->packed_count++;
    packing->note_count += commit->note_count;
}

static void record_put(struct packing *packing, struct cache *cache, struct fingerprint key,
                       const struct remembered *from)
{
    const struct past *past = packing->past;
    struct buf record = { 0 };
    struct fingerprint log = from == NULL ? (struct fingerprint){ 0 } : from->log;
    buf_add(&record, FINGERPRINT_VIEW(log));
    number_add(&record, from == NULL ? 0 : from->log_commit_count);
    number_add(&record, from == NULL ? 0 : from->log_path_count);
    number_add(&record, past->folders.count);
    for (size_t i = 0; i < past->folders.count; i++) {
        number_add(&record, past->folders.at[i].len);
        buf_add(&record, past->folders.at[i]);
    }
    number_add(&record, packing->new_path_count);
    buf_add(&record, buf_view(&packing->new_paths));
    number_add(&record, packing->note_count);
    number_add(&record, packing->packed_count);
    buf_add(&record, buf_view(&packing->packed));
    cache_put(cache, CACHE_HISTORY, key, buf_view(&record));
    buf_release(&record);
}

static void packing_end(struct packing *packing)
{
    buf_release(&packing->new_paths);
    buf_release(&packing->packed);
    arena_free(packing->arena);
}

// A new log; and tips without commits, for the revision and for some of those
// before it, so that a branch that went back finds something.
static struct fingerprint log_write(struct packing *packing, struct cache *cache, uint32_t number)
{
    const struct past *past = packing->past;
    struct remembered log = { .log = key_of(past, "log", number) };
    record_put(packing, cache, log.log, NULL);
    log.log_commit_count = packing->commit_count;
    log.log_path_count = packing->path_count;
    struct packing empty = { .past = past };
    for (uint32_t step = 0, next = 0; number != NO_NUMBER; step++) {
        const struct commit *commit = &past->commits.at[number];
        if (step == next) {
            record_put(&empty, cache, key_of(past, "tip", number), &log);
            next = next * 2 + 1;
        }
        number = commit->parent_count > 0 ? commit->parents[0] : NO_NUMBER;
    }
    return log.log;
}

static bool is_large(const struct remembered *remembered, uint32_t commits)
{
    return commits > TIP_MOST || commits > remembered->log_commit_count / TIP_PART;
}

void remembered_write(struct remembered *remembered, const struct past *past, const uint32_t *order,
                      size_t count)
{
    const struct remembered *from = fingerprint_empty(remembered->log) ? NULL : remembered;
    for (bool written = false; !written; from = NULL) {
        struct packing packing = { .past = past, .arena = arena_new(), .path = STR("") };
        packing_start(&packing, from);
        for (size_t i = 0; i < count; i++)
            commit_pack(&packing, order[i]);
        written = from == NULL || !is_large(remembered, packing.packed_count);
        if (from == NULL)
            remembered->log = log_write(&packing, remembered->cache, order[count - 1]);
        else if (written)
            record_put(&packing, remembered->cache, key_of(past, "tip", order[count - 1]), from);
        packing_end(&packing);
    }
}
