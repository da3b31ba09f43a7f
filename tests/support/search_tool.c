// SPDX-License-Identifier: EUPL-1.2
// What the tests of search/reader.js need from the generator.
//
//     search_tool words            the words of each line of the input
//     search_tool candidates       what each word may be a form of
//     search_tool relatives        which other forms a word has that occurs nowhere
//     search_tool small FOLDER J   the index of a small site, made by hand, with J jobs
//     search_tool many FOLDER N    the index of N pages: page i has the word
//                                  `maal7` when 7 divides i, and so on
//     search_tool ask FOLDER       answers each line of the input
//     search_tool answers FOLDER   the same as JSON, whole; a line is: letters for what is
//                                  wished for, how many, from where on, and the query, with
//                                  tabs between
#include "ask/ask.h"
#include "base/list.h"
#include "commands/answer.h"
#include "format/forms.h"
#include "search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 1 << 16, JOBS = 3 };

static bool next_line(char line[static LINE_MOST], str *text)
{
    if (fgets(line, LINE_MOST, stdin) == NULL)
        return false;
    *text = (str){ line, strcspn(line, "\n") };
    return true;
}

// ---- words, candidates, relatives ----

static void print_word(void *context, str word, uint64_t low, uint64_t high)
{
    (void)low;
    (void)high;
    (void)context;
    printf("%.*s ", STR_ARGS(word));
}

static int print_words(void)
{
    static char line[LINE_MOST];
    struct arena *scratch = arena_new();
    str text;
    while (next_line(line, &text)) {
        words_each(text, scratch, print_word, NULL);
        puts("");
    }
    arena_free(scratch);
    return EXIT_SUCCESS;
}

static int print_candidates(void (*find)(str word, struct candidates *found))
{
    static char line[LINE_MOST];
    str word;
    while (next_line(line, &word)) {
        struct candidates candidates;
        find(word, &candidates);
        for (size_t i = 0; i < candidates.count; i++)
            printf("%.*s ", STR_ARGS(candidates.at[i]));
        puts("");
    }
    return EXIT_SUCCESS;
}

// ---- A site made by hand ----

enum { TAXONOMIES = 2 };

#define S(text)               \
    {                         \
        text, sizeof text - 1 \
    }

static const struct kind kinds[] = {
    { S("verhaal"), S("Verhalen"), BASE_STORY, S("verhalen"), S("verhalen") },
    { S("richtlijn"), S("Richtlijnen"), BASE_GUIDELINE, S("richtlijnen"), S("richtlijnen") },
    { S("pagina"), S("Pagina's"), BASE_PAGE, S(""), S("") },
};

static const struct taxonomy_setting taxonomy_settings[TAXONOMIES] = {
    { S("sector"), S("sectoren"), S("Sector"), S("Sectoren") },
    { S("thema"), S("themas"), S("Thema"), S("Thema's") },
};

static const str crisis_synonyms[] = { S("noodsituatie") };
static const str crisis_search_terms[] = { S("zelfmoord"), S("crisisdienst") };

static struct term sector_terms[] = {
    { .taxonomy = 0,
      .number = 0,
      .name = S("ggz"),
      .label = S("GGZ"),
      .address = S("sector/ggz/") },
    { .taxonomy = 0,
      .number = 1,
      .name = S("wmo"),
      .label = S("Wmo"),
      .address = S("sector/wmo/") },
};

static struct term theme_terms[] = {
    { .taxonomy = 1,
      .number = 0,
      .name = S("crisis"),
      .label = S("Crisis"),
      .address = S("thema/crisis/"),
      .synonyms = crisis_synonyms,
      .synonym_count = 1,
      .search_terms = crisis_search_terms,
      .search_term_count = 2 },
    { .taxonomy = 1,
      .number = 1,
      .name = S("schulden"),
      .label = S("Schulden"),
      .address = S("thema/schulden/") },
    { .taxonomy = 1,
      .number = 2,
      .name = S("leeg"),
      .label = S("Leeg"),
      .address = S("thema/leeg/") },
};

static struct term *const sectors[] = { &sector_terms[0], &sector_terms[1] };
static struct term *const themes[] = { &theme_terms[0], &theme_terms[1], &theme_terms[2] };

// Numbers of terms as text: "01" is the first and the second.
struct row {
    const char *address;
    unsigned kind;
    struct date date;
    const char *sectors;
    const char *themes;
    const char *markdown;
};

static const struct row rows[] = {
    { "", 2, { 0 }, "", "", "# Ervaringskennis\n\nWelkom. Hier lees je verhalen.\n" },
    { "over/",
      2,
      { 0 },
      "",
      "",
      "# Over deze site\n\n## Contact met cliënten\n\nBel ons of stuur een e-mail naar de redactie.\n" },
    { "richtlijnen/herstel/",
      1,
      { 2025, 6, 1 },
      "0",
      "0",
      "---\ntitel: Herstel en vrije ruimte\n---\n\nHerstel is een proces van de cliënt zelf. "
      "Vrije ruimte geeft adem.\n\n## De vrije ruimte\n\nDe ruimte is vrij. Huizen en gezinnen.\n" },
    { "verhalen/brief/",
      0,
      { 2026, 3, 14 },
      "0",
      "1",
      "---\ntitel: Een brief van de deurwaarder\nsamenvatting: Hoe ik met schulden leerde leven.\n"
      "---\n\nIk had een schuld. De brieven maakte ik niet open. Mijn gezin wist van niets. "
      "De schuldhulpverlening van de gemeente hielp, en de g.g.z. ook.\n" },
    { "verhalen/huis/",
      0,
      { 2024, 11, 2 },
      "1",
      "1",
      "---\ntitel: Een eigen huis\nsamenvatting: Na de opvang kwam er een huis.\n---\n\n"
      "Het huis was leeg. Ik werk, hij werkt, wij werken. De foto’s hingen aan de muur.\n" },
    { "verhalen/nacht/",
      0,
      { 2026, 1, 5 },
      "01",
      "0",
      "---\ntitel: De nacht op de spoedeisende hulp\nsamenvatting: Over die ene nacht.\n"
      "inhoudsnotities: [suicide]\nverzonnen: ja\n---\n\n"
      "Het ging niet meer. De ruimte was klein. Een ervaringsdeskundige bleef bij mij.\n" },
    { "verhalen/ruimte/",
      0,
      { 2026, 2, 1 },
      "1",
      "",
      "---\ntitel: Ruimte om te praten\n---\n\nMijn \xC3\xA9\xC3\xA9n-op-\xC3\xA9\xC3\xA9n begeleider "
      "is een cliënt-therapeut met e-health. IJsland, ĳsje, naïef en coördinatie.\n" },
    { "verhalen/winkel/",
      0,
      { 2023, 5, 5 },
      "1",
      "",
      "---\ntitel: Werk in de winkel\n---\n\nDe straße in Łódź heette Ærø. Cijfers: 113, 0800-0113.\n" },
};

struct making {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct schema schema;
    struct page **pages;
    size_t count;
};

static struct term_list terms_read(struct arena *arena, const char *numbers,
                                   struct term *const *terms)
{
    size_t count = strlen(numbers);
    struct term **list = ARENA_ARRAY(arena, struct term *, count + 1);
    for (size_t i = 0; i < count; i++)
        list[i] = terms[numbers[i] - '0'];
    return (struct term_list){ list, count };
}

static void page_add(struct making *making, const struct row *row)
{
    struct arena *arena = making->arena;
    struct page *page = ARENA_NEW(arena, struct page);
    str path = arena_join(arena, (str[]){ str_from_c(row->address), STR("index.md"), { 0 } });
    const struct document *document = document_read(arena, path, path, str_from_c(row->markdown),
                                                    &making->schema, making->diagnostics);
    struct term_list *terms = ARENA_ARRAY(arena, struct term_list, TAXONOMIES);
    terms[0] = terms_read(arena, row->sectors, sectors);
    terms[1] = terms_read(arena, row->themes, themes);
    const struct field *fictional = document_field(document, FIELD_FICTIONAL);
    const struct field *notes = document_field(document, FIELD_CONTENT_NOTES);
    str summary = document_text(document, FIELD_SUMMARY);
    *page = (struct page){ .number = (uint32_t)making->count,
                           .kind = &kinds[row->kind],
                           .base = kinds[row->kind].base,
                           .document = document,
                           .address = str_from_c(row->address),
                           .title = document->title,
                           .summary = summary.len > 0 ? summary : document->lead,
                           .date = row->date,
                           .language = STR("nl"),
                           .terms = terms,
                           .notes = notes == NULL ? NULL : notes->values,
                           .note_count = notes == NULL ? 0 : notes->count,
                           .quiet = notes != NULL && str_equal(notes->values[0], STR("suicide")),
                           .fictional = fictional != NULL && fictional->yes };
    making->pages[making->count++] = page;
}

static int site_write(struct making *making, const char *folder, size_t theme_pages, unsigned jobs)
{
    struct settings settings = { .given = true, .language = STR("nl") };
    settings.kinds = kinds;
    settings.kind_count = sizeof kinds / sizeof *kinds;
    settings.taxonomies = taxonomy_settings;
    settings.taxonomy_count = TAXONOMIES;
    // A term that leads somewhere is found too.
    theme_terms[0].stories.count = theme_pages;
    struct taxonomy taxonomies[TAXONOMIES] = {
        { .setting = &taxonomy_settings[0], .terms = sectors, .term_count = 2 },
        { .setting = &taxonomy_settings[1], .terms = themes, .term_count = 3 },
    };
    struct site site = { .settings = &settings,
                         .pages = making->pages,
                         .page_count = making->count,
                         .taxonomies = taxonomies,
                         .taxonomy_count = TAXONOMIES,
                         .language = settings.language };
    struct output *output = output_open(folder, making->diagnostics);
    if (output == NULL)
        return EXIT_FAILURE;
    search_write(&site, NULL, NULL, output, jobs, making->arena, NULL);
    bool done = output_close(output);
    output_free(output);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

static struct making making_start(size_t pages)
{
    static const str names[TAXONOMIES] = { S("sector"), S("thema") };
    struct making making = { .arena = arena_new(), .diagnostics = diagnostics_new() };
    making.schema = (struct schema){ .taxonomies = names, .taxonomy_count = TAXONOMIES };
    making.pages = ARENA_ARRAY(making.arena, struct page *, pages);
    return making;
}

static int making_end(struct making *making, int status)
{
    arena_free(making->arena);
    diagnostics_free(making->diagnostics);
    return status;
}

static int write_small(const char *folder, unsigned jobs)
{
    struct making making = making_start(sizeof rows / sizeof *rows);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        page_add(&making, &rows[i]);
    return making_end(&making, site_write(&making, folder, 2, jobs));
}

static void numbered_page(struct making *making, size_t number)
{
    struct buf text = { 0 };
    struct buf address = { 0 };
    buf_add_format(&address, "p/%zu/", number);
    buf_add_format(&text, "# Nummer %zu\n\noveral", number);
    for (unsigned of = 2; of < 60; of++)
        if (number % of == 0)
            buf_add_format(&text, " maal%u", of);
    for (size_t i = 0; i < number % 7; i++)
        buf_add(&text, STR(" vulling"));
    buf_add(&text, STR("\n"));
    struct row row = { .address = arena_c_string(making->arena, buf_view(&address)),
                       .kind = number % 3 == 0 ? 0 : 2,
                       .date =
                           date_of(2000 + (unsigned)(number % 20), 1 + (unsigned)(number % 12), 1),
                       .sectors = number % 2 == 0 ? "0" : "1",
                       .themes = number % 5 == 0 ? "1" : "",
                       .markdown = arena_c_string(making->arena, buf_view(&text)) };
    page_add(making, &row);
    buf_release(&text);
    buf_release(&address);
}

static int write_many(const char *folder, size_t count)
{
    struct making making = making_start(count);
    for (size_t i = 0; i < count; i++)
        numbered_page(&making, i);
    return making_end(&making, site_write(&making, folder, 0, JOBS));
}

// ---- ask ----

static int ask(const char *folder)
{
    static char line[LINE_MOST];
    struct arena *kept = arena_new();
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct index *index = search_open(kept, folder, STR(""), diagnostics);
    str query;
    while (index != NULL && next_line(line, &query)) {
        struct search_wish wish = { .query = query, .limit = 10, .facets = true };
        struct search_answer answer;
        if (!search_ask(arena, index, &wish, &answer))
            break;
        printf("%zu\t%s\t%.*s", answer.total, answer.more ? "more" : "all",
               STR_ARGS(answer.corrected));
        for (size_t i = 0; i < answer.count; i++)
            printf("\t%.*s", STR_ARGS(answer.results[i].address));
        puts("");
        arena_reset(arena);
    }
    bool sound = diagnostics_count(diagnostics, FAILURE) == 0;
    diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stderr);
    diagnostics_free(diagnostics);
    arena_free(arena);
    arena_free(kept);
    return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}

// ---- answers ----

static struct search_wish wish_read(str line)
{
    str letters;
    str limit;
    str offset;
    unsigned number = 0;
    struct search_wish wish = { .passages = true };
    str_cut(line, '\t', &letters, &line);
    str_cut(line, '\t', &limit, &line);
    str_cut(line, '\t', &offset, &wish.query);
    wish.by_date = str_find_char(letters, 'd', 0) != STR_NONE;
    wish.whole_words = str_find_char(letters, 'w', 0) != STR_NONE;
    wish.facets = str_find_char(letters, 'f', 0) != STR_NONE;
    wish.explain = str_find_char(letters, 'e', 0) != STR_NONE;
    wish.limit = str_to_number(limit, &number) ? number : 10;
    wish.offset = str_to_number(offset, &number) ? number : 0;
    return wish;
}

static int answers(const char *folder)
{
    static char line[LINE_MOST];
    struct arena *kept = arena_new();
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct index *index = search_open(kept, folder, STR(""), diagnostics);
    str text;
    while (index != NULL && next_line(line, &text)) {
        struct search_wish wish = wish_read(text);
        struct search_answer answer;
        if (!search_ask(arena, index, &wish, &answer))
            break;
        answer_print_json(&answer, wish.explain);
        arena_reset(arena);
    }
    bool sound = diagnostics_count(diagnostics, FAILURE) == 0;
    diagnostics_print(diagnostics, MESSAGES_TEXT, ENGLISH, stderr);
    diagnostics_free(diagnostics);
    arena_free(arena);
    arena_free(kept);
    return sound ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    str task = argc > 1 ? str_from_c(argv[1]) : STR("");
    if (argc == 2 && str_equal(task, STR("words")))
        return print_words();
    if (argc == 2 && str_equal(task, STR("candidates")))
        return print_candidates(form_candidates);
    if (argc == 2 && str_equal(task, STR("relatives")))
        return print_candidates(form_relatives);
    if (argc == 4 && str_equal(task, STR("small")))
        return write_small(argv[2], (unsigned)strtoul(argv[3], NULL, 10));
    if (argc == 4 && str_equal(task, STR("many")))
        return write_many(argv[2], strtoul(argv[3], NULL, 10));
    if (argc == 3 && str_equal(task, STR("ask")))
        return ask(argv[2]);
    if (argc == 3 && str_equal(task, STR("answers")))
        return answers(argv[2]);
    fputs("search_tool words | candidates | relatives | small FOLDER JOBS | many FOLDER N | "
          "ask FOLDER | answers FOLDER\n",
          stderr);
    return 2;
}
