// SPDX-License-Identifier: EUPL-1.2
// libyaml's complaints, told to people: a row for each, and where one can tell
// the corrected line.
#include "base/utf8.h"
#include "yaml/reader.h"

#include <string.h>

DIAGNOSTIC(yaml_colon, ERROR, "in deze waarde staat een dubbele punt",
           "there is a colon in this value", "zet de waarde tussen aanhalingstekens: {1}",
           "put the value in quotes: {1}");
DIAGNOSTIC(yaml_indent, ERROR, "deze regel springt anders in dan de regels waar hij bij hoort",
           "this line is indented differently from the lines it belongs to",
           "laat namen die bij elkaar horen even ver inspringen",
           "indent names that belong together equally");
DIAGNOSTIC(yaml_tab, ERROR, "deze regel springt in met een tab", "this line is indented with a tab",
           "gebruik spaties: {1}", "use spaces: {1}");
DIAGNOSTIC(yaml_character, ERROR, "een waarde kan niet met '{2}' beginnen",
           "a value cannot begin with '{2}'", "zet de waarde tussen aanhalingstekens: {1}",
           "put the value in quotes: {1}");
DIAGNOSTIC(yaml_quote, ERROR, "het aanhalingsteken aan het eind ontbreekt",
           "the closing quote is missing", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(yaml_after_quote, ERROR, "er staat nog tekst achter het aanhalingsteken",
           "there is text behind the closing quote",
           "zet de hele waarde tussen aanhalingstekens: {1}", "put the whole value in quotes: {1}");
DIAGNOSTIC(yaml_bracket, ERROR, "het haakje aan het eind ontbreekt, of een komma in de lijst",
           "a closing bracket or a comma is missing", "schrijf: {1}", "write: {1}");
DIAGNOSTIC(yaml_no_colon, ERROR, "op deze regel ontbreekt de dubbele punt met een spatie erachter",
           "the colon with a space behind it is missing on this line", "schrijf: {1}",
           "write: {1}");
DIAGNOSTIC(yaml_dash, ERROR, "een lijst met streepjes begint op een nieuwe regel",
           "a list with dashes begins on a new line", "zet elk streepje op een eigen regel",
           "put each dash on a line of its own");
DIAGNOSTIC(yaml_alias, ERROR, "een waarde kan niet met '&' of '*' beginnen",
           "a value cannot begin with '&' or '*' (anchors and aliases are not possible here)",
           "zet de waarde tussen aanhalingstekens: {1}", "put the value in quotes: {1}");
DIAGNOSTIC(yaml_tag, ERROR, "een waarde kan niet met '!' beginnen",
           "a value cannot begin with '!' (tags are not possible here)",
           "zet de waarde tussen aanhalingstekens: {1}", "put the value in quotes: {1}");
DIAGNOSTIC(yaml_escape, ERROR, "na de schuine streep '\\' staat een teken dat hier niet kan",
           "the backslash '\\' is followed by something that it cannot be followed by",
           "gebruik enkele aanhalingstekens, of schrijf '\\\\'",
           "use single quotes, or write '\\\\'");
DIAGNOSTIC(yaml_control, ERROR, "hier staat een onzichtbaar teken dat niet mag",
           "there is an invisible character that is not allowed here",
           "haal het teken weg, of typ de regel opnieuw", "remove it, or type the line again");
DIAGNOSTIC(yaml_utf8, ERROR, "dit bestand is niet opgeslagen als UTF-8",
           "this file is not saved as UTF-8", "sla het bestand op met codering UTF-8",
           "save the file with encoding UTF-8");
DIAGNOSTIC(yaml_more, ERROR, "hier staat tekst na het einde van de gegevens",
           "there is text behind the end of the values", "haal de tekst weg", "remove the text");
DIAGNOSTIC(yaml_syntax, ERROR, "dit is niet te begrijpen ({1})", "this is not YAML ({1})",
           "schrijf elke regel als 'naam: waarde'", "write each line as 'name: value'");

// Where libyaml points, and that line.
struct spot {
    yaml_mark_t mark;
    str line;
    size_t at; // the byte in `line`
};

static struct spot spot_of(const struct reader *reader, yaml_mark_t mark)
{
    struct spot spot = { .mark = mark, .line = reader_line(reader, mark.line) };
    for (size_t column = 0; column < mark.column && spot.at < spot.line.len; column++)
        utf8_next(spot.line, &spot.at);
    return spot;
}

// Where the value of the first `key: value` on the line begins; the start of
// the text when there is none.
static size_t value_start(str line)
{
    size_t colon = str_find(line, STR(": "), 0);
    size_t at = colon == STR_NONE ? 0 : colon + 2;
    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '-'))
        at++;
    return at;
}

static str quoted_value(const struct reader *reader, str line)
{
    size_t start = value_start(line);
    str value = str_trim(str_after(line, start));
    return arena_join(
        reader->arena,
        (str[]){ str_slice(line, 0, start), yaml_quoted(reader->arena, value), { 0 } });
}

static str with_end(const struct reader *reader, str line, str end)
{
    size_t len = line.len;
    while (len > 0 && line.at[len - 1] == ' ')
        len--;
    return arena_join(reader->arena, (str[]){ str_slice(line, 0, len), end, { 0 } });
}

static str without_tabs(const struct reader *reader, str line)
{
    size_t start = 0;
    struct buf corrected = { 0 };
    for (; start < line.len && (line.at[start] == '\t' || line.at[start] == ' '); start++)
        buf_add(&corrected, line.at[start] == '\t' ? STR("  ") : STR(" "));
    buf_add(&corrected, str_after(line, start));
    str copy = arena_copy(reader->arena, buf_view(&corrected));
    buf_release(&corrected);
    return copy;
}

// ---- One function a complaint ----

// Points at the first word of the line.
static void tell_indent(struct reader *reader, struct spot spot)
{
    spot.mark.column = 0;
    while (spot.mark.column < spot.line.len && spot.line.at[spot.mark.column] == ' ')
        spot.mark.column++;
    reader_report(reader, &yaml_indent, spot.mark, NULL);
}

static void tell_colon(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    size_t first = str_find(spot.line, STR(": "), 0);
    if (first != STR_NONE && first < spot.at)
        reader_report(reader, &yaml_colon, spot.mark, VALUES(quoted_value(reader, spot.line)));
    else
        tell_indent(reader, spot);
}

static void tell_tab(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    reader_report(reader, &yaml_tab, spot.mark, VALUES(without_tabs(reader, spot.line)));
}

static void tell_start(struct reader *reader, struct spot spot, struct spot context)
{
    if (spot.at < spot.line.len && spot.line.at[spot.at] == '\t') {
        tell_tab(reader, spot, context);
        return;
    }
    size_t end = spot.at;
    if (end < spot.line.len)
        utf8_next(spot.line, &end);
    reader_report(
        reader, &yaml_character, spot.mark,
        VALUES(reader_quoted_from(reader, spot.mark), str_slice(spot.line, spot.at, end)));
}

// 's avonds, 't was: an apostrophe and no quote.
static bool is_apostrophe(str text)
{
    return text.len > 2 && text.at[0] == '\'' && utf8_is_word((unsigned char)text.at[1]) &&
           text.at[2] == ' ';
}

static void tell_quote(struct reader *reader, struct spot spot, struct spot context)
{
    (void)spot;
    str quote = str_slice(context.line, context.at, context.at + 1);
    str corrected = is_apostrophe(str_after(context.line, context.at))
                        ? reader_quoted_from(reader, context.mark)
                        : with_end(reader, context.line, quote);
    reader_report(reader, &yaml_quote, context.mark, VALUES(corrected));
}

static void tell_bracket(struct reader *reader, struct spot spot, struct spot context)
{
    (void)spot;
    char open = context.at < context.line.len ? context.line.at[context.at] : '\0';
    bool list = open == '[';
    bool missing = (list || open == '{') &&
                   str_find_char(context.line, list ? ']' : '}', context.at) == STR_NONE;
    str corrected = with_end(reader, context.line, list ? STR("]") : STR("}"));
    reader_report(reader, &yaml_bracket, context.mark, VALUES(missing ? corrected : STR("")));
}

// `titel:Mijn verhaal`; a line without any colon has no corrected form.
static void tell_no_colon(struct reader *reader, struct spot spot, struct spot context)
{
    (void)spot;
    size_t colon = str_find_char(context.line, ':', 0);
    str corrected = STR("");
    if (colon != STR_NONE)
        corrected = arena_join(reader->arena, (str[]){ str_slice(context.line, 0, colon),
                                                       STR(": "),
                                                       str_after(context.line, colon + 1),
                                                       { 0 } });
    reader_report(reader, &yaml_no_colon, context.mark, VALUES(corrected));
}

static void tell_key(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    str before = str_trim(str_slice(spot.line, 0, spot.at));
    if (str_ends(before, STR("\"")) || str_ends(before, STR("'")))
        reader_report(reader, &yaml_after_quote, spot.mark,
                      VALUES(quoted_value(reader, spot.line)));
    else
        tell_indent(reader, spot);
}

static void tell_dash(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    reader_report(reader, &yaml_dash, spot.mark, NULL);
}

static void tell_name(struct reader *reader, struct spot spot, struct spot context)
{
    (void)spot;
    reader_refuse_name(reader, context.mark);
}

static void tell_tag(struct reader *reader, struct spot spot, struct spot context)
{
    (void)spot;
    reader_refuse_tag(reader, context.mark);
}

static void tell_escape(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    reader_report(reader, &yaml_escape, spot.mark, NULL);
}

static void tell_more(struct reader *reader, struct spot spot, struct spot context)
{
    (void)context;
    reader_report(reader, &yaml_more, spot.mark, NULL);
}

struct complaint {
    const char *context; // how libyaml's context begins; NULL for any
    const char *problem; // how its problem begins; NULL for any
    void (*tell)(struct reader *reader, struct spot spot, struct spot context);
};

// The first row that fits tells it.
static const struct complaint complaints[] = {
    { "while scanning an anchor", NULL, tell_name },
    { "while scanning an alias", NULL, tell_name },
    { "while scanning a tag", NULL, tell_tag },
    { "while parsing a tag", NULL, tell_tag },
    { "while parsing a node", "found undefined tag handle", tell_tag },
    { "while scanning a quoted scalar", "found unexpected", tell_quote },
    { "while parsing a quoted scalar", NULL, tell_escape },
    { "while parsing a flow", NULL, tell_bracket },
    { NULL, "found a tab character", tell_tab },
    { NULL, "mapping values are not allowed", tell_colon },
    { NULL, "found character that cannot start", tell_start },
    { NULL, "could not find expected ':'", tell_no_colon },
    { NULL, "did not find expected key", tell_key },
    { NULL, "did not find expected '-'", tell_key },
    { NULL, "block sequence entries are not allowed", tell_dash },
    { NULL, "did not find expected <document start>", tell_more },
};

static bool begins(const char *text, const char *start)
{
    return start == NULL || (text != NULL && strncmp(text, start, strlen(start)) == 0);
}

// Bytes that libyaml does not read at all: it says at which byte.
static void tell_bytes(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    bool control = begins(parser->problem, "control characters");
    struct place place = place_in(reader->path, reader->text, parser->problem_offset);
    place.line += reader->first_line - 1;
    diagnose(reader->diagnostics, control ? &yaml_control : &yaml_utf8, place, NULL);
}

void reader_refuse_name(struct reader *reader, yaml_mark_t mark)
{
    reader_report(reader, &yaml_alias, mark, VALUES(reader_quoted_from(reader, mark)));
}

void reader_refuse_tag(struct reader *reader, yaml_mark_t mark)
{
    reader_report(reader, &yaml_tag, mark, VALUES(reader_quoted_from(reader, mark)));
}

void reader_problem(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    if (reader->diagnostics == NULL)
        return;
    if (parser->error == YAML_READER_ERROR) {
        tell_bytes(reader);
        return;
    }
    struct spot spot = spot_of(reader, parser->problem_mark);
    struct spot context = spot_of(reader, parser->context_mark);
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++) {
        const struct complaint *row = &complaints[i];
        if (begins(parser->context, row->context) && begins(parser->problem, row->problem)) {
            row->tell(reader, spot, context);
            return;
        }
    }
    const char *problem = parser->problem == NULL ? "" : parser->problem;
    reader_report(reader, &yaml_syntax, spot.mark, VALUES(str_from_c(problem)));
}
