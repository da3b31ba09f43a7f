// SPDX-License-Identifier: EUPL-1.2
#include "search/search.h"

#include "base/parallel.h"
#include "format/forms.h"
#include "search/class_names.h"
#include "search/dictionary.h"
#include "search/idle.h"
#include "search/keywords.h"
#include "search/reader.h"
#include "search/records.h"

// ---- The root: what a reader loads first, at most about 2 KB ----

static void json_tree(struct buf *to, const char *name, struct tree tree)
{
    char digits[SHARD_NAME_TEXT];
    buf_add_format(to, ",\n  \"%s\": ", name);
    if (tree.count == 0) {
        buf_add(to, STR("null"));
        return;
    }
    buf_add_format(to, "{ \"top\": \"%s\", \"levels\": %u, \"length\": %zu }",
                   shard_name_text(digits, tree.top).at, tree.levels, tree.length);
}

static void json_groups(struct buf *to, const struct groups *groups)
{
    buf_add(to, STR(",\n  \"groups\": ["));
    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->at[i];
        buf_add(to, i > 0 ? STR(",\n    { \"name\": ") : STR("\n    { \"name\": "));
        buf_add_json(to, group->name);
        buf_add(to, STR(", \"label\": "));
        buf_add_json(to, group->label);
        buf_add_format(to, ", \"first\": %zu, \"count\": %zu }", group->first, group->count);
    }
    buf_add(to, STR("\n  ]"));
}

struct trees {
    struct tree words;
    struct tree similar;
    struct tree records;
    struct tree facets;
    struct tree dates;
    struct tree vocabulary;
};

// One language of the site.
struct edition {
    const struct site *site;
    const struct placer *placer;
    const struct languages *languages;
    size_t number; // of the language
    str stops;
    unsigned jobs;
    struct cache *cache;
    struct shelf shelf;
    struct arena *arena;
    struct arena *keyword_arena;
    struct keyword_list *keywords; // NULL when nobody wants those of this language
};

static void json_languages(struct buf *to, const struct edition *edition)
{
    const struct languages *languages = edition->languages;
    if (languages->count == 1)
        return;
    buf_add(to, STR(",\n  \"languages\": ["));
    for (size_t i = 0; i < languages->count; i++) {
        buf_add(to, i > 0 ? STR(",\n    { \"code\": ") : STR("\n    { \"code\": "));
        buf_add_json(to, languages->codes[i]);
        buf_add(to, STR(", \"label\": "));
        buf_add_json(to, language_label(languages->codes[i]));
        buf_add(to, STR(", \"root\": "));
        buf_add_json(to, language_root(edition->arena, languages, i));
        buf_add(to, STR(" }"));
    }
    buf_add(to, STR("\n  ]"));
}

static void root_write(const struct edition *edition, const struct entries *entries,
                       const struct groups *groups, const struct trees *trees)
{
    struct buf root = { 0 };
    buf_add_format(&root, "{\n  \"format\": %d,\n  \"pages\": %zu,\n  \"space\": %zu,\n",
                   FORMAT_VERSION, entries->count, entries->space);
    buf_add(&root, STR("  \"language\": "));
    buf_add_json(&root, edition->languages->codes[edition->number]);
    json_languages(&root, edition);
    json_tree(&root, "words", trees->words);
    json_tree(&root, "similar", trees->similar);
    json_tree(&root, "records", trees->records);
    json_tree(&root, "facets", trees->facets);
    json_tree(&root, "dates", trees->dates);
    json_tree(&root, "vocabulary", trees->vocabulary);
    json_groups(&root, groups);
    buf_add(&root, STR(",\n  \"stop\": "));
    buf_add_json(&root, edition->stops);
    buf_add(&root, STR("\n}\n"));
    str name = language_root(edition->arena, edition->languages, edition->number);
    str path = arena_join(edition->arena, (str[]){ STR("search/"), name, { 0 } });
    output_add(edition->shelf.output, path, buf_view(&root));
    buf_release(&root);
}

// What can be found out beside each other, once it is known which forms there are.
struct abreast {
    const struct edition *edition;
    const struct entries *entries;
    const struct lexicon *lexicon;
    struct arena *arena; // of what is not of the compounds
    struct compounds compounds;
    struct spelling_sum spellings;
    struct tree similar;
};

enum { ABREAST_COMPOUNDS, ABREAST_TEXTS };

static void abreast_find(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct abreast *abreast = context;
    const struct edition *edition = abreast->edition;
    str language = edition->languages->codes[edition->number];
    if (item == ABREAST_COMPOUNDS) {
        abreast->compounds =
            compounds_of(edition->arena, abreast->lexicon, language, edition->jobs);
        return;
    }
    struct word_lists lists = { edition->stops, idle_words(language) };
    abreast->similar = similar_write(&edition->shelf, abreast->lexicon);
    if (edition->keywords != NULL)
        abreast->spellings =
            spelling_sum_of(abreast->arena, abreast->entries, lists, edition->cache, edition->jobs);
}

// What is done before the dictionary is written, and knows nothing of each other.
struct before_words {
    const struct edition *edition;
    struct dictionary *dictionary;
    struct spelling_sum *spellings;
    struct keywords *keywords;
    struct arena *arena; // of the chunks
    struct former_chunks chunks;
};

enum { BEFORE_KEYWORDS, BEFORE_FORMER };

static void before_find(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct before_words *before = context;
    const struct edition *edition = before->edition;
    if (item == BEFORE_KEYWORDS && edition->keywords != NULL)
        before->keywords = keywords_choose(edition->keyword_arena, edition->arena,
                                           before->dictionary, before->spellings);
    if (item == BEFORE_FORMER && edition->cache != NULL)
        before->chunks = former_chunks_store(before->arena, edition->cache,
                                             before->dictionary->listing.lexicon, edition->jobs);
}

static struct before_words before_words(const struct edition *edition,
                                        struct dictionary *dictionary,
                                        struct spelling_sum *spellings)
{
    struct before_words before = { .edition = edition,
                                   .dictionary = dictionary,
                                   .spellings = spellings,
                                   .arena = arena_under(edition->arena) };
    parallel_each(edition->jobs, BEFORE_FORMER + 1, before_find, &before);
    return before;
}

// Words and numbers know nothing of each other, and each has stretches where one core
// is enough: so they are written side by side.
struct halves {
    const struct edition *edition;
    const struct entries *entries;
    const struct groups *groups;
    struct fingerprint key; // of what the last index was made of
    struct former *former;
    struct collection *collection; // NULL: not yet
    struct trees *trees;
};

static struct collection *collect(const struct halves *halves)
{
    const struct edition *edition = halves->edition;
    return collection_of(halves->entries, edition->stops, edition->jobs, edition->cache,
                         halves->former);
}

static void words_write(const struct halves *halves)
{
    const struct edition *edition = halves->edition;
    const struct entries *entries = halves->entries;
    struct trees *trees = halves->trees;
    struct arena *arena = edition->arena;
    unsigned jobs = edition->jobs;
    str language = edition->languages->codes[edition->number];
    struct collection *collection =
        halves->collection != NULL ? halves->collection : collect(halves);
    struct weights weights = weights_of(collection);
    struct lexicon *lexicon = lexicon_of(arena, collection, language, jobs);
    collection_forget_workers(collection);
    struct abreast abreast = {
        .edition = edition, .entries = entries, .lexicon = lexicon, .arena = arena_new()
    };
    parallel_each(jobs, ABREAST_TEXTS + 1, abreast_find, &abreast);
    struct synonym_list synonyms = synonyms_of(arena, entries->site, lexicon);
    struct dictionary dictionary = { .entries = entries,
                                     .listing = { lexicon, &abreast.compounds, &weights,
                                                  edition->cache, NULL, NULL },
                                     .synonyms = &synonyms };
    if (edition->cache != NULL)
        dictionary.listing.names = class_names_of(arena, &dictionary.listing, jobs);
    struct before_words before = before_words(edition, &dictionary, &abreast.spellings);
    trees->words = dictionary_write(&edition->shelf, &dictionary, arena, jobs);
    trees->similar = abreast.similar;
    if (edition->cache != NULL)
        former_store(edition->cache, halves->key,
                     &(struct index_state){ lexicon, before.chunks, &abreast.compounds,
                                            dictionary.listing.names,
                                            dictionary.listing.stretches });
    if (edition->keywords != NULL)
        *edition->keywords = keywords_of(before.keywords);
    arena_free(abreast.arena);
    collection_free(collection);
}

// What is found by number.
static void numbers_write(const struct halves *halves)
{
    const struct edition *edition = halves->edition;
    struct trees *trees = halves->trees;
    struct arena *arena = arena_new();
    struct catalogue catalogue = { &edition->shelf, halves->entries, halves->groups,
                                   edition->placer, edition->jobs };
    struct facets facets = facets_write(&catalogue, arena);
    trees->records = records_write(&catalogue);
    trees->facets = facets.facets;
    trees->dates = facets.dates;
    trees->vocabulary = vocabulary_write(&catalogue, facets.totals);
    arena_free(arena);
}

enum { HALF_WORDS, HALF_NUMBERS };

static void half_write(void *context, size_t half, unsigned worker)
{
    (void)worker;
    if (half == HALF_WORDS)
        words_write(context);
    else
        numbers_write(context);
}

// Where all is to be read, reading keeps all cores at work: what is written by number then
// waits for the stretches that come after it.
static void halves_write(struct halves *halves)
{
    const struct edition *edition = halves->edition;
    halves->key = former_key(edition->languages->codes[edition->number], edition->stops);
    halves->former = former_load(edition->arena, edition->cache, halves->key);
    if (halves->former == NULL)
        halves->collection = collect(halves);
    parallel_each(edition->jobs, HALF_NUMBERS + 1, half_write, halves);
}

static void edition_write(const struct edition *edition)
{
    struct entries entries = entries_of(edition->arena, edition->site, edition->languages,
                                        edition->number, edition->jobs);
    struct groups groups = groups_of(edition->arena, &entries);
    struct trees trees;
    halves_write(&(struct halves){
        .edition = edition, .entries = &entries, .groups = &groups, .trees = &trees });
    root_write(edition, &entries, &groups, &trees);
}

void search_write(const struct site *site, const struct placer *placer, struct cache *cache,
                  struct output *output, unsigned jobs, struct arena *arena,
                  struct keyword_list *keywords)
{
    struct arena *own = arena_new();
    if (!cache_remembers(cache))
        cache = NULL;
    struct languages languages = languages_of(own, site);
    for (size_t i = 0; i < languages.count; i++) {
        struct edition edition = {
            .site = site,
            .placer = placer,
            .languages = &languages,
            .number = i,
            .stops = stop_words(languages.codes[i]),
            .jobs = jobs < 1                   ? 1
                    : jobs > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX
                                               : jobs,
            .cache = cache,
            .shelf = { output, cache, (unsigned)i },
            .arena = arena_new(),
            .keyword_arena = arena,
            .keywords = i == 0 ? keywords : NULL,
        };
        edition_write(&edition);
        arena_free(edition.arena);
    }
    output_add(output, STR("search/reader.js"), reader_module());
    output_add(output, STR("search/more.js"), reader_more());
    arena_free(own);
}
