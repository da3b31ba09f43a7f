// SPDX-License-Identifier: EUPL-1.2
// What a preview may not show, though its branch would: texts that the website
// withdrew, removed or no longer publishes, by their path, and by their words where
// the branch gave them another name; and attachments that it removed, by their bytes.
#include "commands/hook.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/list.h"
#include "base/map.h"
#include "base/path.h"

#include <stdlib.h>

// Texts are known by what stands in a row in them.  More than this much text that
// was withdrawn is not looked through.
enum { ROW = 3, ROWS_FEW = 8, BYTES_MOST = 64 * 1024 * 1024 };

// A text that may not be seen.
struct secret {
    size_t total; // rows of words
    size_t found; // of these in the text that was looked at last
    size_t round; // which that was
};

struct search {
    struct hook *hook;
    struct arena *arena;
    str published;
    str meeting;      // empty where the histories have nothing in common
    struct map *rows; // to struct secret
    struct map *ids;  // of attachments that may not be seen
    size_t bytes;
    size_t round;
    bool unknown; // too much to look at
};

static bool is_among(str path, struct push_names names)
{
    return names.count > 0 &&
           bsearch(&path, names.at, names.count, sizeof *names.at, str_order) != NULL;
}

// ---- By their words ----

static str body_of(str text)
{
    size_t end = str_starts(text, STR("---")) ? str_find(text, STR("\n---"), 3) : STR_NONE;
    return end == STR_NONE ? text : str_after(text, end + 4);
}

static bool word_next(str *rest, str *word)
{
    size_t from = 0;
    while (from < rest->len && (unsigned char)rest->at[from] <= ' ')
        from++;
    size_t to = from;
    while (to < rest->len && (unsigned char)rest->at[to] > ' ')
        to++;
    *word = str_slice(*rest, from, to);
    *rest = str_after(*rest, to);
    return word->len > 0;
}

typedef void row_taker(struct search *search, str row, void *context);

// Hands over each row of words; a text of fewer words is one row.
static void each_row(struct search *search, str text, row_taker *take, void *context)
{
    uint64_t words[ROW] = { 0 };
    size_t count = 0;
    str word;
    str rest = body_of(text);
    while (word_next(&rest, &word)) {
        for (size_t i = 0; i + 1 < ROW; i++)
            words[i] = words[i + 1];
        words[ROW - 1] = hash_64(word);
        if (++count >= ROW)
            take(search, (str){ (const char *)words, sizeof words }, context);
    }
    if (count > 0 && count < ROW)
        take(search, (str){ (const char *)words, sizeof words }, context);
}

static void keep_row(struct search *search, str row, void *context)
{
    struct secret *secret = context;
    if (map_get(search->rows, row) != NULL)
        return;
    secret->total++;
    map_put(search->rows, arena_copy(search->arena, row), secret);
}

// What the website shows in another place is no secret.
static void drop_row(struct search *search, str row, void *context)
{
    (void)context;
    struct secret *secret = map_get(search->rows, row);
    if (secret == NULL)
        return;
    secret->total--;
    map_put(search->rows, row, NULL);
}

struct look {
    size_t total;
    size_t most; // of these in one that may not be seen
    bool found;
};

// Half of a text that may not be seen, where that is more than a phrase, or of the one
// that is looked at, is enough.
static void look_at_row(struct search *search, str row, void *context)
{
    struct look *look = context;
    struct secret *secret = map_get(search->rows, row);
    look->total++;
    if (secret == NULL)
        return;
    if (secret->round != search->round)
        secret->found = 0;
    secret->round = search->round;
    secret->found++;
    look->found |= secret->total >= ROWS_FEW && 2 * secret->found >= secret->total;
    if (secret->found > look->most)
        look->most = secret->found;
}

static void each_row_of(struct search *search, str commit, str path, row_taker *take, void *context)
{
    struct arena *arena = arena_new();
    str text;
    if (search->bytes < BYTES_MOST && commit.len > 0 &&
        push_text(search->hook->push, arena, commit, path, &text)) {
        each_row(search, text, take, context);
        search->bytes += text.len;
    }
    arena_free(arena);
    search->unknown |= search->bytes >= BYTES_MOST;
}

// As it was in either commit.
static void keep_text(struct search *search, str path, str commit, str other)
{
    struct secret *secret = ARENA_NEW(search->arena, struct secret);
    *secret = (struct secret){ 0 };
    each_row_of(search, commit, path, keep_row, secret);
    each_row_of(search, other, path, keep_row, secret);
}

static bool has_secret(struct search *search, str revision, str path)
{
    struct look look = { 0 };
    search->round++;
    each_row_of(search, revision, path, look_at_row, &look);
    return look.found || (look.most > 0 && 2 * look.most >= look.total);
}

// ---- By their bytes ----

static void keep_file(struct search *search, str path, str commit)
{
    char id[PUSH_ID_SIZE];
    if (push_file(search->hook->push, search->arena, commit, path, id))
        map_put(search->ids, arena_copy(search->arena, str_from_c(id)), search);
}

static void drop_file(struct search *search, str path)
{
    char id[PUSH_ID_SIZE];
    if (push_file(search->hook->push, search->arena, search->published, path, id) &&
        map_get(search->ids, str_from_c(id)) != NULL)
        map_put(search->ids, str_from_c(id), NULL);
}

static bool is_hidden_file(struct search *search, str revision, str path)
{
    char id[PUSH_ID_SIZE];
    return push_file(search->hook->push, search->arena, revision, path, id) &&
           map_get(search->ids, str_from_c(id)) != NULL;
}

// ---- By their path ----

struct paths {
    str *at;
    size_t count;
    size_t capacity;
};

static void add_unpublished(struct search *search, struct push_names changed, struct paths *paths)
{
    str line;
    str rest = hook_recall(search->hook, "unpublished", STR(""));
    while (str_cut(rest, '\n', &line, &rest)) {
        str path = str_after(line, 1);
        if (!str_starts(line, STR("!")) && search->meeting.len > 0 && !is_among(path, changed))
            continue;
        LIST_ADD(search->arena, *paths, path);
        keep_text(search, path, search->published, search->meeting);
    }
}

// What was in that commit and may not be seen.
static void keep(struct search *search, struct paths *paths, str path, str commit)
{
    if (path_is_markdown(path)) {
        LIST_ADD(search->arena, *paths, path);
        keep_text(search, path, commit, STR(""));
    } else {
        keep_file(search, path, commit);
    }
}

static void add_gone(struct search *search, struct push_names gone, struct paths *paths)
{
    for (size_t i = 0; i < gone.count; i++)
        keep(search, paths, gone.at[i], search->meeting);
}

static void add_removed(struct search *search, struct paths *paths)
{
    str line;
    str commit;
    str path;
    str rest = hook_recall(search->hook, "removed", STR(""));
    while (str_cut(rest, '\n', &line, &rest))
        if (str_cut(line, ' ', &commit, &path))
            keep(search, paths, path, commit);
}

static void drop_published(struct search *search, struct push_names changed, struct paths *paths)
{
    struct push_names hidden = { .at = paths->at, .count = paths->count };
    for (size_t i = 0; i < changed.count; i++)
        if (!path_is_markdown(changed.at[i]))
            drop_file(search, changed.at[i]);
        else if (!is_among(changed.at[i], hidden))
            each_row_of(search, search->published, changed.at[i], drop_row, NULL);
}

// Of the branch only what differs from the website.
static void add_renamed(struct search *search, str revision, struct paths *paths)
{
    struct push_names own =
        push_changed(search->hook->push, search->arena, search->published, revision);
    search->unknown |= own.cut;
    for (size_t i = 0; i < own.count && !search->unknown; i++)
        if (path_is_markdown(own.at[i]) ? has_secret(search, revision, own.at[i])
                                        : is_hidden_file(search, revision, own.at[i]))
            LIST_ADD(search->arena, *paths, own.at[i]);
}

static void sort(struct paths *paths)
{
    if (paths->count > 1)
        qsort(paths->at, paths->count, sizeof(str), str_order);
}

bool hook_withheld(struct hook *hook, str revision, struct push_names *withheld)
{
    char meeting[PUSH_ID_SIZE] = "";
    struct push_names gone = { 0 };
    struct push_names changed = { 0 };
    struct paths paths = { 0 };
    struct search search = { .hook = hook,
                             .arena = hook->arena,
                             .rows = map_new(hook->arena),
                             .ids = map_new(hook->arena) };
    search.published = str_trim(hook_recall(hook, "published", STR("")));
    *withheld = (struct push_names){ 0 };
    if (search.published.len == 0)
        return true;
    if (push_meeting(hook->push, search.published, revision, meeting)) {
        search.meeting = str_from_c(meeting);
        gone = push_gone(hook->push, hook->arena, search.meeting, search.published);
        changed = push_changed(hook->push, hook->arena, search.meeting, search.published);
    }
    search.unknown = gone.cut || changed.cut;
    add_unpublished(&search, changed, &paths);
    add_gone(&search, gone, &paths);
    add_removed(&search, &paths);
    sort(&paths);
    drop_published(&search, changed, &paths);
    add_renamed(&search, revision, &paths);
    sort(&paths);
    *withheld = (struct push_names){ .at = paths.at, .count = paths.count };
    return !search.unknown;
}

// ---- Histories that were written anew ----

static void add_still_removed(struct hook *hook, str now, struct buf *to)
{
    str line;
    str commit;
    str path;
    char id[PUSH_ID_SIZE];
    str rest = hook_recall(hook, "removed", STR(""));
    while (str_cut(rest, '\n', &line, &rest))
        if (str_cut(line, ' ', &commit, &path) &&
            !push_file(hook->push, hook->arena, now, path, id))
            buf_add_format(to, "%.*s\n", STR_ARGS(line));
}

bool hook_note_removed(struct hook *hook, str before, str now)
{
    char meeting[PUSH_ID_SIZE] = "";
    struct buf all = { 0 };
    bool rewritten = before.len > 0 && !(push_meeting(hook->push, before, now, meeting) &&
                                         str_equal(str_from_c(meeting), before));
    add_still_removed(hook, now, &all);
    struct push_names gone = { 0 };
    if (rewritten)
        gone = push_gone(hook->push, hook->arena, before, now);
    for (size_t i = 0; i < gone.count; i++)
        buf_add_format(&all, "%.*s %.*s\n", STR_ARGS(before), STR_ARGS(gone.at[i]));
    bool other = !str_equal(buf_view(&all), hook_recall(hook, "removed", STR("")));
    if (all.len > 0)
        hook_remember(hook, "removed", STR(""), buf_view(&all));
    else
        hook_forget(hook, "removed", STR(""));
    buf_release(&all);
    return other;
}
