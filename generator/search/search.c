// SPDX-License-Identifier: EUPL-1.2
#include "search/search.h"

#include "search/dictionary.h"
#include "search/forms.h"
#include "search/reader.h"
#include "search/records.h"

// ---- The root: what a reader loads first, at most about 2 KB ----

static void json_text(struct buf *to, str text)
{
    buf_add_char(to, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\')
            buf_add_char(to, '\\');
        if (c < 0x20)
            buf_add_format(to, "\\u%04x", c);
        else
            buf_add_char(to, (char)c);
    }
    buf_add_char(to, '"');
}

static void json_tree(struct buf *to, const char *name, struct tree tree, size_t per)
{
    char digits[17];
    buf_add_format(to, ",\n  \"%s\": ", name);
    if (tree.count == 0) {
        buf_add(to, STR("null"));
        return;
    }
    buf_add_format(to, "{ \"top\": \"%s\", \"levels\": %u, \"per\": %zu }",
                   shard_name_text(digits, tree.top).at, tree.levels, per);
}

static void json_groups(struct buf *to, const struct groups *groups)
{
    buf_add(to, STR(",\n  \"groups\": ["));
    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->at[i];
        buf_add(to, i > 0 ? STR(",\n    { \"name\": ") : STR("\n    { \"name\": "));
        json_text(to, group->name);
        buf_add(to, STR(", \"label\": "));
        json_text(to, group->label);
        buf_add_format(to, ", \"first\": %zu, \"count\": %zu }", group->first, group->count);
    }
    buf_add(to, STR("\n  ]"));
}

struct trees {
    struct tree words;
    struct tree records;
    struct tree facets;
    struct tree dates;
    struct tree vocabulary;
};

static void root_write(struct output *output, const struct entries *entries,
                       const struct groups *groups, const struct trees *trees, str stops)
{
    struct buf root = { 0 };
    buf_add_format(&root,
                   "{\n  \"format\": %d,\n  \"pages\": %zu,\n  \"language\": ", FORMAT_VERSION,
                   entries->count);
    json_text(&root, entries->site->settings->language);
    json_tree(&root, "words", trees->words, 1);
    json_tree(&root, "records", trees->records, RECORDS_PER_SHARD);
    json_tree(&root, "facets", trees->facets, FACETS_PER_SHARD);
    json_tree(&root, "dates", trees->dates, DATES_PER_SHARD);
    json_tree(&root, "vocabulary", trees->vocabulary, VOCABULARY_PER_SHARD);
    json_groups(&root, groups);
    buf_add(&root, STR(",\n  \"stop\": "));
    json_text(&root, stops);
    buf_add(&root, STR("\n}\n"));
    output_add(output, STR("search/root.json"), buf_view(&root));
    buf_release(&root);
}

static struct tree words_write(const struct shelf *shelf, struct arena *arena,
                               const struct entries *entries, str stops, unsigned jobs)
{
    struct collection *collection = collection_of(entries, stops, jobs);
    struct weights weights = weights_of(collection);
    struct lexicon *lexicon = lexicon_of(arena, collection, stops, jobs);
    struct tree tree = dictionary_write(shelf, lexicon, &weights, jobs);
    collection_free(collection);
    return tree;
}

void search_write(const struct site *site, struct output *output, unsigned jobs)
{
    struct arena *arena = arena_new();
    struct shelf shelf;
    shelf_init(&shelf, output);
    struct entries entries = entries_of(arena, site);
    struct groups groups = groups_of(arena, site);
    size_t *totals = ARENA_ARRAY(arena, size_t, groups.number_count);
    str stops = stop_words(site->settings->language);

    struct trees trees;
    trees.words = words_write(&shelf, arena, &entries, stops, jobs);
    trees.records = records_write(&shelf, &entries, &groups, jobs);
    trees.facets = facets_write(&shelf, &entries, &groups, jobs, totals);
    trees.dates = dates_write(&shelf, &entries, jobs);
    trees.vocabulary = vocabulary_write(&shelf, site, &groups, totals);
    root_write(output, &entries, &groups, &trees, stops);
    output_add(output, STR("search/reader.js"), reader_module());
    arena_free(arena);
}
