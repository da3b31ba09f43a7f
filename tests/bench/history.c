// SPDX-License-Identifier: EUPL-1.2
// Deals the stories of a corpus over a long history: written one by one by many authors, edited,
// renamed, removed, on branches that are merged.  The same for the same corpus, number and seed.
//
//     corpus STORIES | history COMMITS [SEED] | git fast-import --quiet       (in a new repository)
//
// Half of the history brings all stories, more slowly as it goes; edits come all the time, more of
// them of late.  Clocks now and then go back, as those of people do.

#include "base/buf.h"
#include "base/memory.h"
#include "corpus_stream.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AUTHORS = 240, SECONDS = 300 * 1000 * 1000, FIRST = 1450000000 };
// Of a hundred changes: renames and removals; and of what was removed, returns.
enum { RENAMES = 3, REMOVALS = 2, RETURNS = 20 };
enum { BRANCH_EVERY = 12, BRANCH_LONGEST = 8 };

// A file of the corpus, and where it is now.
struct story {
    char *path;
    char *text;
    size_t len;
    unsigned edits;
    unsigned names; // that it has had, less one
    bool exists;
    bool aside; // changed on a branch that is not merged yet
};

struct corpus {
    struct story *stories;
    size_t count;
    size_t capacity;
    size_t settled; // of these, from the first: not stories, but what the site needs
};

// ---- Chance: xorshift64* ----

static uint64_t state = 88172645463325252ull;

static size_t below(size_t limit)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (size_t)(state * 2685821657736338717ull >> 33) % limit;
}

// ---- Reading the corpus ----

static struct story *story_new(struct corpus *corpus)
{
    if (corpus->count == corpus->capacity) {
        corpus->capacity = corpus->capacity * 2 + 1024;
        corpus->stories =
            memory_realloc(corpus->stories, corpus->capacity * sizeof *corpus->stories);
    }
    struct story *story = &corpus->stories[corpus->count++];
    *story = (struct story){ 0 };
    return story;
}

static char *copy_of(const struct buf *buf)
{
    char *copy = memory_alloc(buf->len + 1);
    memcpy(copy, buf->at, buf->len);
    copy[buf->len] = '\0';
    return copy;
}

static struct corpus corpus_read(void)
{
    struct corpus corpus = { 0 };
    struct buf path = { 0 };
    struct buf text = { 0 };
    while (corpus_next(stdin, &path, &text)) {
        struct story *story = story_new(&corpus);
        *story = (struct story){ copy_of(&path), copy_of(&text), text.len, 0, 0, false, false };
        if (!str_starts(buf_view(&path), STR("content/verhalen/")))
            corpus.settled = corpus.count;
    }
    buf_release(&path);
    buf_release(&text);
    return corpus;
}

// ---- Writing commits ----

struct history {
    struct corpus corpus;
    size_t commits; // wanted
    size_t written;
    size_t arrived; // of the corpus
    long long clock;
    struct buf text;
};

// "content/verhalen/3/v-003141.md", and after a rename "content/verhalen/3/v-003141-2.md".
static void path_add(struct buf *to, const struct story *story)
{
    size_t len = strlen(story->path);
    if (story->names == 0)
        buf_add(to, (str){ story->path, len });
    else
        buf_add_format(to, "%.*s-%u.md", (int)len - 3, story->path, story->names + 1);
}

static void file_write(struct history *history, const struct story *story)
{
    struct buf *line = &history->text;
    buf_clear(line);
    buf_add(line, STR("M 100644 inline "));
    path_add(line, story);
    char edit[96] = "";
    if (story->edits > 0)
        snprintf(edit, sizeof edit, "\nBijgewerkt na gesprek %u, met wat er sindsdien gebeurde.\n",
                 story->edits);
    buf_add_format(line, "\ndata %zu\n", story->len + strlen(edit));
    fwrite(line->at, 1, line->len, stdout);
    fwrite(story->text, 1, story->len, stdout);
    fputs(edit, stdout);
    putchar('\n');
}

static void file_remove(struct history *history, const struct story *story)
{
    buf_clear(&history->text);
    buf_add(&history->text, STR("D "));
    path_add(&history->text, story);
    buf_add_char(&history->text, '\n');
    fwrite(history->text.at, 1, history->text.len, stdout);
}

static void person_print(const char *role, size_t author, long long time)
{
    static const char *const zones[] = { "+0100", "+0200", "+0000", "-0400" };
    printf("%s Schrijver %zu <schrijver-%zu@voorbeeld.invalid> %lld %s\n", role, author, author,
           time, zones[author % 4]);
}

// Starts a commit of `branch`, and gives its mark; `from` and `merge` are marks, 0 for none.
static size_t commit_start(struct history *history, const char *branch, size_t from, size_t merge)
{
    long long step = SECONDS / (long long)history->commits;
    history->clock +=
        below(40) == 0 ? -(long long)below(86400) : (long long)below(2 * (size_t)step);
    // Few write most of it.
    size_t author = below(below(AUTHORS) + 1);
    history->written++;
    printf("commit refs/heads/%s\nmark :%zu\n", branch, history->written);
    person_print("author", author, history->clock - (long long)below(90000));
    person_print("committer", merge > 0 ? 0 : author, history->clock);
    printf("data 9\nwijziging\n");
    if (from > 0)
        printf("from :%zu\n", from);
    if (merge > 0)
        printf("merge :%zu\n", merge);
    return history->written;
}

// ---- What happens in a commit ----

static void arrive(struct history *history)
{
    struct story *story = &history->corpus.stories[history->arrived++];
    story->exists = true;
    file_write(history, story);
}

// One that has arrived and is on no branch, the later the likelier; NULL when chance finds none.
static struct story *story_chosen(struct history *history)
{
    size_t first = history->corpus.settled;
    size_t count = history->arrived - first;
    if (history->arrived <= first)
        return NULL;
    size_t a = below(count);
    size_t b = below(count);
    struct story *story = &history->corpus.stories[first + (a > b ? a : b)];
    return story->aside ? NULL : story;
}

static void story_change(struct history *history, struct story *story)
{
    size_t which = below(100);
    if (!story->exists) {
        story->exists = which < RETURNS;
    } else if (which < REMOVALS) {
        story->exists = false;
        file_remove(history, story);
    } else if (which < REMOVALS + RENAMES) {
        file_remove(history, story);
        story->names++;
    } else {
        story->edits++;
    }
    if (story->exists)
        file_write(history, story);
}

// How many files there are after so many commits: many at first, all of them halfway.
static size_t arrived_by(const struct history *history, size_t commit)
{
    double part = 2.0 * (double)commit / (double)history->commits;
    size_t stories = history->corpus.count - history->corpus.settled;
    if (part >= 1)
        return history->corpus.count;
    return history->corpus.settled + (size_t)((2 - part) * part * (double)stories);
}

static size_t main_write(struct history *history, size_t from)
{
    size_t mark = commit_start(history, "main", from, 0);
    size_t wanted = arrived_by(history, history->written);
    bool grows = history->arrived < wanted;
    while (history->arrived < wanted)
        arrive(history);
    struct story *story = grows && below(2) == 0 ? NULL : story_chosen(history);
    if (story != NULL)
        story_change(history, story);
    fputs("\n", stdout);
    return mark;
}

// ---- Branches ----

// A story that a branch changes, and what main knows of it.
struct touched {
    struct story *story;
    struct story before;
};

struct branch {
    struct touched touched[BRANCH_LONGEST];
    size_t count;
};

static void branch_touch(struct history *history, struct branch *branch)
{
    struct story *story = story_chosen(history);
    if (story == NULL || branch->count == BRANCH_LONGEST)
        return;
    branch->touched[branch->count++] = (struct touched){ story, *story };
    story->aside = true;
    story_change(history, story);
}

// The tree of a merge begins as main's: what the branch changed is said once more.
static void branch_end(struct history *history, struct branch *branch)
{
    for (size_t i = 0; i < branch->count; i++) {
        struct touched *touched = &branch->touched[i];
        if (touched->before.exists)
            file_remove(history, &touched->before);
        if (touched->story->exists)
            file_write(history, touched->story);
        touched->story->aside = false;
    }
}

// Commits of a branch, while others go on; then the merge, whose mark it gives.
static size_t branch_write(struct history *history, size_t base)
{
    struct branch branch = { .count = 0 };
    size_t side = base;
    size_t main_mark = base;
    for (size_t i = 1 + below(BRANCH_LONGEST); i > 0; i--) {
        side = commit_start(history, "zijtak", side, 0);
        branch_touch(history, &branch);
        fputs("\n", stdout);
        if (below(2) == 0)
            main_mark = main_write(history, main_mark);
    }
    size_t mark = commit_start(history, "main", main_mark, side);
    branch_end(history, &branch);
    fputs("\n", stdout);
    return mark;
}

static void history_write(struct history *history)
{
    size_t mark = commit_start(history, "main", 0, 0);
    while (history->arrived < history->corpus.settled)
        arrive(history);
    fputs("\n", stdout);
    while (history->written + 2 * BRANCH_LONGEST + 1 < history->commits)
        mark = below(BRANCH_EVERY) == 0 ? branch_write(history, mark) : main_write(history, mark);
    while (history->written < history->commits)
        mark = main_write(history, mark);
    printf("reset refs/heads/main\nfrom :%zu\n\ndone\n", mark);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("use: corpus STORIES | history COMMITS [SEED] | git fast-import --quiet\n", stderr);
        return 2;
    }
    state += argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct history history = {
        .corpus = corpus_read(),
        .commits = strtoull(argv[1], NULL, 10),
        .clock = FIRST,
    };
    history_write(&history);
    for (size_t i = 0; i < history.corpus.count; i++) {
        free(history.corpus.stories[i].path);
        free(history.corpus.stories[i].text);
    }
    free(history.corpus.stories);
    buf_release(&history.text);
    return 0;
}
