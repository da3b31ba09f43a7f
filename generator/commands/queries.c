// SPDX-License-Identifier: EUPL-1.2
#include "commands/queries.h"

#include "ask/ask.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/map.h"
#include "base/nearest.h"
#include "base/path.h"
#include "commands/scratch.h"
#include "search/search.h"
#include "source/source.h"
#include "yaml/yaml.h"

DIAGNOSTIC(query_shape, ERROR, "hier hoort een lijst van zoekvragen te staan",
           "a list of queries belongs here",
           "begin elke vraag met een streepje: - zoek: vrije ruimte",
           "begin every query with a hyphen: - search: open space");
DIAGNOSTIC(query_key, ERROR, "'{1}' kan niet bij een zoekvraag staan",
           "'{1}' is not a part of a query", "bedoelde je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(query_repeated, ERROR, "'{1}' staat twee keer bij dezelfde zoekvraag",
           "'{1}' stands twice with the same query",
           "begin elke vraag met een streepje: - zoek: vrije ruimte",
           "begin every query with a hyphen: - search: open space");
DIAGNOSTIC(query_incomplete, ERROR, "bij deze zoekvraag ontbreekt '{1}'", "this query lacks '{2}'",
           "zet eronder: {3}", "put below it: {4}");
DIAGNOSTIC(query_within, ERROR, "'{1}' is geen aantal van 1 tot en met 100",
           "'{1}' is not a number from 1 to 100", "schrijf bijvoorbeeld: binnen: 3",
           "write, for example: within: 3");
DIAGNOSTIC(query_target, ERROR, "er is geen pagina '{1}' op de website",
           "there is no page '{1}' on the website", "bedoelde je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(query_found_nothing, ERROR,
           "wie zoekt op '{1}', vindt niets; '{2}' moet gevonden worden",
           "a search for '{1}' finds nothing; it must find '{2}'",
           "gebruik deze woorden op de pagina, of zet ze bij de synoniemen van een term",
           "use these words on the page, or add them to the synonyms of a term");
DIAGNOSTIC(query_missed, ERROR, "wie zoekt op '{1}', vindt '{2}' niet bij de eerste {3}; wel: {4}",
           "a search for '{1}' does not find '{2}' among the first {3}; it finds: {4}",
           "gebruik deze woorden in de titel of de samenvatting van de pagina, of in de tekst",
           "use these words in the title or the summary of the page, or in its text");
DIAGNOSTIC(query_low, ERROR, "wie zoekt op '{1}', vindt '{2}' pas op plaats {3}; eerst komen: {4}",
           "a search for '{1}' finds '{2}' only in place {3}; first come: {4}",
           "gebruik deze woorden in de titel of de samenvatting, of verhoog 'binnen'",
           "use these words in the title or the summary, or raise 'within'");

enum { WITHIN = 10, WITHIN_MOST = 100, SHOWN_MOST = 5 };

// For all pages together that are not there, so many are looked at for the nearest.
enum { TRIED_MOST = 2000000 };

// Where a page is, and which index has it.
struct spot {
    str address;
    str language;
};

// A page that must be found.
struct target {
    const struct spot *spot;
    str written; // as the editor wrote it
};

struct query {
    str text;
    struct place place;
    unsigned within;
    LIST(struct target) targets;
};

struct opened {
    str language;
    struct index *index;
};

struct queries {
    struct arena *arena;
    const struct site *site;
    struct diagnostics *diagnostics;
    struct map *spots; // by a file or an address as it may be written
    size_t tried;      // pages, for the nearest
    struct scratch_folder *folder;
    LIST(struct query) all;
    LIST(struct opened) opened;
};

// ---- Pages ----

static void spot_add(struct queries *queries, str written, struct spot *spot)
{
    if (written.len > 0 || spot->address.len == 0)
        map_put(queries->spots, written, spot);
}

static void document_add(struct queries *queries, const struct document *document, str address,
                         str language)
{
    struct spot *spot = ARENA_NEW(queries->arena, struct spot);
    *spot = (struct spot){ address, language };
    spot_add(queries, address, spot);
    if (document == NULL)
        return;
    spot_add(queries, document->path, spot);
    spot_add(queries, document->full_path, spot);
}

static void spots_fill(struct queries *queries)
{
    const struct site *site = queries->site;
    for (size_t i = 0; i < site->page_count; i++)
        document_add(queries, site->pages[i]->document, site->pages[i]->address,
                     site->pages[i]->language);
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count; t++) {
            const struct term *term = site->taxonomies[i].terms[t];
            document_add(queries, term->document, term->address, site->language);
        }
}

static str without_slash(str text)
{
    return str_starts(text, STR("/")) ? str_after(text, 1) : text;
}

// The address of what an editor wrote: with or without the site's own address,
// slashes around it, `index.html`, or a part of a page behind a '#'.
static const struct spot *spot_of(struct queries *queries, str written)
{
    const struct spot *found = map_get(queries->spots, written);
    if (found != NULL)
        return found;
    str site = queries->site->settings->address;
    str bare = site.len > 0 && str_starts(written, site) ? str_after(written, site.len) : written;
    bare = without_slash(str_slice(bare, 0, str_find_char(bare, '#', 0)));
    if (str_equal(path_name(bare), STR("index.html")))
        bare = str_slice(bare, 0, bare.len - (sizeof "index.html" - 1));
    found = map_get(queries->spots, bare);
    if (found != NULL || bare.len == 0)
        return found;
    str slashed = arena_join(queries->arena, (str[]){ bare, STR("/"), { 0 } });
    return map_get(queries->spots, slashed);
}

static str nearest_page(struct queries *queries, str written)
{
    const struct site *site = queries->site;
    struct nearest nearest = nearest_start(without_slash(written));
    for (size_t i = 0; i < site->page_count && queries->tried < TRIED_MOST; i++) {
        queries->tried++;
        nearest_try(&nearest, site->pages[i]->address);
        nearest_try(&nearest, site->pages[i]->document->path);
        nearest_try(&nearest, site->pages[i]->document->full_path);
    }
    for (size_t i = 0; i < site->taxonomy_count; i++)
        for (size_t t = 0; t < site->taxonomies[i].term_count && queries->tried < TRIED_MOST; t++) {
            queries->tried++;
            nearest_try(&nearest, site->taxonomies[i].terms[t]->address);
        }
    return nearest.found;
}

// ---- Reading ----

static const struct yaml_node *either(const struct yaml_node *node, const char *dutch,
                                      const char *english)
{
    const struct yaml_node *found = yaml_get(node, str_from_c(dutch));
    return found != NULL ? found : yaml_get(node, str_from_c(english));
}

// In Dutch, and then the same in English.
static const char *const keys[] = { "zoek", "search", "vind", "find", "binnen", "within" };
enum { KEYS = sizeof keys / sizeof *keys };

static void keys_check(struct queries *queries, const struct yaml_node *node)
{
    unsigned seen = 0;
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *key = node->pairs[i].key;
        struct nearest nearest = nearest_start(key->text);
        unsigned bit = 0;
        for (unsigned k = 0; k < KEYS; k++) {
            nearest_try(&nearest, str_from_c(keys[k]));
            if (str_equal(key->text, str_from_c(keys[k])))
                bit = 1u << k / 2;
        }
        if (bit == 0)
            diagnose(queries->diagnostics, &query_key, key->place,
                     VALUES(key->text, nearest.found));
        else if (seen & bit)
            diagnose(queries->diagnostics, &query_repeated, key->place, VALUES(key->text));
        seen |= bit;
    }
}

static void target_lacks(struct queries *queries, struct place place)
{
    diagnose(queries->diagnostics, &query_incomplete, place,
             VALUES(STR("vind"), STR("find"), STR("vind: richtlijnen/herstel/"),
                    STR("find: guidelines/recovery/")));
}

static void target_read(struct queries *queries, struct query *query, const struct yaml_node *node)
{
    str written = node->type == YAML_SCALAR ? str_trim(node->text) : STR("");
    const struct spot *spot = written.len > 0 ? spot_of(queries, written) : NULL;
    if (written.len == 0)
        target_lacks(queries, node->place);
    else if (spot == NULL)
        diagnose(queries->diagnostics, &query_target, node->place,
                 VALUES(written, nearest_page(queries, written)));
    else
        LIST_ADD(queries->arena, query->targets, ((struct target){ spot, written }));
}

static unsigned within_read(struct queries *queries, const struct yaml_node *node)
{
    unsigned within = WITHIN;
    if (node == NULL)
        return within;
    str text = node->type == YAML_SCALAR ? str_trim(node->text) : STR("...");
    if (!str_to_number(text, &within) || within < 1 || within > WITHIN_MOST) {
        diagnose(queries->diagnostics, &query_within, node->place, VALUES(text));
        return WITHIN;
    }
    return within;
}

static void query_read(struct queries *queries, const struct yaml_node *node)
{
    if (node->type != YAML_MAP) {
        diagnose(queries->diagnostics, &query_shape, node->place, NULL);
        return;
    }
    keys_check(queries, node);
    const struct yaml_node *text = either(node, "zoek", "search");
    const struct yaml_node *find = either(node, "vind", "find");
    struct query query = { .text = str_trim(yaml_text(node, STR("zoek"))), .place = node->place };
    if (query.text.len == 0)
        query.text = str_trim(yaml_text(node, STR("search")));
    if (text != NULL)
        query.place = text->place;
    query.within = within_read(queries, either(node, "binnen", "within"));
    if (query.text.len == 0)
        diagnose(queries->diagnostics, &query_incomplete, query.place,
                 VALUES(STR("zoek"), STR("search"), STR("zoek: vrije ruimte"),
                        STR("search: open space")));
    if (find != NULL && find->type == YAML_LIST)
        for (size_t i = 0; i < find->count; i++)
            target_read(queries, &query, find->items[i]);
    else if (find != NULL)
        target_read(queries, &query, find);
    if (find == NULL || (find->type == YAML_LIST && find->count == 0))
        target_lacks(queries, query.place);
    if (query.text.len > 0 && query.targets.count > 0)
        LIST_ADD(queries->arena, queries->all, query);
}

// The folder of tests stands beside the content, so it is a source of its own.
static bool file_find(struct arena *arena, const struct options *options, str *path, str *bytes,
                      struct diagnostics *diagnostics)
{
    struct diagnostics *unheard = diagnostics_new();
    struct source_options wanted = {
        .repository = options->argument_count > 0 ? options->arguments[0] : ".",
        .revision = options->revision,
        .content = "tests",
        .worktree = options->worktree,
        .jobs = 1,
    };
    struct source *source = source_read(&wanted, unheard);
    size_t count;
    size_t file = source == NULL ? STR_NONE : source_find(source, STR("search.yaml"));
    str read;
    bool found = file != STR_NONE && source_bytes(source, file, 0, &read, diagnostics);
    if (found) {
        *path = arena_copy(arena, source_files(source, &count)[file].full_path);
        *bytes = arena_copy(arena, read);
    }
    source_free(source);
    diagnostics_free(unheard);
    return found;
}

struct queries *queries_read(struct arena *arena, const struct options *options,
                             const struct site *site, struct diagnostics *diagnostics)
{
    str path;
    str bytes;
    if (!file_find(arena, options, &path, &bytes, diagnostics))
        return NULL;
    const struct yaml_node *root = yaml_parse(arena, path, bytes, 1, diagnostics);
    if (root == NULL || (root->type == YAML_MAP && root->count == 0))
        return NULL;
    struct queries *queries = ARENA_NEW(arena, struct queries);
    *queries = (struct queries){ .arena = arena, .site = site, .diagnostics = diagnostics };
    queries->spots = map_new(arena);
    spots_fill(queries);
    if (root->type != YAML_LIST)
        diagnose(diagnostics, &query_shape, root->place, NULL);
    for (size_t i = 0; root->type == YAML_LIST && i < root->count; i++)
        query_read(queries, root->items[i]);
    return queries->all.count > 0 ? queries : NULL;
}

// ---- Asking ----

const char *queries_folder(struct queries *queries)
{
    queries->folder = scratch_folder_new(queries->arena, queries->diagnostics);
    return queries->folder == NULL ? NULL : scratch_folder_path(queries->folder);
}

// The place of an address among the results, from 1; 0 when it is not there.
static size_t place_of_result(const struct search_answer *answer, str address)
{
    for (size_t i = 0; i < answer->count; i++)
        if (str_equal(answer->results[i].address, address))
            return i + 1;
    return 0;
}

// "a/, b/": the first addresses that were found.
static str found_instead(struct queries *queries, const struct search_answer *answer, size_t count)
{
    struct buf text = { 0 };
    for (size_t i = 0; i < answer->count && i < count && i < SHOWN_MOST; i++)
        buf_add_format(&text, "%s/%.*s", i > 0 ? ", " : "", STR_ARGS(answer->results[i].address));
    if (answer->count > SHOWN_MOST && count > SHOWN_MOST)
        buf_add(&text, STR(" ..."));
    str copy = arena_copy(queries->arena, buf_view(&text));
    buf_release(&text);
    return copy;
}

static void target_check(struct queries *queries, const struct query *query,
                         const struct target *target, const struct search_answer *answer)
{
    size_t place = place_of_result(answer, target->spot->address);
    if (place > 0 && place <= query->within)
        return;
    if (answer->count == 0)
        diagnose(queries->diagnostics, &query_found_nothing, query->place,
                 VALUES(query->text, target->written));
    else if (place == 0)
        diagnose(queries->diagnostics, &query_missed, query->place,
                 VALUES(query->text, target->written, NUMBER(query->within),
                        found_instead(queries, answer, query->within)));
    else
        diagnose(queries->diagnostics, &query_low, query->place,
                 VALUES(query->text, target->written, NUMBER(place),
                        found_instead(queries, answer, place - 1)));
}

// Asks for one page, in the index that has it.
static void target_ask(struct queries *queries, struct index *index, const struct query *query,
                       const struct target *target)
{
    struct arena *arena = arena_new();
    struct search_wish wish = { .query = query->text, .limit = WITHIN_MOST };
    struct search_answer answer;
    if (index != NULL && search_ask(arena, index, &wish, &answer))
        target_check(queries, query, target, &answer);
    arena_free(arena);
}

// The index of a language, opened once.
static struct index *index_of(struct queries *queries, str language)
{
    for (size_t i = 0; i < queries->opened.count; i++)
        if (str_equal(queries->opened.at[i].language, language))
            return queries->opened.at[i].index;
    struct index *index = search_open(queries->arena, scratch_folder_path(queries->folder),
                                      language, queries->diagnostics);
    LIST_ADD(queries->arena, queries->opened, ((struct opened){ language, index }));
    return index;
}

void queries_ask(struct queries *queries)
{
    if (queries->folder == NULL)
        return;
    for (size_t i = 0; i < queries->all.count; i++) {
        const struct query *query = &queries->all.at[i];
        for (size_t t = 0; t < query->targets.count; t++)
            target_ask(queries, index_of(queries, query->targets.at[t].spot->language), query,
                       &query->targets.at[t]);
    }
}

void queries_end(struct queries *queries)
{
    if (queries != NULL)
        scratch_folder_remove(queries->folder);
}
