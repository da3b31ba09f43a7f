// SPDX-License-Identifier: EUPL-1.2
#include "commands/search.h"

#include "base/buf.h"
#include "search/search.h"

enum { RESULTS_SHOWN = 10 };

static str query_of(const struct options *options, struct buf *query)
{
    for (int i = 1; i < options->argument_count; i++) {
        if (i > 1)
            buf_add_char(query, ' ');
        buf_add(query, str_from_c(options->arguments[i]));
    }
    return buf_view(query);
}

static void print_count(const struct search_answer *answer, enum language language)
{
    if (answer->corrected.len > 0)
        printf(language == DUTCH ? "gezocht op: %.*s\n" : "searched for: %.*s\n",
               STR_ARGS(answer->corrected));
    if (answer->total == 0)
        puts(language == DUTCH ? "niets gevonden" : "nothing found");
    else if (answer->total == 1)
        puts(language == DUTCH ? "1 resultaat" : "1 result");
    else
        printf(language == DUTCH ? "%zu resultaten%s\n" : "%zu results%s\n", answer->total,
               answer->more ? language == DUTCH ? ", mogelijk meer" : ", perhaps more" : "");
}

static void print_answer(const struct search_answer *answer, enum language language)
{
    print_count(answer, language);
    for (size_t i = 0; i < answer->count; i++) {
        const struct search_result *result = &answer->results[i];
        printf("\n%2zu  %.*s  (%.*s)\n    /%.*s\n", i + 1, STR_ARGS(result->title),
               STR_ARGS(result->kind), STR_ARGS(result->address));
        if (result->summary.len > 0)
            printf("    %.*s\n", STR_ARGS(result->summary));
    }
}

int search_run(const struct options *options)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct buf query = { 0 };
    struct search_answer answer;
    bool asked = search_ask(arena, options->arguments[0], query_of(options, &query), RESULTS_SHOWN,
                            &answer, diagnostics);
    if (asked)
        print_answer(&answer, options->language);
    diagnostics_print(diagnostics, options->messages, options->language, stdout);
    buf_release(&query);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return asked ? EXIT_DONE : EXIT_WORLD;
}
