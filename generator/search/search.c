// SPDX-License-Identifier: EUPL-1.2
#include "search/search.h"

#include "base/beside.h"
#include "base/parallel.h"
#include "format/forms.h"
#include "search/class_names.h"
#include "search/dictionary.h"
#include "search/idle.h"
#include "search/keywords.h"
#include "search/reader.h"
#include "search/records.h"
#include "search/root.h"
#include "search/spellings.h"

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

// What can be found out beside each other, once it is known which forms there are.
struct abreast {
    const struct edition *edition;
    const struct entries *entries;
    const struct lexicon *lexicon;
    struct arena *arena; // of what is not of the compounds
    struct arena *distinct_arena;
    struct compounds compounds;
    struct spelling_sum spellings;
    struct spelling_sum distinct;
    struct tree similar;
};

enum { ABREAST_COMPOUNDS, ABREAST_TEXTS, ABREAST_DISTINCT };
enum { ABREAST_COUNT = ABREAST_DISTINCT + 1 };

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
    if (item == ABREAST_DISTINCT) {
        abreast->distinct = spelling_sum_of(abreast->distinct_arena, abreast->entries,
                                            &distinct_source, lists, edition->cache, edition->jobs);
        if (edition->cache != NULL && abreast->distinct.is_named && abreast->distinct.is_changed)
            spelling_sum_store(&abreast->distinct, edition->cache);
        return;
    }
    abreast->similar = similar_write(&edition->shelf, abreast->lexicon);
    if (edition->keywords != NULL)
        abreast->spellings = spelling_sum_of(abreast->arena, abreast->entries, &titles_source,
                                             lists, edition->cache, edition->jobs);
}

// What is done before the dictionary is written, and knows nothing of each other.
struct before_words {
    const struct edition *edition;
    struct dictionary *dictionary;
    struct spelling_sum *spellings;
    struct keywords *keywords;
    struct arena *chunks_arena;
    struct former_chunks chunks;
    struct arena *arena; // of names and starts, which are found one after the other
    const struct class_names *names;
    struct stretch_starts starts;
};

enum { BEFORE_KEYWORDS, BEFORE_NAMES, BEFORE_FORMER };

static void before_find(void *context, size_t item, unsigned worker)
{
    (void)worker;
    struct before_words *before = context;
    const struct edition *edition = before->edition;
    const struct listing *listing = &before->dictionary->listing;
    if (item == BEFORE_KEYWORDS && edition->keywords != NULL)
        before->keywords = keywords_choose(edition->keyword_arena, edition->arena,
                                           before->dictionary, before->spellings);
    if (item == BEFORE_NAMES && edition->cache != NULL)
        before->names = class_names_of(before->arena, listing, edition->jobs);
    if (item == BEFORE_NAMES)
        before->starts = dictionary_cut(before->arena, listing->lexicon);
    if (item == BEFORE_FORMER && edition->cache != NULL)
        before->chunks = former_chunks_store(before->chunks_arena, edition->cache, listing->lexicon,
                                             edition->jobs);
}

static struct before_words before_words(const struct edition *edition,
                                        struct dictionary *dictionary,
                                        struct spelling_sum *spellings)
{
    struct before_words before = { .edition = edition,
                                   .dictionary = dictionary,
                                   .spellings = spellings,
                                   .chunks_arena = arena_under(edition->arena),
                                   .arena = arena_under(edition->arena) };
    parallel_each(edition->jobs, BEFORE_FORMER + 1, before_find, &before);
    dictionary->listing.names = before.names;
    dictionary->starts = before.starts;
    return before;
}

// What is done when the lists are made, and knows nothing of each other.
struct after_words {
    const struct edition *edition;
    const struct before_words *before;
    const struct compounds *compounds;
    struct dictionary_files *files;
    struct fingerprint key; // of what the index was made of
    struct tree *words;
};

enum { AFTER_TREE, AFTER_STATE, AFTER_KEYWORDS };

static void after_find(void *context, size_t item, unsigned worker)
{
    (void)worker;
    const struct after_words *after = context;
    const struct edition *edition = after->edition;
    const struct listing *listing = &after->before->dictionary->listing;
    if (item == AFTER_TREE)
        *after->words = dictionary_tree(after->files);
    if (item == AFTER_STATE && edition->cache != NULL)
        former_store(edition->cache, after->key,
                     &(struct index_state){ listing->lexicon, after->before->chunks,
                                            after->compounds, listing->names, listing->stretches });
    if (item == AFTER_KEYWORDS && edition->keywords != NULL)
        *edition->keywords = keywords_of(after->before->keywords);
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
        .edition = edition,
        .entries = entries,
        .lexicon = lexicon,
        .arena = arena_under(arena),
        .distinct_arena = arena_under(arena),
    };
    parallel_each(jobs, ABREAST_COUNT, abreast_find, &abreast);
    struct synonym_list synonyms = synonyms_of(arena, entries->site, lexicon);
    struct dictionary dictionary = { .entries = entries,
                                     .listing = { lexicon, &abreast.compounds, &weights,
                                                  edition->cache, NULL, NULL },
                                     .synonyms = &synonyms,
                                     .distinct = &abreast.distinct };
    struct before_words before = before_words(edition, &dictionary, &abreast.spellings);
    struct after_words after = {
        .edition = edition,
        .before = &before,
        .compounds = &abreast.compounds,
        .files = dictionary_write(&edition->shelf, &dictionary, arena, jobs),
        .key = halves->key,
        .words = &trees->words,
    };
    parallel_each(jobs, AFTER_KEYWORDS + 1, after_find, &after);
    trees->similar = abreast.similar;
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
    if (halves->former == NULL)
        halves->collection = collect(halves);
    parallel_each(edition->jobs, HALF_NUMBERS + 1, half_write, halves);
}

// What the last index was made of, which is read while entries are numbered.
struct recalling {
    const struct edition *edition;
    struct arena *arena;
    struct fingerprint key;
    struct former *former;
};

static void *recall(void *context)
{
    struct recalling *recalling = context;
    recalling->former = former_load(recalling->arena, recalling->edition->cache, recalling->key);
    return NULL;
}

static void edition_write(const struct edition *edition)
{
    struct recalling recalling = {
        .edition = edition,
        .arena = arena_under(edition->arena),
        .key = former_key(edition->languages->codes[edition->number], edition->stops),
    };
    struct beside beside;
    beside_begin(&beside, recall, &recalling);
    struct entries entries = entries_of(edition->arena, edition->site, edition->languages,
                                        edition->number, edition->jobs);
    beside_end(&beside);
    struct groups groups = groups_of(edition->arena, &entries);
    struct root root = { .entries = &entries,
                         .groups = &groups,
                         .languages = edition->languages,
                         .language = edition->number,
                         .stops = edition->stops };
    halves_write(&(struct halves){ .edition = edition,
                                   .entries = &entries,
                                   .groups = &groups,
                                   .key = recalling.key,
                                   .former = recalling.former,
                                   .trees = &root.trees });
    root_write(&edition->shelf, &root);
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
        // What the last one took is left to the caller: to give it back takes time.
        if (i + 1 == languages.count)
            arena_adopt(arena, edition.arena);
        arena_free(edition.arena);
    }
    output_add(output, STR("search/reader.js"), reader_module());
    output_add(output, STR("search/more.js"), reader_more());
    arena_free(own);
}
