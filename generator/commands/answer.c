// SPDX-License-Identifier: EUPL-1.2
#include "commands/answer.h"

#include <inttypes.h>

struct printing {
    const struct options *options;
    bool terminal;
    struct arena *arena;
};

static const char *said(const struct printing *printing, const char *dutch, const char *english)
{
    return printing->options->language == DUTCH ? dutch : english;
}

// What comes out of an index may hold bytes that steer a terminal: they are left out.
static void print_text(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] >= 0x20 && text.at[i] != 0x7F)
            putchar(text.at[i]);
}

static void print_bold(const struct printing *printing, str text)
{
    fputs(printing->terminal ? "\033[1m" : "", stdout);
    print_text(text);
    fputs(printing->terminal ? "\033[0m" : "", stdout);
}

static void print_marked(const struct printing *printing, str text,
                         const struct search_result *result)
{
    size_t count;
    const struct search_piece *pieces =
        search_marks(printing->arena, text, result->matched, result->matched_count, &count);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].marked)
            print_bold(printing, pieces[i].text);
        else
            print_text(pieces[i].text);
    }
}

// ---- What was asked ----

static void print_filters(const struct printing *printing, const struct search_answer *answer)
{
    for (size_t i = 0; i < answer->filter_count; i++) {
        fputs(i == 0 ? said(printing, "alleen ", "only ") : " ", stdout);
        print_text(answer->filters[i].group);
        putchar(':');
        print_text(answer->filters[i].value);
    }
    if (answer->filter_count > 0)
        puts("");
}

static void print_also(const struct printing *printing, const struct search_answer *answer)
{
    for (size_t i = 0; i < answer->also_count; i++) {
        const struct search_also *also = &answer->also[i];
        printf("%s ", said(printing, "ook gezocht bij", "searched besides"));
        print_text(also->word);
        for (size_t w = 0; w < also->also_count; w++) {
            fputs(w > 0 ? ", " : ": ", stdout);
            print_text(also->also[w]);
        }
        puts("");
    }
}

static void print_total(const struct printing *printing, const struct search_answer *answer)
{
    if (answer->total == 0)
        printf("%s%s\n", said(printing, "niets gevonden", "nothing found"),
               answer->more ? said(printing, ", maar niet alles is doorzocht",
                                   ", but not everything was searched")
                            : "");
    else
        printf("%zu %s%s\n", answer->total,
               answer->total == 1 ? said(printing, "resultaat", "result")
                                  : said(printing, "resultaten", "results"),
               answer->more ? said(printing, ", mogelijk meer", ", perhaps more") : "");
}

// A query that was answered, or may be meant, instead; nothing where there is none.
static void print_meant(const char *said, str query, const char *end)
{
    if (query.len == 0)
        return;
    printf("%s: ", said);
    print_text(query);
    fputs(end, stdout);
}

static void print_head(const struct printing *printing, const struct search_answer *answer)
{
    print_meant(said(printing, "gezocht op", "searched for"), answer->corrected, "\n");
    print_meant(said(printing, "bedoelde je", "did you mean"), answer->suggested, "?\n");
    print_also(printing, answer);
    print_filters(printing, answer);
    print_total(printing, answer);
}

// ---- Why a page has its place ----

static const char *how_said(const struct printing *printing, enum search_how how)
{
    static const char *const texts[SEARCH_HOW_COUNT][LANGUAGE_COUNT] = {
        [HOW_EXACT] = { "dit woord zelf, of een vorm ervan", "this very word, or a form of it" },
        [HOW_PREFIX] = { "een woord dat zo begint; telt voor driekwart",
                         "a word that begins so; counts for three quarters" },
        [HOW_ALSO] = { "een synoniem; telt voor driekwart",
                       "a synonym; counts for three quarters" },
        [HOW_CORRECTED] = { "het woord dat er het meest op lijkt",
                            "the word that looks most like it" },
        [HOW_COMPOUND] = { "de delen van het woord; tellen voor driekwart",
                           "the parts of the word; they count for three quarters" },
        [HOW_PHRASE] = { "deze woorden na elkaar; tellen dubbel",
                         "these words one after the other; they count double" },
    };
    return texts[how][printing->options->language];
}

static void print_reason(const struct printing *printing, const struct search_reason *reason)
{
    fputs("      ", stdout);
    print_text(reason->word);
    printf(": %" PRIu64 "  (%s)\n", reason->value, how_said(printing, reason->how));
    if (reason->form_count == 0)
        return;
    printf("        %s:", said(printing, "gevonden als", "found as"));
    for (size_t i = 0; i < reason->form_count; i++) {
        fputs(i > 0 ? ", " : " ", stdout);
        print_text(reason->forms[i]);
    }
    puts("");
}

static void print_reasons(const struct printing *printing, const struct search_result *result)
{
    if (result->reason_count == 0)
        return;
    printf("    %s %" PRIu64 ", ", said(printing, "waarde", "value"), result->rank);
    if (result->near > 1)
        printf("%u %s\n", result->near,
               said(printing,
                    "woorden staan bij elkaar in de tekst:", "words stand together in the text:"));
    else
        puts(said(printing, "uit:", "made of:"));
    for (size_t i = 0; i < result->reason_count; i++)
        print_reason(printing, &result->reasons[i]);
}

// ---- Results ----

static void print_notes(const struct printing *printing, const struct search_result *result)
{
    for (size_t i = 0; i < result->note_count; i++) {
        fputs(i == 0 ? said(printing, "    let op: ", "    content note: ") : ", ", stdout);
        print_text(result->notes[i]);
    }
    if (result->note_count > 0)
        puts("");
}

static void print_result(const struct printing *printing, const struct search_result *result,
                         size_t number)
{
    printf("\n%2zu  ", number);
    print_bold(printing, result->title);
    fputs("  (", stdout);
    print_text(result->kind);
    fputs(")\n    /", stdout);
    print_text(result->address);
    fputs(result->anchor.len > 0 ? "#" : "", stdout);
    print_text(result->anchor);
    puts("");
    if (result->heading.len > 0) {
        fputs("    ", stdout);
        print_text(result->heading);
        puts("");
    }
    print_notes(printing, result);
    str text = result->passage.len > 0 ? result->passage : result->summary;
    if (text.len > 0) {
        fputs("    ", stdout);
        print_marked(printing, text, result);
        puts("");
    }
    if (printing->options->explain)
        print_reasons(printing, result);
}

void answer_print(const struct search_answer *answer, const struct options *options, bool terminal)
{
    struct printing printing = { options, terminal, arena_new() };
    print_head(&printing, answer);
    for (size_t i = 0; i < answer->count; i++)
        print_result(&printing, &answer->results[i], i + 1);
    arena_free(printing.arena);
}
