// SPDX-License-Identifier: EUPL-1.2
#include "commands/hook_secrets.h"

#include "base/hash.h"
#include "base/map.h"

// Texts are known by what stands in a row in them.  More than this much text that
// was withdrawn is not looked through.
enum { ROW = 3, ROWS_FEW = 8, BYTES_MOST = 64 * 1024 * 1024 };

struct secret {
    size_t all;   // rows of words that it has of its own
    size_t total; // of these, what the website shows nowhere
    size_t found; // of these, in the text that was looked at last
    size_t round; // which that was
};

struct secrets {
    struct push *push;
    struct arena *arena;
    struct map *rows; // to struct secret
    struct map *ids;  // of attachments
    size_t bytes;
    size_t round;
    bool unknown;
};

struct secrets *secrets_new(struct arena *arena, struct push *push)
{
    struct secrets *secrets = ARENA_NEW(arena, struct secrets);
    *secrets = (struct secrets){
        .push = push, .arena = arena, .rows = map_new(arena), .ids = map_new(arena)
    };
    return secrets;
}

bool secrets_unknown(const struct secrets *secrets)
{
    return secrets->unknown;
}

bool secrets_half_read(const struct secrets *secrets)
{
    return secrets->bytes >= BYTES_MOST / 2;
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

typedef void row_taker(struct secrets *secrets, str row, void *context);

// Hands over each row of words; a text of fewer words is one row.
static void each_row(struct secrets *secrets, str text, row_taker *take, void *context)
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
            take(secrets, (str){ (const char *)words, sizeof words }, context);
    }
    if (count > 0 && count < ROW)
        take(secrets, (str){ (const char *)words, sizeof words }, context);
}

static void keep_row(struct secrets *secrets, str row, void *context)
{
    struct secret *secret = context;
    if (map_get(secrets->rows, row) != NULL)
        return;
    secret->total++;
    map_put(secrets->rows, arena_copy(secrets->arena, row), secret);
}

// What the website shows in another place is no secret.
static void drop_row(struct secrets *secrets, str row, void *context)
{
    (void)context;
    struct secret *secret = map_get(secrets->rows, row);
    if (secret == NULL)
        return;
    secret->total--;
    map_put(secrets->rows, row, NULL);
}

struct look {
    size_t total;
    size_t most; // of these in one that may not be seen
    bool found;
};

// Half of a text that may not be seen, where that is more than a phrase, or of the one
// that is looked at, is enough.
static void look_at_row(struct secrets *secrets, str row, void *context)
{
    struct look *look = context;
    struct secret *secret = map_get(secrets->rows, row);
    look->total++;
    if (secret == NULL)
        return;
    if (secret->round != secrets->round)
        secret->found = 0;
    secret->round = secrets->round;
    secret->found++;
    look->found |= secret->total >= ROWS_FEW && 2 * secret->found >= secret->total;
    if (secret->found > look->most)
        look->most = secret->found;
}

static void each_row_of(struct secrets *secrets, str commit, str path, row_taker *take,
                        void *context)
{
    struct arena *arena = arena_new();
    str text;
    if (secrets->bytes < BYTES_MOST && commit.len > 0 &&
        push_text(secrets->push, arena, commit, path, &text)) {
        each_row(secrets, text, take, context);
        secrets->bytes += text.len;
    }
    arena_free(arena);
    secrets->unknown |= secrets->bytes >= BYTES_MOST;
}

struct secret *secrets_keep_text(struct secrets *secrets, str path, str commit, str other)
{
    struct secret *secret = ARENA_NEW(secrets->arena, struct secret);
    *secret = (struct secret){ 0 };
    each_row_of(secrets, commit, path, keep_row, secret);
    each_row_of(secrets, other, path, keep_row, secret);
    secret->all = secret->total;
    return secret;
}

bool secret_is_left(const struct secret *secret)
{
    return 2 * secret->total >= secret->all;
}

void secrets_drop_text(struct secrets *secrets, str commit, str path)
{
    if (map_count(secrets->rows) > 0)
        each_row_of(secrets, commit, path, drop_row, NULL);
}

bool secrets_has_text(struct secrets *secrets, str revision, str path)
{
    struct look look = { 0 };
    secrets->round++;
    if (map_count(secrets->rows) > 0)
        each_row_of(secrets, revision, path, look_at_row, &look);
    return look.found || (look.most > 0 && 2 * look.most >= look.total);
}

// ---- By their bytes ----

// Where the file is among those that are kept: its id.
static bool find_file(struct secrets *secrets, str commit, str path, char id[static PUSH_ID_SIZE])
{
    return push_file(secrets->push, secrets->arena, commit, path, id) &&
           map_get(secrets->ids, str_from_c(id)) != NULL;
}

void secrets_keep_file(struct secrets *secrets, str path, str commit)
{
    char id[PUSH_ID_SIZE];
    if (push_file(secrets->push, secrets->arena, commit, path, id))
        map_put(secrets->ids, arena_copy(secrets->arena, str_from_c(id)), secrets);
}

void secrets_drop_file(struct secrets *secrets, str commit, str path)
{
    char id[PUSH_ID_SIZE];
    if (find_file(secrets, commit, path, id))
        map_put(secrets->ids, str_from_c(id), NULL);
}

bool secrets_has_file(struct secrets *secrets, str revision, str path)
{
    char id[PUSH_ID_SIZE];
    return find_file(secrets, revision, path, id);
}
