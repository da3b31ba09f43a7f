// SPDX-License-Identifier: EUPL-1.2
#include "commands/search.h"

#include "ask/ask.h"
#include "base/buf.h"
#include "commands/answer.h"

#include <unistd.h>

static str query_of(const struct options *options, struct buf *query)
{
    for (int i = 1; i < options->argument_count; i++) {
        if (i > 1)
            buf_add_char(query, ' ');
        buf_add(query, str_from_c(options->arguments[i]));
    }
    return buf_view(query);
}

static bool ask(const struct options *options, struct arena *arena, str query,
                struct diagnostics *diagnostics)
{
    str language = options->index_language == NULL ? STR("") : str_from_c(options->index_language);
    struct index *index = search_open(arena, options->arguments[0], language, diagnostics);
    struct search_wish wish = { .query = query,
                                .limit = options->limit,
                                .facets = options->json,
                                .passages = true,
                                .explain = options->explain };
    struct search_answer answer;
    if (index == NULL || !search_ask(arena, index, &wish, &answer))
        return false;
    if (options->json)
        answer_print_json(&answer, options->explain);
    else
        answer_print(&answer, options, isatty(STDOUT_FILENO));
    return true;
}

int search_run(const struct options *options)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf query = { 0 };
    bool asked = ask(options, arena, query_of(options, &query), diagnostics);
    diagnostics_print(diagnostics, options->messages, options->language, stdout);
    buf_release(&query);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return asked ? EXIT_DONE : EXIT_WORLD;
}
