// SPDX-License-Identifier: EUPL-1.2
// Lists of numbers compared by libgit2, which compares lines: each number becomes
// a line.  Lines of a text itself would not do, for who wrote it could choose
// them so that looking them up takes for ever.
#include "base/buf.h"
#include "base/list.h"
#include "difference/difference.h"

#include <git2.h>

struct hunks {
    struct arena *arena;
    LIST(struct replacement) list;
};

// A number as a line: letters, the lowest first.
static void add_line(struct buf *to, uint32_t number)
{
    do {
        buf_add_char(to, (char)('a' + number % 16));
        number /= 16;
    } while (number > 0);
    buf_add_char(to, '\n');
}

static void add_lines(struct buf *to, const uint32_t *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_line(to, items[i]);
}

// A hunk's lines count from 1; of one without lines the line before it is named.
static int take_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk, void *context)
{
    (void)delta;
    struct hunks *hunks = context;
    size_t count_a = (size_t)hunk->old_lines;
    size_t count_b = (size_t)hunk->new_lines;
    struct replacement replacement = {
        .from_a = (size_t)hunk->old_start - (count_a > 0),
        .count_a = count_a,
        .from_b = (size_t)hunk->new_start - (count_b > 0),
        .count_b = count_b,
    };
    LIST_ADD(hunks->arena, hunks->list, replacement);
    return 0;
}

static void replace_all(struct hunks *hunks, size_t count_a, size_t count_b)
{
    hunks->list.count = 0;
    LIST_ADD(hunks->arena, hunks->list, ((struct replacement){ 0, count_a, 0, count_b }));
}

struct replacement_list difference_items(struct arena *arena, const uint32_t *a, size_t count_a,
                                         const uint32_t *b, size_t count_b)
{
    struct hunks hunks = { .arena = arena };
    struct buf old = { 0 };
    struct buf new = { 0 };
    add_lines(&old, a, count_a);
    add_lines(&new, b, count_b);
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    // What it cannot compare (gigabytes) is another text altogether.
    if (git_diff_buffers(old.at, old.len, NULL, new.at, new.len, NULL, &options, NULL, NULL,
                         take_hunk, NULL, &hunks) != 0)
        replace_all(&hunks, count_a, count_b);
    buf_release(&old);
    buf_release(&new);
    return (struct replacement_list){ hunks.list.at, hunks.list.count };
}
