// SPDX-License-Identifier: EUPL-1.2
#include "document/fields.h"

#include "base/nearest.h"
#include "base/utf8.h"

enum {
    PAGE = 1 << BASE_PAGE,
    STORY = 1 << BASE_STORY,
    GUIDELINE = 1 << BASE_GUIDELINE,
    CHAPTER = 1 << BASE_CHAPTER,
    TERM = 1 << BASE_TERM,
    REACTION = 1 << BASE_REACTION,
    MODULE = GUIDELINE | CHAPTER,
    TEXT = PAGE | STORY | MODULE, // what one reads from begin to end
    ALL = (1 << BASE_KIND_COUNT) - 1,
};

// clang-format off
#define CHOICE(nl, en, other) { { STR_CONSTANT(nl), STR_CONSTANT(en) }, STR_CONSTANT(other) }
#define STR_CONSTANT(literal) { "" literal "", sizeof(literal) - 1 }
#define S(literal) STR_CONSTANT(literal)
#define CHOICES(list) { list, sizeof list / sizeof *list }
#define NO_CHOICES { NULL, 0 }

static const struct choice statuses[] = {
    CHOICE("concept", "draft", "klad"),
    CHOICE("ter-redactie", "in-review", "review"),
    CHOICE("gepubliceerd", "published", "publiceren"),
    CHOICE("ingetrokken", "withdrawn", "teruggetrokken"),
    CHOICE("verdwenen", "gone", "verwijderd"),
    CHOICE("geldig", "valid", "actueel"),
    CHOICE("in-herziening", "under-revision", "herziening"),
    CHOICE("vervallen", "expired", "lapsed"),
};
static const struct choice name_displays[] = {
    CHOICE("anoniem", "anonymous", ""),
    CHOICE("pseudoniem", "pseudonym", "schuilnaam"),
    CHOICE("voornaam", "first-name", "firstname"),
    CHOICE("volledig", "full", "full-name"),
};
static const struct choice quick_exits[] = {
    CHOICE("auto", "auto", "automatisch"),
    CHOICE("aan", "on", "ja"),
    CHOICE("uit", "off", "nee"),
};
static const struct choice voices[] = {
    CHOICE("ik", "i", "ik-vorm"),
    CHOICE("wij", "we", "wij-vorm"),
};
static const struct choice forms[] = {
    CHOICE("tekst", "text", ""),
    CHOICE("artikel", "article", ""),
    CHOICE("interview", "interview", "vraaggesprek"),
    CHOICE("audio", "audio", "podcast"),
    CHOICE("video", "video", "film"),
    CHOICE("gedicht", "poem", ""),
};

// names, further spellings, type, who may have it, who must, choices, terms
static const struct field_row rows[] = {
    [FIELD_ID] = { { S("id"), S("id") }, { S("identifier") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_TITLE] = { { S("titel"), S("title") }, { { NULL, 0 } },
        FIELD_TEXT, ALL, STORY | MODULE, NO_CHOICES, false },
    [FIELD_SUMMARY] = { { S("samenvatting"), S("summary") },
        { S("description"), S("omschrijving"), S("beschrijving") },
        FIELD_TEXT, ALL, STORY, NO_CHOICES, false },
    [FIELD_DATE_PUBLISHED] = { { S("datum"), S("date") },
        { S("publicatiedatum"), S("publication_date"), S("pubdate") },
        FIELD_DATE, ALL, 0, NO_CHOICES, false },
    [FIELD_STATUS] = { { S("status"), S("status") }, { { NULL, 0 } },
        FIELD_CHOICE, TEXT | TERM | REACTION, STORY, CHOICES(statuses), false },
    [FIELD_CONSENT] = { { S("toestemming"), S("consent") }, { { NULL, 0 } },
        FIELD_TEXT, STORY, STORY, NO_CHOICES, false },
    [FIELD_NAME_DISPLAY] = { { S("weergave"), S("name_display") }, { S("display") },
        FIELD_CHOICE, STORY, STORY, CHOICES(name_displays), false },
    [FIELD_DISPLAY_NAME] = { { S("weergavenaam"), S("display_name") }, { S("schuilnaam") },
        FIELD_TEXT, STORY, 0, NO_CHOICES, false },
    [FIELD_PERSPECTIVE] = { { S("perspectief"), S("perspective") }, { { NULL, 0 } },
        FIELD_TEXTS, STORY | PAGE, STORY, NO_CHOICES, true },
    [FIELD_AGE_GROUP] = { { S("leeftijdsgroep"), S("age_group") }, { { NULL, 0 } },
        FIELD_TEXT, STORY, 0, NO_CHOICES, false },
    [FIELD_REGION] = { { S("regio"), S("region") }, { { NULL, 0 } },
        FIELD_TEXT, STORY | PAGE, 0, NO_CHOICES, false },
    [FIELD_HELPED] = { { S("wat_hielp"), S("what_helped") }, { S("hielp"), S("helped") },
        FIELD_TEXTS, STORY, 0, NO_CHOICES, false },
    [FIELD_CONTENT_NOTES] = { { S("inhoudsnotities"), S("content_notes") },
        { S("inhoudsnotitie"), S("content_note"), S("content_warnings"), S("content_warning"),
          S("inhoudswaarschuwing"), S("waarschuwing"), S("triggerwarning") },
        FIELD_TEXTS, TEXT, 0, NO_CHOICES, true },
    [FIELD_HELPLINES] = { { S("hulplijnen"), S("helplines") }, { S("hulplijn"), S("helpline") },
        FIELD_TEXTS, TEXT | TERM, 0, NO_CHOICES, true },
    [FIELD_QUICK_EXIT] = { { S("snel_verlaten"), S("quick_exit") }, { { NULL, 0 } },
        FIELD_CHOICE, ALL, 0, CHOICES(quick_exits), false },
    [FIELD_INDEX] = { { S("indexeren"), S("index") }, { S("indexable") },
        FIELD_YES_NO, ALL, 0, NO_CHOICES, false },
    [FIELD_FEED] = { { S("feed"), S("feed") }, { { NULL, 0 } },
        FIELD_YES_NO, ALL, 0, NO_CHOICES, false },
    [FIELD_LANGUAGE] = { { S("taal"), S("language") }, { S("lang") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_VOICE] = { { S("vertelvorm"), S("voice") }, { { NULL, 0 } },
        FIELD_CHOICE, STORY, 0, CHOICES(voices), false },
    [FIELD_FORM] = { { S("vorm"), S("form") }, { { NULL, 0 } },
        FIELD_CHOICE, STORY | PAGE, 0, CHOICES(forms), false },
    [FIELD_QUOTE] = { { S("citaat"), S("quote") }, { { NULL, 0 } },
        FIELD_TEXT, TEXT, 0, NO_CHOICES, false },
    [FIELD_LINKS] = { { S("koppelingen"), S("links") }, { S("koppeling"), S("link") },
        FIELD_TEXTS, ALL, 0, NO_CHOICES, true },
    [FIELD_SOURCES] = { { S("bronnen"), S("sources") }, { S("bron"), S("source") },
        FIELD_TEXTS, ALL, 0, NO_CHOICES, false },
    [FIELD_ORIGIN] = { { S("herkomst"), S("origin") }, { { NULL, 0 } },
        FIELD_TEXT, TEXT, 0, NO_CHOICES, false },
    [FIELD_LICENCE] = { { S("licentie"), S("licence") }, { S("license") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_FICTIONAL] = { { S("verzonnen"), S("fictional") }, { S("fictief"), S("invented") },
        FIELD_YES_NO, STORY | PAGE | REACTION, 0, NO_CHOICES, false },
    [FIELD_SORT] = { { S("soort"), S("sort") }, { S("document_type") },
        FIELD_TEXT, PAGE | GUIDELINE, 0, NO_CHOICES, false },
    [FIELD_VERSION] = { { S("versie"), S("version") }, { { NULL, 0 } },
        FIELD_TEXT, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_AUTHORISED] = { { S("autorisatiedatum"), S("authorised") },
        { S("authorized"), S("authorisation_date"), S("geautoriseerd") },
        FIELD_DATE, MODULE, 0, NO_CHOICES, false },
    [FIELD_REVIEWED] = { { S("beoordelingsdatum"), S("reviewed") },
        { S("review_date"), S("beoordeeld") },
        FIELD_DATE, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_REVISE_BEFORE] = { { S("herzien_voor"), S("revise_before") }, { { NULL, 0 } },
        FIELD_DATE, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_REPLACED_BY] = { { S("vervangen_door"), S("replaced_by") }, { { NULL, 0 } },
        FIELD_TEXT, PAGE | MODULE | TERM, 0, NO_CHOICES, false },
    [FIELD_CHANGES_SINCE] = { { S("wijzigingen_sinds"), S("changes_since") },
        { S("gewijzigd_sinds"), S("changed_since"), S("vergelijk"), S("vergelijk_met"),
          S("compare"), S("compare_with") },
        FIELD_TEXTS, GUIDELINE, 0, NO_CHOICES, true },
    [FIELD_CLIENT] = { { S("opdrachtgever"), S("commissioned_by") },
        { S("opdrachtgevers"), S("client") },
        FIELD_TEXTS, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_KEEPER] = { { S("beheerder"), S("maintainer") },
        { S("beheerders"), S("maintainers"), S("keeper") },
        FIELD_TEXTS, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_METHOD] = { { S("methodiek"), S("method") }, { S("methode") },
        FIELD_TEXT, PAGE | MODULE, 0, NO_CHOICES, false },
    [FIELD_GUIDELINE] = { { S("richtlijn"), S("guideline") }, { { NULL, 0 } },
        FIELD_TEXT, CHAPTER, 0, NO_CHOICES, false },
    [FIELD_NUMBER_IN] = { { S("nummer"), S("number") }, { S("volgorde"), S("order"), S("weight") },
        FIELD_NUMBER, ALL, 0, NO_CHOICES, false },
    [FIELD_LABEL] = { { S("label"), S("label") }, { S("term") },
        FIELD_TEXT, TERM, TERM, NO_CHOICES, false },
    [FIELD_SYNONYMS] = { { S("synoniemen"), S("synonyms") }, { S("synoniem"), S("synonym") },
        FIELD_TEXTS, TERM, 0, NO_CHOICES, true },
    [FIELD_SEARCH_TERMS] = { { S("zoektermen"), S("search_terms") },
        { S("zoekterm"), S("search_term"), S("trefwoorden"), S("keywords") },
        FIELD_TEXTS, TEXT | TERM, 0, NO_CHOICES, true },
    [FIELD_BROADER] = { { S("breder"), S("broader") }, { { NULL, 0 } },
        FIELD_TEXTS, TERM, 0, NO_CHOICES, true },
    [FIELD_RELATED] = { { S("verwant"), S("related") }, { { NULL, 0 } },
        FIELD_TEXTS, PAGE | TERM, 0, NO_CHOICES, true },
    [FIELD_ABBREVIATION] = { { S("afkorting"), S("abbreviation") }, { { NULL, 0 } },
        FIELD_TEXT, TERM | GUIDELINE, 0, NO_CHOICES, false },
    [FIELD_ALIASES] = { { S("aliassen"), S("aliases") }, { S("alias") },
        FIELD_TEXTS, ALL, 0, NO_CHOICES, false },
    [FIELD_REACTION_TO] = { { S("op"), S("reaction_to") }, { S("reactie_op") },
        FIELD_TEXT, REACTION, REACTION, NO_CHOICES, false },
    [FIELD_AUTHOR] = { { S("auteur"), S("author") },
        { S("auteurs"), S("authors"), S("naam"), S("name") },
        FIELD_TEXTS, PAGE | MODULE | REACTION, 0, NO_CHOICES, false },
    [FIELD_KIND] = { { S("type"), S("kind") }, { S("paginasoort"), S("page_type") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_DESCRIPTION_IMAGE] = { { S("afbeelding_alt"), S("image_alt") },
        { S("alt"), S("alternatieve_tekst") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_IMAGE] = { { S("afbeelding"), S("image") }, { S("foto"), S("photo") },
        FIELD_TEXT, ALL, 0, NO_CHOICES, false },
    [FIELD_TAXONOMY] = { { S(""), S("") }, { { NULL, 0 } },
        FIELD_TEXTS, ALL, 0, NO_CHOICES, true },
    [FIELD_UNKNOWN] = { { S(""), S("") }, { { NULL, 0 } },
        FIELD_TEXTS, ALL, 0, NO_CHOICES, false },
};

// Known keys that no page shows: who edited it, what it was translated from.
static const str ignored_keys[] = {
    S("redactie"), S("variant"), S("vertaling_van"), S("goedgekeurd_op"), S("uitgangsvragen"),
    S("kaarten"), S("definitie"), S("uitleg"), S("zelfde_als"), S("kaart"),
};

// Names that the usual taxonomies have, in both languages, one and more.
static const str taxonomy_names[][4] = {
    { S("sector"), S("sectoren"), S("sector"), S("sectors") },
    { S("thema"), S("themas"), S("theme"), S("themes") },
    { S("rol"), S("rollen"), S("role"), S("roles") },
    { S("doelgroep"), S("doelgroepen"), S("audience"), S("audiences") },
    { S("kennisbron"), S("kennisbronnen"), S("knowledge_source"), S("knowledge_sources") },
    { S("fase"), S("fasen"), S("phase"), S("phases") },
    { S("ontwikkelstap"), S("ontwikkelstappen"), S("development_step"), S("development_steps") },
    { S("kerntaak"), S("kerntaken"), S("core_task"), S("core_tasks") },
    { S("aspect"), S("aspecten"), S("aspect"), S("aspects") },
    { S("perspectief"), S("perspectieven"), S("perspective"), S("perspectives") },
};
// clang-format on

#define COUNT(list) (sizeof(list) / sizeof *(list))

const struct field_row *field_row(enum field_id id)
{
    return &rows[id];
}

bool field_allowed(enum field_id id, enum base_kind base)
{
    return (rows[id].allowed >> base & 1) != 0;
}

bool field_required(enum field_id id, enum base_kind base)
{
    return (rows[id].required >> base & 1) != 0;
}

str field_name(enum field_id id, enum language language)
{
    return rows[id].names[language];
}

// ---- Spelling ----

bool field_is_blank(uint32_t character)
{
    if (character > ' ' && character < 0xA0)
        return false;
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0xA0 ||
           character == 0xAD || (character >= 0x2000 && character <= 0x200F) ||
           character == 0x2028 || character == 0x2029 || character == 0x202F ||
           character == 0x205F || character == 0x2060 || character == 0x3000 || character == 0xFEFF;
}

// A visible character of ASCII.
static bool is_graphic(char c)
{
    return c > ' ' && c < 0x7F;
}

str field_trim(str text)
{
    size_t from = 0;
    size_t end = text.len;
    if (end > 0 && is_graphic(text.at[0]) && is_graphic(text.at[end - 1]))
        return text;
    for (size_t at = 0; at < text.len && field_is_blank(utf8_next(text, &at));)
        from = at;
    while (end > from) {
        size_t at = end - 1;
        while (at > from && ((unsigned char)text.at[at] & 0xC0) == 0x80)
            at--;
        size_t start = at;
        if (!field_is_blank(utf8_next(text, &at)))
            break;
        end = start;
    }
    return str_slice(text, from, end);
}

// Most keys are written as they are compared.
static bool is_plain(str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (!(key.at[i] >= 'a' && key.at[i] <= 'z') && !(key.at[i] >= '0' && key.at[i] <= '9') &&
            !(key.at[i] == '_' && (i == 0 || key.at[i - 1] != '_')))
            return false;
    return true;
}

str field_plain(struct arena *arena, str key)
{
    if (is_plain(key))
        return key;
    str plain = utf8_plain(arena, field_trim(key));
    char *spelled = arena_alloc(arena, plain.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < plain.len;) {
        size_t from = at;
        uint32_t character = utf8_next(plain, &at);
        bool joins = field_is_blank(character) || character == '-' || character == '_';
        bool skipped = joins || character == '\'';
        for (size_t i = from; !skipped && i < at; i++)
            spelled[len++] = plain.at[i];
        if (joins && (len == 0 || spelled[len - 1] != '_'))
            spelled[len++] = '_';
    }
    return (str){ spelled, len };
}

// ---- Keys ----

// The foreign key at `i` of the schema, which may end in `*`.
static bool is_foreign(struct arena *arena, const struct schema *schema, size_t i, str plain)
{
    str foreign = schema->keys[i];
    if (str_ends(foreign, STR("*")))
        return str_starts(plain, field_plain(arena, str_slice(foreign, 0, foreign.len - 1)));
    return str_equal(plain, field_plain(arena, foreign));
}

// str_equal for a key among hundreds of names, of which nearly all have another
// length or another first letter.
static bool is_same(str key, str name)
{
    return key.len == name.len && key.at[0] == name.at[0] && str_equal(key, name);
}

// A bit for each row of taxonomy_names that the name is in.
static unsigned taxonomies_named(str plain)
{
    unsigned found = 0;
    for (size_t i = 0; i < COUNT(taxonomy_names); i++)
        for (size_t form = 0; form < COUNT(taxonomy_names[i]); form++)
            found |= (unsigned)is_same(plain, taxonomy_names[i][form]) << i;
    return found;
}

static bool taxonomy_find(struct arena *arena, const struct schema *schema, str plain, str *name)
{
    unsigned named = taxonomies_named(plain);
    for (int loose = 0; loose < (named == 0 ? 1 : 2); loose++)
        for (size_t i = 0; i < schema->taxonomy_count; i++) {
            str taxonomy = field_plain(arena, schema->taxonomies[i]);
            if (loose ? (named & taxonomies_named(taxonomy)) != 0 : str_equal(plain, taxonomy)) {
                *name = schema->taxonomies[i];
                return true;
            }
        }
    return false;
}

static bool row_has(const struct field_row *row, str plain)
{
    if (is_same(plain, row->names[DUTCH]) || is_same(plain, row->names[ENGLISH]))
        return true;
    for (size_t i = 0; i < FIELD_SPELLINGS_MAX && row->spellings[i].at != NULL; i++)
        if (is_same(plain, row->spellings[i]))
            return true;
    return false;
}

// What the taxonomies and the table know.
static struct meaning own_meaning(struct arena *arena, const struct schema *schema, str plain)
{
    str taxonomy;
    if (plain.len == 0)
        return (struct meaning){ FIELD_UNKNOWN, plain, false };
    if (taxonomy_find(arena, schema, plain, &taxonomy))
        return (struct meaning){ FIELD_TAXONOMY, taxonomy, false };
    for (size_t id = 0; id < FIELD_TAXONOMY; id++)
        if (row_has(&rows[id], plain))
            return (struct meaning){ (enum field_id)id, rows[id].names[DUTCH], false };
    bool ignored = false;
    for (size_t i = 0; i < COUNT(ignored_keys); i++)
        ignored = ignored || str_equal(plain, ignored_keys[i]);
    return (struct meaning){ FIELD_UNKNOWN, plain, ignored };
}

struct meaning field_meaning(struct arena *arena, const struct schema *schema, str key)
{
    str plain = field_plain(arena, key);
    for (size_t i = 0; i < schema->key_count; i++) {
        if (!is_foreign(arena, schema, i, plain))
            continue;
        if (schema->meanings[i].len == 0)
            return (struct meaning){ FIELD_UNKNOWN, plain, true };
        return own_meaning(arena, schema, field_plain(arena, schema->meanings[i]));
    }
    return own_meaning(arena, schema, plain);
}

str field_nearest(struct arena *arena, const struct schema *schema, str key)
{
    struct nearest nearest = nearest_start(field_plain(arena, key));
    for (size_t i = 0; i < schema->taxonomy_count; i++)
        nearest_try(&nearest, schema->taxonomies[i]);
    for (enum language language = DUTCH; language <= ENGLISH; language++)
        for (size_t id = 0; id < FIELD_TAXONOMY; id++)
            nearest_try(&nearest, rows[id].names[language]);
    return nearest.found;
}
