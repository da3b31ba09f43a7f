// SPDX-License-Identifier: EUPL-1.2
#include "document/field_values.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "document/date_guess.h"

DIAGNOSTIC(field_unknown, ERROR, "de naam '{1}' is niet bekend", "the name '{1}' is not known",
           "bedoel je '{2}'?", "did you mean '{2}'?");
DIAGNOSTIC(field_repeated, WARNING, "'{1}' staat hier nog een keer; wat op regel {2} staat, telt",
           "'{1}' is given again here; what line {2} says counts",
           "haal een van de twee regels weg", "remove one of the two lines");
DIAGNOSTIC(field_conflict, ERROR,
           "'{1}' staat er twee keer met iets anders, ook op regel {2}; daarom telt geen van beide",
           "'{1}' is given twice with something else, also on line {2}; so neither counts",
           "haal een van de twee regels weg", "remove one of the two lines");
DIAGNOSTIC(field_date, ERROR, "'{1}' is geen datum", "'{1}' is not a date", "schrijf: {2}",
           "write: {2}");
DIAGNOSTIC(field_number, ERROR, "'{1}' is geen heel getal", "'{1}' is not a whole number",
           "schrijf alleen cijfers, zoals: {2}: 3", "write digits only, such as: {2}: 3");
DIAGNOSTIC(field_yes_no, ERROR, "bij '{2}' hoort ja of nee, niet '{1}'",
           "'{2}' is yes or no, not '{1}'", "schrijf: {2}: ja", "write: {2}: yes");
DIAGNOSTIC(field_choice, ERROR, "'{1}' kan niet bij '{2}'; kies uit: {3}",
           "'{2}' cannot be '{1}'; choose from: {3}", "bedoel je '{4}'?", "did you mean '{4}'?");
DIAGNOSTIC(field_one, ERROR, "bij '{1}' hoort één waarde, geen lijst",
           "'{1}' is one value, not a list", "schrijf: {1}: {2}", "write: {1}: {2}");
DIAGNOSTIC(field_shape, ERROR, "bij '{1}' horen geen namen met waarden eronder",
           "'{1}' has no names with values below it", "schrijf: {1}: waarde", "write: {1}: value");
DIAGNOSTIC(field_nested, ERROR, "bij '{1}' staat een lijst in een lijst",
           "'{1}' has a list in a list", "schrijf: {1}: [een, twee]", "write: {1}: [one, two]");
DIAGNOSTIC(field_consent_bare, WARNING,
           "bij '{1}' staat '{2}', maar geen nummer; zo is de toestemming niet terug te vinden",
           "'{1}' says '{2}', but no number; so the consent cannot be found again",
           "schrijf het nummer van het formulier: {1}: T-2026-001",
           "write the number of the form: {1}: T-2026-001");
DIAGNOSTIC(field_consent_no, WARNING, "bij '{1}' staat dat er geen toestemming is: '{2}'",
           "'{1}' says that there is no consent: '{2}'",
           "is er toestemming, schrijf dan het nummer ervan, zoals: {1}: T-2026-001",
           "if there is consent, write its number, such as: {1}: T-2026-001");

// A field while its values are gathered.
struct gathering {
    const struct field_row *row;
    struct field field;
    struct field_mark mark;
    LIST(str) values;
    LIST(struct place) places;
};

static void report(const struct field_reader *reader, const struct diagnostic_kind *kind,
                   struct place place, const str *values)
{
    diagnose(reader->diagnostics, kind, place, values);
}

// ---- Text ----

// A value is one line, whatever way it was written.
static str one_line(struct arena *arena, str text)
{
    text = field_trim(text);
    if (str_find_char(text, '\n', 0) != STR_NONE) {
        char *line = arena_alloc(arena, text.len + 1);
        for (size_t i = 0; i < text.len; i++)
            line[i] = text.at[i] == '\n' ? ' ' : text.at[i];
        text = (str){ line, text.len };
    }
    return utf8_composed(arena, text);
}

static bool is_null(const struct yaml_node *node)
{
    return !node->quoted && (str_equal(node->text, STR("~")) || str_equal(node->text, STR("null")));
}

static void gather(struct arena *arena, struct gathering *gathering, str text, struct place place)
{
    str value = one_line(arena, text);
    if (value.len == 0)
        return;
    LIST_ADD(arena, gathering->values, value);
    LIST_ADD(arena, gathering->places, place);
}

static void gather_parts(struct arena *arena, struct gathering *gathering,
                         const struct yaml_node *node)
{
    str part;
    str rest = node->text;
    struct place place = node->place;
    const char *counted = rest.at; // as far as the column goes
    for (bool more = true; more;) {
        more = str_cut(rest, ',', &part, &rest);
        str text = field_trim(part);
        str before = { counted, (size_t)(text.at - counted) };
        place.column += place.column > 0 ? (unsigned)utf8_length(before) : 0;
        counted = text.at;
        gather(arena, gathering, text, place);
    }
}

// What a source or link with names below it is called; empty when none of
// them is a title.  `- Mijn dochter: haar verhaal` was meant as text.
static str title_of_map(const struct yaml_node *map)
{
    static const char *const names[] = { "titel", "title", "naam", "name", "id", "url" };
    for (size_t i = 0; map->count > 1 && i < sizeof names / sizeof *names; i++) {
        str text = yaml_text(map, str_from_c(names[i]));
        if (text.len > 0)
            return text;
    }
    return STR("");
}

// `bronnen:` with names below it: each name with what belongs to it.
static void gather_pairs(struct field_reader *reader, struct gathering *gathering,
                         const struct yaml_node *map)
{
    struct arena *arena = reader->arena;
    for (size_t i = 0; i < map->count; i++) {
        const struct yaml_pair *pair = &map->pairs[i];
        const struct yaml_node *value = pair->value;
        bool list = value->type == YAML_LIST && value->count > 0;
        for (size_t j = 0; j < (list ? value->count : 1); j++) {
            const struct yaml_node *item = list ? value->items[j] : value;
            str text = item->type == YAML_SCALAR && !is_null(item) ? item->text : STR("");
            str parts[] = { pair->key->text, text.len > 0 ? STR(": ") : STR(""), text, { 0 } };
            gather(arena, gathering, arena_join(arena, parts), pair->key->place);
        }
    }
}

static void gather_item(struct field_reader *reader, struct gathering *gathering,
                        const struct yaml_node *item)
{
    str title = item->type == YAML_MAP ? title_of_map(item) : STR("");
    if (item->type == YAML_SCALAR && !is_null(item))
        gather(reader->arena, gathering, item->text, item->place);
    else if (title.len > 0)
        gather(reader->arena, gathering, title, item->place);
    else if (item->type == YAML_MAP)
        gather_pairs(reader, gathering, item);
    else if (item->type == YAML_LIST && gathering->field.id != FIELD_UNKNOWN)
        report(reader, &field_nested, item->place, VALUES(gathering->mark.key));
}

// Fills in the values; false when the shape is wrong, which has been reported.
static bool gather_all(struct field_reader *reader, struct gathering *gathering,
                       const struct yaml_node *value)
{
    const struct field_row *row = gathering->row;
    if (value->type == YAML_MAP && row->type != FIELD_TEXTS) {
        report(reader, &field_shape, gathering->mark.place, VALUES(gathering->mark.key));
        return false;
    }
    if (value->type == YAML_MAP)
        gather_item(reader, gathering, value);
    else if (value->type == YAML_LIST)
        for (size_t i = 0; i < value->count; i++)
            gather_item(reader, gathering, value->items[i]);
    else if (row->terms && !value->quoted && !is_null(value))
        gather_parts(reader->arena, gathering, value);
    else
        gather_item(reader, gathering, value);

    if (row->type != FIELD_TEXTS && gathering->values.count > 1) {
        report(reader, &field_one, gathering->mark.place,
               VALUES(gathering->mark.key, gathering->values.at[0]));
        return false;
    }
    return gathering->values.count > 0;
}

// ---- Types ----

static bool type_date(struct field_reader *reader, struct gathering *gathering)
{
    struct arena *arena = reader->arena;
    struct field *field = &gathering->field;
    str text = gathering->values.at[0];
    if (date_read(text, &field->date))
        return true;
    struct date guess = date_guess(arena, text);
    str example = date_given(guess) ? date_iso(arena, guess) : STR("2026-03-14");
    report(
        reader, &field_date, gathering->places.at[0],
        VALUES(text, arena_join(arena, (str[]){ gathering->mark.key, STR(": "), example, { 0 } })));
    return false;
}

static bool type_number(struct field_reader *reader, struct gathering *gathering)
{
    str text = gathering->values.at[0];
    if (str_to_number(text, &gathering->field.number))
        return true;
    report(reader, &field_number, gathering->places.at[0], VALUES(text, gathering->mark.key));
    return false;
}

static bool is_one_of(str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_equal(text, str_from_c(*words)))
            return true;
    return false;
}

static bool type_yes_no(struct field_reader *reader, struct gathering *gathering)
{
    static const char *const yes[] = { "ja", "yes", "true", "aan", "on", "j", "y", NULL };
    static const char *const no[] = { "nee", "no", "false", "uit", "off", "n", NULL };
    str plain = field_plain(reader->arena, gathering->values.at[0]);
    gathering->field.yes = is_one_of(plain, yes);
    if (gathering->field.yes || is_one_of(plain, no))
        return true;
    report(reader, &field_yes_no, gathering->places.at[0],
           VALUES(gathering->values.at[0], gathering->mark.key));
    return false;
}

static bool choice_has(struct arena *arena, const struct choice *choice, str plain)
{
    return str_equal(plain, field_plain(arena, choice->names[DUTCH])) ||
           str_equal(plain, field_plain(arena, choice->names[ENGLISH])) ||
           (choice->other.len > 0 && str_equal(plain, field_plain(arena, choice->other)));
}

static void report_choice(struct field_reader *reader, const struct gathering *gathering)
{
    struct choice_list choices = gathering->row->choices;
    str text = gathering->values.at[0];
    struct nearest nearest = nearest_start(utf8_folded(reader->arena, text));
    struct buf all = { 0 };
    for (size_t i = 0; i < choices.count; i++) {
        if (i > 0)
            buf_add(&all, STR(", "));
        buf_add(&all, choices.at[i].names[DUTCH]);
        nearest_try(&nearest, choices.at[i].names[DUTCH]);
        nearest_try(&nearest, choices.at[i].names[ENGLISH]);
    }
    report(reader, &field_choice, gathering->places.at[0],
           VALUES(text, gathering->mark.key, buf_view(&all), nearest.found));
    buf_release(&all);
}

static bool type_choice(struct field_reader *reader, struct gathering *gathering)
{
    struct choice_list choices = gathering->row->choices;
    str plain = field_plain(reader->arena, gathering->values.at[0]);
    for (size_t i = 0; i < choices.count; i++)
        if (choice_has(reader->arena, &choices.at[i], plain)) {
            gathering->values.at[0] = choices.at[i].names[DUTCH];
            return true;
        }
    report_choice(reader, gathering);
    return false;
}

// Consent that says no is no consent.
static bool type_consent(struct field_reader *reader, struct gathering *gathering)
{
    static const char *const no[] = { "nee",      "no",       "false",  "geen",        "none",
                                      "niet",     "uit",      "off",    "ingetrokken", "withdrawn",
                                      "nog_niet", "onbekend", "0",      "n",           "?",
                                      "_",        "nvt",      "n.v.t.", "todo",        "tbd",
                                      NULL };
    static const char *const yes[] = { "ja", "yes", "true", "akkoord", "gegeven", "x", NULL };
    str plain = field_plain(reader->arena, gathering->values.at[0]);
    if (is_one_of(plain, yes))
        report(reader, &field_consent_bare, gathering->places.at[0],
               VALUES(gathering->mark.key, gathering->values.at[0]));
    if (!is_one_of(plain, no))
        return true;
    report(reader, &field_consent_no, gathering->places.at[0],
           VALUES(gathering->mark.key, gathering->values.at[0]));
    return false;
}

static bool type_read(struct field_reader *reader, struct gathering *gathering)
{
    switch (gathering->row->type) {
    case FIELD_DATE:
        return type_date(reader, gathering);
    case FIELD_NUMBER:
        return type_number(reader, gathering);
    case FIELD_YES_NO:
        return type_yes_no(reader, gathering);
    case FIELD_CHOICE:
        return type_choice(reader, gathering);
    case FIELD_TEXT:
    case FIELD_TEXTS:
        break;
    }
    return gathering->field.id != FIELD_CONSENT || type_consent(reader, gathering);
}

// ---- Fields ----

struct field_reader field_reader_new(struct arena *arena, const struct schema *schema,
                                     struct diagnostics *diagnostics)
{
    return (struct field_reader){
        .arena = arena,
        .schema = schema,
        .diagnostics = diagnostics,
        .taxonomies_seen = ARENA_ARRAY(arena, unsigned, schema->taxonomy_count + 1),
    };
}

// Where the line of the first one is remembered; NULL for unknown keys.
static unsigned *seen_of(struct field_reader *reader, struct meaning meaning)
{
    if (meaning.id < FIELD_TAXONOMY)
        return &reader->seen[meaning.id];
    for (size_t i = 0; meaning.id == FIELD_TAXONOMY && i < reader->schema->taxonomy_count; i++)
        if (reader->schema->taxonomies[i].at == meaning.name.at)
            return &reader->taxonomies_seen[i];
    return NULL;
}

// The number of the field, or STR_NONE.
static size_t field_given(const struct field_reader *reader, enum field_id id)
{
    for (size_t i = 0; i < reader->fields.count; i++)
        if (reader->fields.at[i].id == id)
            return i;
    return STR_NONE;
}

// The last one takes its place.
static void field_drop(struct field_reader *reader, size_t number)
{
    reader->fields.at[number] = reader->fields.at[--reader->fields.count];
    reader->marks.at[number] = reader->marks.at[--reader->marks.count];
}

// The first one counts.  But a second word on what may be published can be a
// withdrawal: then neither counts.
static void add_again(struct field_reader *reader, const struct gathering *again,
                      const struct yaml_node *value, unsigned line)
{
    enum field_id id = again->field.id;
    str values[] = { again->mark.key, NUMBER(line), { 0 }, { 0 } };
    bool decides = id == FIELD_STATUS || id == FIELD_CONSENT;
    size_t first = decides ? field_given(reader, id) : STR_NONE;
    bool same = first != STR_NONE && value->type == YAML_SCALAR &&
                str_equal(reader->fields.at[first].values[0], one_line(reader->arena, value->text));
    bool conflict = first != STR_NONE && !same;
    report(reader, conflict ? &field_conflict : &field_repeated, again->mark.place, values);
    if (conflict)
        field_drop(reader, first);
}

static void add_meant(struct field_reader *reader, struct meaning meaning, str key,
                      struct place place, const struct yaml_node *value)
{
    struct gathering gathering = {
        .row = field_row(meaning.id),
        .field = { .id = meaning.id, .name = meaning.name },
        .mark = { .key = key, .place = place },
    };
    unsigned *seen = seen_of(reader, meaning);
    if (seen != NULL && *seen != 0) {
        add_again(reader, &gathering, value, *seen);
        return;
    }
    if (seen != NULL)
        *seen = place.line;
    if (!gather_all(reader, &gathering, value) || !type_read(reader, &gathering))
        return;
    gathering.field.values = gathering.values.at;
    gathering.field.count = (uint32_t)gathering.values.count;
    gathering.mark.value_places = gathering.places.at;
    LIST_ADD(reader->arena, reader->fields, gathering.field);
    LIST_ADD(reader->arena, reader->marks, gathering.mark);
}

// `afbeelding: {bestand: foto.jpg, alt: Een huis}` is two fields.
static void add_image(struct field_reader *reader, str key, const struct yaml_node *value)
{
    static const char *const files[] = { "bestand", "file", "src", "pad", NULL };
    static const char *const texts[] = { "alt", "beschrijving", "description", NULL };
    for (size_t i = 0; i < value->count; i++) {
        const struct yaml_pair *pair = &value->pairs[i];
        str plain = field_plain(reader->arena, pair->key->text);
        bool file = is_one_of(plain, files);
        enum field_id id = file ? FIELD_IMAGE : FIELD_DESCRIPTION_IMAGE;
        struct meaning meaning = { id, field_name(id, DUTCH), false };
        if (file || is_one_of(plain, texts))
            add_meant(reader, meaning, file ? key : pair->key->text, pair->key->place, pair->value);
    }
}

static void add_unknown(struct field_reader *reader, struct meaning meaning,
                        const struct yaml_node *key, const struct yaml_node *value)
{
    if (reader->schema->strict && !meaning.ignored) {
        str nearest = field_nearest(reader->arena, reader->schema, key->text);
        report(reader, &field_unknown, key->place, VALUES(key->text, nearest));
    } else if (!meaning.ignored && value->type != YAML_MAP) {
        add_meant(reader, meaning, key->text, key->place, value);
    }
}

void field_add(struct field_reader *reader, const struct yaml_node *key,
               const struct yaml_node *value)
{
    struct meaning meaning = field_meaning(reader->arena, reader->schema, key->text);
    if (meaning.id == FIELD_UNKNOWN)
        add_unknown(reader, meaning, key, value);
    else if (meaning.id == FIELD_IMAGE && value->type == YAML_MAP)
        add_image(reader, key->text, value);
    else
        add_meant(reader, meaning, key->text, key->place, value);
}
