// SPDX-License-Identifier: EUPL-1.2
// An index that is made with what earlier builds remembered is the same, byte for
// byte, as one that is made from nothing.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "search/search.h"

#include "base/buf.h"
#include "cache/index.h"
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>

// Enough pages for some segments.
enum { PAGES_MOST = 1100, PAGES_AT_FIRST = 900, TERMS = 5, STEPS = 40 };

#define S(text)               \
    {                         \
        text, sizeof text - 1 \
    }

static const struct kind kinds[] = {
    { S("verhaal"), S("Verhalen"), BASE_STORY, S("verhalen"), S("verhalen") },
    { S("pagina"), S("Pagina's"), BASE_PAGE, S(""), S("") },
};
static const struct taxonomy_setting theme_setting = { S("thema"), S("themas"), S("Thema"),
                                                       S("Thema's") };
static const struct settings settings = { .language = S("nl"),
                                          .kinds = kinds,
                                          .kind_count = 2,
                                          .taxonomies = &theme_setting,
                                          .taxonomy_count = 1 };

static const char *const words[] = {
    "schuld",
    "schulden",
    "hulp",
    "hulpverlening",
    "schuldhulpverlening",
    "verlening",
    "werk",
    "werken",
    "werkt",
    "huis",
    "huizen",
    "gezin",
    "de",
    "en",
    "van",
    "ik",
    "kind",
    "kinderen",
    "é\xC3\xA9n",
    "cliënt-therapeut",
    "g.g.z.",
    "wmo",
    "WMO",
    "Wmo-loket",
    "herstel",
    "herstelverhaal",
    "verhaal",
    "nacht",
    "dag",
    "dagen",
    "jaar",
    "jaren",
    "ruimte",
    "vrije",
    "zorg",
    "jeugdzorg",
    "jeugd",
    "opvang",
    "kinderopvang",
    "moe",
    "brief",
    "brieven",
};
enum { WORDS = sizeof words / sizeof *words };

// Numbers that a page is made from: the same numbers, the same page.
struct seed {
    unsigned name;
    unsigned text;
    unsigned notes; // and the date
    bool is_there;
};

struct world {
    struct scratch scratch;
    struct seed seeds[PAGES_MOST];
    unsigned labels[TERMS];
    unsigned shift; // of where passages stand
    uint64_t chance;
};

static unsigned chance(struct world *world, unsigned below)
{
    world->chance ^= world->chance << 13;
    world->chance ^= world->chance >> 7;
    world->chance ^= world->chance << 17;
    return (unsigned)(world->chance >> 20) % below;
}

// ---- A site of the seeds ----

struct made {
    struct arena *arena;
    struct site site;
    struct taxonomy taxonomy;
    struct page *pages[PAGES_MOST];
    struct body_places places[PAGES_MOST]; // some of them not there, but to be found
    struct body_places found[PAGES_MOST];
    struct fingerprint prints[PAGES_MOST];
    struct term *terms[TERMS];
    struct diagnostics *diagnostics;
};

// One of very many words of letters only: they fill several files of words that are
// like each other.
static void letters_write(struct buf *to, unsigned number)
{
    buf_add_char(to, (char)('a' + number % 26));
    for (number = number * 2654435761u >> 7; number > 0; number /= 26)
        buf_add_char(to, (char)('a' + number % 26));
    buf_add_char(to, ' ');
}

static void text_write(struct buf *to, unsigned seed)
{
    uint64_t state = seed * 2654435761u + 12345;
    for (unsigned i = 0; i < 20 + seed % 90; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        unsigned pick = (unsigned)(state >> 33);
        if (pick % 47 == 0)
            buf_add_format(to, "\n\n## %s %s\n\n", words[pick / 47 % WORDS], words[pick % 5]);
        if (pick % 53 == 0)
            buf_add_format(to, "woord%u ", pick % 4000);
        if (pick % 3 == 0)
            letters_write(to, pick / 3 % 6000);
        if (pick % 59 == 0)
            buf_add_format(to, "%s%s%s ", words[pick / 59 % WORDS], words[pick / 59 % 31],
                           words[pick / 59 % 7]);
        buf_add_format(to, pick % 11 == 0 ? "%s. " : "%s ", words[pick % 97 % WORDS]);
    }
}

static const struct document *document_make(struct made *made, str path, unsigned seed)
{
    static const struct schema schema = { 0 };
    struct buf text = { 0 };
    buf_add_format(&text, "# %s %s %u\n\n", words[seed % WORDS], words[seed / 7 % WORDS], seed % 9);
    text_write(&text, seed);
    const struct document *read =
        document_read(made->arena, path, path, buf_view(&text), &schema, made->diagnostics);
    struct document *document = ARENA_NEW(made->arena, struct document);
    *document = *read;
    document->key = fingerprint_of_list((str[]){ path, buf_view(&text) }, 2);
    buf_release(&text);
    return document;
}

static struct body_places places_make(struct made *made, const struct document *document,
                                      unsigned shift)
{
    size_t count = document->passage_count;
    uint32_t *at = ARENA_ARRAY(made->arena, uint32_t, 2 * count + 1);
    uint8_t *checks = ARENA_ARRAY(made->arena, uint8_t, count + 1);
    for (size_t i = 0; i < 2 * count; i++)
        at[i] = (uint32_t)(shift + 30 * i);
    for (size_t i = 0; i < count; i++)
        checks[i] = (uint8_t)(shift + i);
    return (struct body_places){ at, checks, count };
}

static struct body_places places_found(const void *context, const struct page *page,
                                       struct arena *arena)
{
    (void)arena;
    const struct made *made = context;
    return made->found[page->number];
}

// As after a build: of pages that stand it is only known what they follow from, and
// of a few not even that.
static void places_place(struct made *made, const struct page *page, unsigned shift)
{
    size_t number = page->number;
    made->found[number] = places_make(made, page->document, shift);
    if (page->document->key.low % 5 > 0)
        made->prints[number] = fingerprint_of_list(
            (str[]){ FINGERPRINT_VIEW(page->document->key), FINGERPRINT_VIEW(shift) }, 2);
    if (page->document->key.low % 5 < 3)
        made->places[number] = made->found[number];
}

static struct term_list terms_of(struct made *made, unsigned seed)
{
    struct term **terms = ARENA_ARRAY(made->arena, struct term *, 2);
    terms[0] = made->terms[seed % TERMS];
    terms[1] = made->terms[(seed % TERMS + 2) % TERMS];
    return (struct term_list){ terms, seed % 3 };
}

static void page_make(struct made *made, const struct world *world, const struct seed *seed)
{
    static const str notes[] = { S("suicide") };
    unsigned number = (unsigned)made->site.page_count++;
    struct page *page = ARENA_NEW(made->arena, struct page);
    struct term_list *terms = ARENA_NEW(made->arena, struct term_list);
    str address =
        arena_join(made->arena, (str[]){ STR("verhalen/v-"), NUMBER(seed->name), STR("/"), { 0 } });
    const struct document *document = document_make(made, address, seed->text);
    *terms = terms_of(made, seed->text);
    *page = (struct page){ .number = number,
                           .kind = &kinds[seed->name % 2],
                           .base = kinds[seed->name % 2].base,
                           .document = document,
                           .address = address,
                           .title = document->title,
                           .summary = document->lead,
                           .date = { 2020, (uint8_t)(1 + seed->notes / 2 % 12), 3 },
                           .language = seed->name % 9 == 0 ? STR("en") : STR("nl"),
                           .terms = terms,
                           .notes = notes,
                           .note_count = seed->notes % 2 == 0,
                           .quiet = seed->notes % 2 == 0 };
    made->pages[number] = page;
    places_place(made, page, world->shift);
}

static void term_make(struct made *made, const struct world *world, unsigned number)
{
    struct term *term = ARENA_NEW(made->arena, struct term);
    str *names = ARENA_ARRAY(made->arena, str, 2);
    unsigned label = world->labels[number];
    names[0] = str_from_c(words[(label + 3) % WORDS]);
    names[1] = str_from_c(words[(label + 11) % WORDS]);
    *term = (struct term){ .number = number,
                           .name = arena_copy(made->arena, NUMBER(number)),
                           .label = str_from_c(words[label % WORDS]),
                           .synonyms = names,
                           .synonym_count = label % 2,
                           .search_terms = names + 1,
                           .search_term_count = label % 3 > 0,
                           .stories = { .count = 1 },
                           .address = arena_join(
                               made->arena,
                               (str[]){ STR("thema/"), NUMBER(number), STR("/"), { 0 } }) };
    made->terms[number] = term;
}

static struct made *made_new(const struct world *world)
{
    struct arena *arena = arena_new();
    struct made *made = ARENA_NEW(arena, struct made);
    made->arena = arena;
    made->diagnostics = diagnostics_new();
    for (unsigned i = 0; i < TERMS; i++)
        term_make(made, world, i);
    for (size_t i = 0; i < PAGES_MOST; i++)
        if (world->seeds[i].is_there)
            page_make(made, world, &world->seeds[i]);
    made->taxonomy = (struct taxonomy){ .setting = &theme_setting,
                                        .address = STR("thema/"),
                                        .terms = made->terms,
                                        .term_count = TERMS };
    made->site.settings = &settings;
    made->site.language = STR("nl");
    made->site.pages = made->pages;
    made->site.taxonomies = &made->taxonomy;
    made->site.taxonomy_count = 1;
    // Where a keyword leads is told by stories of a term; here no term shows any.
    for (unsigned i = 0; i < TERMS; i++)
        made->terms[i]->stories =
            (struct page_list){ made->pages, made->site.page_count > 0 ? 1 : 0 };
    return made;
}

static void made_free(struct made *made)
{
    diagnostics_free(made->diagnostics);
    arena_free(made->arena);
}

// ---- Writing ----

static void keywords_print(const struct keyword_list *list, struct buf *to)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct keyword *keyword = &list->at[i];
        buf_add(to, keyword->name);
        buf_add_format(to, " %zu:", keyword->total);
        for (size_t p = 0; p < keyword->place_count; p++)
            buf_add(to, keyword->places[p].page == NULL ? keyword->places[p].term->address
                                                        : keyword->places[p].page->address);
        buf_add_char(to, '\n');
    }
}

static void index_write(struct world *world, const struct made *made, const char *folder,
                        struct cache *cache, unsigned jobs, struct buf *keywords)
{
    struct keyword_list list = { 0 };
    struct output *output = output_open(scratch_path(&world->scratch, folder), made->diagnostics);
    assert_non_null(output);
    struct placer placer = { made->places, made->prints, places_found, made };
    search_write(&made->site, &placer, cache, output, jobs, made->arena, &list);
    assert_true(output_close(output));
    assert_int_equal(diagnostics_count(made->diagnostics, ERROR), 0); // no file made twice
    output_free(output);
    keywords_print(&list, keywords);
}

static void step_check(struct world *world, unsigned step)
{
    struct buf remembered = { 0 };
    struct buf anew = { 0 };
    char command[2 * SCRATCH_PATH];
    const char *top = world->scratch.folder;
    struct made *made = made_new(world);
    struct cache *cache = cache_open(scratch_path(&world->scratch, "cache"), STR("test"));
    index_write(world, made, "kept", cache, 1 + step % 3, &remembered);
    cache_close(cache);
    index_write(world, made, "anew", NULL, 1, &anew);
    scratch_format(command, sizeof command,
                   "diff -r -x '.doorleefd*' '%s/kept' '%s/anew' && rm -rf '%s/anew'", top, top,
                   top);
    if (system(command) != 0)
        fail_msg("step %u differs", step);
    assert_true(str_equal(buf_view(&remembered), buf_view(&anew)));
    buf_release(&remembered);
    buf_release(&anew);
    made_free(made);
}

// A change as people make them: most often of one page.
static void change(struct world *world)
{
    struct seed *seed = &world->seeds[chance(world, PAGES_MOST)];
    switch (chance(world, 9)) {
    case 0:
        world->labels[chance(world, TERMS)] = chance(world, 1000);
        break;
    case 1:
        world->shift = chance(world, 500);
        break;
    case 2:
        seed->is_there = false;
        break;
    case 3:
        for (size_t i = 0; i < 8; i++)
            world->seeds[chance(world, PAGES_MOST)].notes++;
        break;
    case 4:
        for (unsigned i = chance(world, 60); i > 0; i--)
            world->seeds[chance(world, PAGES_MOST)].is_there = true;
        break;
    default:
        seed->is_there = true;
        seed->text = chance(world, 100000);
    }
}

static void world_start(struct world *world)
{
    *world = (struct world){ .chance = 88172645463325252u };
    scratch_set_up(&world->scratch);
    for (unsigned i = 0; i < PAGES_MOST; i++)
        world->seeds[i] = (struct seed){ i, chance(world, 100000), i, i < PAGES_AT_FIRST };
    for (unsigned i = 0; i < TERMS; i++)
        world->labels[i] = chance(world, 1000);
}

static void test_remembered_indexes__are_those_made_from_nothing(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    for (unsigned step = 0; step < STEPS; step++) {
        step_check(&world, step);
        for (unsigned i = 1 + chance(&world, 2); i > 0; i--)
            change(&world);
    }
    scratch_tear_down(&world.scratch);
}

// Where the files are gone, and the cache is not, they are made again.
static void test_remembered_indexes__make_files_that_are_gone(void **state)
{
    (void)state;
    struct world world;
    char command[2 * SCRATCH_PATH];
    world_start(&world);
    step_check(&world, 0);
    scratch_format(command, sizeof command, "rm -f '%s'/kept/search/[wrnyfe]-*[0-7].bin",
                   world.scratch.folder);
    assert_int_equal(system(command), 0);
    step_check(&world, 1);
    scratch_tear_down(&world.scratch);
}

// How many values are remembered.
static unsigned remembered_count(struct world *world)
{
    int folder = open(scratch_path(&world->scratch, "cache"), O_RDONLY | O_DIRECTORY);
    assert_true(folder >= 0);
    struct index index = index_load(folder);
    unsigned count = index.count;
    index_release(&index);
    close(folder);
    return count;
}

// A build, which may have something else to remember.
static void once_more(struct world *world, unsigned something_else)
{
    struct buf keywords = { 0 };
    struct made *made = made_new(world);
    struct cache *cache = cache_open(scratch_path(&world->scratch, "cache"), STR("test"));
    index_write(world, made, "kept", cache, 1, &keywords);
    if (something_else > 0)
        cache_put(cache, CACHE_STATE, fingerprint_of(NUMBER(something_else)), STR("else"));
    cache_close(cache);
    buf_release(&keywords);
    made_free(made);
}

// How many values more are remembered when one page has changed, after some builds of the
// same site.
static unsigned more_for_a_change(unsigned builds)
{
    struct world world;
    world_start(&world);
    for (unsigned i = 0; i < builds; i++)
        once_more(&world, i);
    unsigned before = remembered_count(&world);
    world.seeds[PAGES_AT_FIRST / 2].text++;
    once_more(&world, 0);
    unsigned more = remembered_count(&world) - before;
    scratch_tear_down(&world.scratch);
    return more;
}

// Nobody asks for a list, or a file of records, while all around it stays; but what changes
// next follows from it.
static void test_remembered_indexes__are_not_forgotten_while_they_stay(void **state)
{
    (void)state;
    enum { MANY = 30 };
    assert_int_equal(more_for_a_change(MANY), more_for_a_change(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_remembered_indexes__are_those_made_from_nothing),
        cmocka_unit_test(test_remembered_indexes__make_files_that_are_gone),
        cmocka_unit_test(test_remembered_indexes__are_not_forgotten_while_they_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
