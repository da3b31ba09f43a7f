// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "document/front_matter.h"

#include <stdlib.h>
#include <string.h>

static const str taxonomies[] = { { "sector", 6 }, { "thema", 5 }, { "rol", 3 } };
static const struct schema schema = {
    .taxonomies = taxonomies,
    .taxonomy_count = 3,
    .strict = true,
};

// A file that someone may write, what is understood of it and what is said.
struct row {
    const char *what;
    const char *text;
    const char *fields;   // `name=value|value` for each, with `;` behind it
    const char *messages; // all, without excerpts
};

struct result {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct front_matter matter;
};

static struct result read_text(str text, const struct schema *by)
{
    struct result result = { arena_new(), diagnostics_new(), { 0 } };
    result.matter = front_matter_read(result.arena, STR("v.md"), text, by, result.diagnostics);
    return result;
}

static void release(struct result *result)
{
    arena_free(result->arena);
    diagnostics_free(result->diagnostics);
}

static void fields_told(struct buf *to, const struct front_matter *matter)
{
    for (size_t i = 0; i < matter->count; i++) {
        const struct field *field = &matter->fields[i];
        buf_add(to, field->name);
        for (size_t j = 0; j < field->count; j++) {
            buf_add_char(to, j == 0 ? '=' : '|');
            buf_add(to, field->values[j]);
        }
        buf_add_char(to, ';');
    }
    buf_add_char(to, '\0');
}

// The report without its excerpts.
static void messages_told(struct buf *to, struct diagnostics *diagnostics)
{
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);
    diagnostics_print(diagnostics, MESSAGES_TEXT, DUTCH, memory);
    fclose(memory);
    str line;
    str rest = { text, len };
    while (rest.len > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (str_find(line, STR(" | "), 0) > 5 || str_starts(line, STR("v.md")))
            buf_add_format(to, "%.*s\n", STR_ARGS(line));
    }
    buf_add_char(to, '\0');
    free(text);
}

static void check_row(const struct row *row)
{
    struct buf fields = { 0 };
    struct buf messages = { 0 };
    struct result result = read_text(str_from_c(row->text), &schema);
    fields_told(&fields, &result.matter);
    messages_told(&messages, result.diagnostics);
    bool same = strcmp(fields.at, row->fields) == 0 && strcmp(messages.at, row->messages) == 0;
    if (!same)
        print_message("%s:\n%s\n%s\n", row->what, fields.at, messages.at);
    buf_release(&fields);
    buf_release(&messages);
    release(&result);
    if (!same)
        fail_msg("%s: wanted\n%s\n%s", row->what, row->fields, row->messages);
}

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

#define CHECK(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

static void test_front_matter__what_is_right_is_read_in_silence(void **state)
{
    static const struct row rows[] = {
        { "plain fields",
          "---\n"
          "titel: Mijn verhaal\n"
          "datum: 2026-03-14\n"
          "thema: [rouw, hoop]\n"
          "---\n"
          "Tekst\n",
          "titel=Mijn verhaal;datum=2026-03-14;thema=rouw|hoop;", "" },
        { "a block list and a block of text",
          "---\n"
          "thema:\n"
          "  - rouw\n"
          "  - hoop\n"
          "samenvatting: >\n"
          "  Een lange\n"
          "  zin.\n"
          "---\n",
          "thema=rouw|hoop;samenvatting=Een lange zin.;", "" },
        { "a value over more lines",
          "---\n"
          "samenvatting: een\n"
          "  twee\n"
          "  drie\n"
          "thema: [a,\n"
          "  b]\n"
          "---\n",
          "samenvatting=een twee drie;thema=a|b;", "" },
        { "quotes that are needed",
          "---\n"
          "titel: \"Deel 2: thuis\"\n"
          "samenvatting: 'zij zei \"nee\"'\n"
          "---\n",
          "titel=Deel 2: thuis;samenvatting=zij zei \"nee\";", "" },
        { "remarks",
          "---\n"
          "# over dit bestand\n"
          "titel: X # mijn titel\n"
          "\n"
          "datum: 2026-03-14\n"
          "---\n",
          "titel=X;datum=2026-03-14;", "" },
        { "byte order mark and CRLF",
          "\xEF\xBB\xBF"
          "---\r\n"
          "titel: X\r\n"
          "thema: [a, b]\r\n"
          "---\r\n"
          "Tekst\r\n",
          "titel=X;thema=a|b;", "" },
        { "CR alone", "---\rtitel: X\r---\rTekst\r", "titel=X;", "" },
        { "spaces behind the fences",
          "---  \n"
          "titel: X\n"
          "--- \t\n"
          "Tekst\n",
          "titel=X;", "" },
        { "dots at the end",
          "---\n"
          "titel: X\n"
          "...\n"
          "Tekst\n",
          "titel=X;", "" },
        { "names in capitals and with spaces",
          "---\n"
          "Titel: X\n"
          "SECTOR: ggz\n"
          "Wat hielp : rust\n"
          "---\n",
          "titel=X;sector=ggz;wat_hielp=rust;", "" },
        { "English names",
          "---\n"
          "title: X\n"
          "theme: [a]\n"
          "what-helped: [b]\n"
          "quick_exit: on\n"
          "---\n",
          "titel=X;thema=a;wat_hielp=b;snel_verlaten=aan;", "" },
        { "fields in braces",
          "---\n"
          "{titel: X, thema: [a, b]}\n"
          "---\n",
          "titel=X;thema=a|b;", "" },
        { "names in quotes",
          "---\n"
          "\"titel\": X\n"
          "---\n",
          "titel=X;", "" },
        { "an image with a description",
          "---\n"
          "afbeelding:\n"
          "  bestand: huis.jpg\n"
          "  alt: Een huis\n"
          "---\n",
          "afbeelding=huis.jpg;afbeelding_alt=Een huis;", "" },
        { "nothing behind the name",
          "---\n"
          "titel: X\n"
          "synoniemen:\n"
          "zoektermen: []\n"
          "auteur: ~\n"
          "---\n",
          "titel=X;", "" },
        { "all names indented alike",
          "---\n"
          "  titel: X\n"
          "  thema:\n"
          "    - a\n"
          "---\n",
          "titel=X;thema=a;", "" },
        { "no fields",
          "---\n"
          "---\n"
          "Tekst\n",
          "", "" },
        { "only a remark",
          "---\n"
          "# nog niets\n"
          "---\n"
          "Tekst\n",
          "", "" },
        { "a curly quote inside",
          "---\n"
          "titel: “Niet gek” en ‘anders’ zijn\n"
          "---\n",
          "titel=“Niet gek” en ‘anders’ zijn;", "" },
        { "a time and an address",
          "---\n"
          "samenvatting: om 12:30 bij https://example.org/#a\n"
          "---\n",
          "samenvatting=om 12:30 bij https://example.org/#a;", "" },
        { "apostrophes inside",
          "---\n"
          "titel: Opa's en oma's\n"
          "---\n",
          "titel=Opa's en oma's;", "" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__colons_are_understood(void **state)
{
    static const struct row rows[] = {
        { "a colon in the value",
          "---\n"
          "titel: Mijn verhaal: deel 2\n"
          "auteur: Jan\n"
          "---\n",
          "titel=Mijn verhaal: deel 2;auteur=Jan;",
          "v.md:2:8: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"Mijn verhaal: deel 2\"\n" },
        { "a colon at the end",
          "---\n"
          "titel: Wat ik wil zeggen:\n"
          "---\n",
          "titel=Wat ik wil zeggen:;",
          "v.md:2:8: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"Wat ik wil zeggen:\"\n" },
        { "a colon and quotes in the value",
          "---\n"
          "titel: Zij zei: \"nee\"\n"
          "---\n",
          "titel=Zij zei: \"nee\";",
          "v.md:2:8: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: 'Zij zei: \"nee\"'\n" },
        { "no space behind the colon",
          "---\n"
          "titel:Mijn verhaal\n"
          "datum:14 maart 2026\n"
          "thema:[rouw, hoop]\n"
          "---\n",
          "titel=Mijn verhaal;datum=14 maart 2026;thema=rouw|hoop;",
          "v.md:2:1: let op: achter de dubbele punt ontbreekt een spatie [matter_glued]\n"
          "   hint: schrijf: titel: Mijn verhaal\n"
          "v.md:3:1: let op: achter de dubbele punt ontbreekt een spatie [matter_glued]\n"
          "   hint: schrijf: datum: 14 maart 2026\n"
          "v.md:4:1: let op: achter de dubbele punt ontbreekt een spatie [matter_glued]\n"
          "   hint: schrijf: thema: [rouw, hoop]\n" },
        { "no space behind the colon and one in the value",
          "---\n"
          "titel:Mijn verhaal: deel 2\n"
          "---\n",
          "titel=Mijn verhaal: deel 2;",
          "v.md:2:1: let op: achter de dubbele punt ontbreekt een spatie [matter_glued]\n"
          "   hint: schrijf: titel: \"Mijn verhaal: deel 2\"\n" },
        { "an equals sign",
          "---\n"
          "titel = Mijn verhaal\n"
          "---\n",
          "titel=Mijn verhaal;",
          "v.md:2:1: let op: hier hoort een dubbele punt en geen '=' [matter_equals]\n"
          "   hint: schrijf: titel: Mijn verhaal\n" },
        { "a colon in a list item",
          "---\n"
          "wat_hielp:\n"
          "  - rust: veel rust: elke dag\n"
          "---\n",
          "wat_hielp=rust: veel rust: elke dag;",
          "v.md:3:11: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens:   - rust: \"veel rust: elke dag\"\n" },
        { "no colon",
          "---\n"
          "titel Mijn verhaal\n"
          "auteur: Jan\n"
          "---\n",
          "auteur=Jan;",
          "v.md:2: fout: achter 'titel' ontbreekt de dubbele punt [matter_no_colon]\n"
          "   hint: schrijf: titel: Mijn verhaal\n" },
        { "a semicolon for a colon",
          "---\n"
          "auteur: Jan\n"
          "titel; Mijn verhaal\n"
          "---\n",
          "auteur=Jan;",
          "v.md:3:1: fout: achter 'titel' ontbreekt de dubbele punt [matter_no_colon]\n"
          "   hint: schrijf: titel: Mijn verhaal\n" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__quotes_are_mended(void **state)
{
    static const struct row rows[] = {
        { "curly quotes",
          "---\n"
          "titel: “Mijn verhaal”\n"
          "samenvatting: ‘Een zin’\n"
          "---\n",
          "titel=Mijn verhaal;samenvatting=Een zin;",
          "v.md:2:8: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: titel: \"Mijn verhaal\"\n"
          "v.md:3:15: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: samenvatting: \"Een zin\"\n" },
        { "low curly quotes",
          "---\n"
          "titel: „Mijn verhaal”\n"
          "---\n",
          "titel=Mijn verhaal;",
          "v.md:2:8: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: titel: \"Mijn verhaal\"\n" },
        { "curly quotes in a list",
          "---\n"
          "thema: [“rouw”, ‘hoop’]\n"
          "sector:\n"
          "  - “ggz”\n"
          "---\n",
          "thema=rouw|hoop;sector=ggz;",
          "v.md:2:8: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: thema: [\"rouw\", \"hoop\"]\n"
          "v.md:4:5: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens:   - \"ggz\"\n" },
        { "a curly quote closed by a straight one",
          "---\n"
          "titel: “Mijn verhaal\"\n"
          "---\n",
          "titel=Mijn verhaal;",
          "v.md:2:8: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: titel: \"Mijn verhaal\"\n" },
        { "a straight quote closed by a curly one",
          "---\n"
          "titel: \"Mijn verhaal”\n"
          "---\n",
          "titel=Mijn verhaal;",
          "v.md:2:8: let op: om deze waarde staan gekrulde aanhalingstekens [matter_curly]\n"
          "   hint: gebruik rechte aanhalingstekens: titel: \"Mijn verhaal\"\n" },
        { "no closing quote",
          "---\n"
          "titel: \"Mijn verhaal\n"
          "auteur: Jan\n"
          "---\n",
          "titel=Mijn verhaal;auteur=Jan;",
          "v.md:2:8: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf: titel: \"Mijn verhaal\"\n" },
        { "no closing quote, and one further on",
          "---\n"
          "titel: \"Mijn verhaal\n"
          "auteur: Jan\"\n"
          "---\n",
          "titel=Mijn verhaal;auteur=Jan;",
          "v.md:2:8: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf: titel: \"Mijn verhaal\"\n"
          "v.md:3:9: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf: auteur: \"Jan\"\n" },
        { "no opening quote",
          "---\n"
          "titel: Mijn verhaal\"\n"
          "---\n",
          "titel=Mijn verhaal;",
          "v.md:2:8: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf: titel: \"Mijn verhaal\"\n" },
        { "text behind the quote",
          "---\n"
          "titel: \"Mijn\" verhaal\n"
          "---\n",
          "titel=\"Mijn\" verhaal;",
          "v.md:2:8: let op: er staat tekst buiten de aanhalingstekens [matter_outside]\n"
          "   hint: zet de hele waarde tussen aanhalingstekens: titel: '\"Mijn\" verhaal'\n" },
        { "an apostrophe at the start",
          "---\n"
          "titel: 's Avonds laat\n"
          "samenvatting: 't Was 's nachts bij 't raam\n"
          "---\n",
          "titel='s Avonds laat;samenvatting='t Was 's nachts bij 't raam;",
          "v.md:2:8: let op: deze waarde begint met een apostrof [matter_apostrophe]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"'s Avonds laat\"\n"
          "v.md:3:15: let op: deze waarde begint met een apostrof [matter_apostrophe]\n"
          "   hint: zet de waarde tussen aanhalingstekens: samenvatting: \"'t Was 's nachts bij 't raam\"\n" },
        { "a backslash",
          "---\n"
          "titel: \"C:\\map\\q\"\n"
          "---\n",
          "titel=C:\\map\\q;",
          "v.md:2:8: let op: in deze waarde staat een schuine streep '\\' [matter_backslash]\n"
          "   hint: gebruik enkele aanhalingstekens: titel: 'C:\\map\\q'\n" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__signs_at_the_start_are_text(void **state)
{
    static const struct row rows[] = {
        { "@ ` % at the start",
          "---\n"
          "titel: @jan\n"
          "samenvatting: %d\n"
          "auteur: `x`\n"
          "---\n",
          "titel=@jan;samenvatting=%d;auteur=`x`;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '@' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"@jan\"\n"
          "v.md:3:15: let op: een waarde kan niet zomaar met '%' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: samenvatting: \"%d\"\n"
          "v.md:4:9: let op: een waarde kan niet zomaar met '`' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: auteur: \"`x`\"\n" },
        { "* & ! at the start",
          "---\n"
          "titel: *Mijn* verhaal\n"
          "samenvatting: &c d\n"
          "auteur: !belangrijk\n"
          "---\n",
          "titel=*Mijn* verhaal;samenvatting=&c d;auteur=!belangrijk;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '*' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"*Mijn* verhaal\"\n"
          "v.md:3:15: let op: een waarde kan niet zomaar met '&' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: samenvatting: \"&c d\"\n"
          "v.md:4:9: let op: een waarde kan niet zomaar met '!' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: auteur: \"!belangrijk\"\n" },
        { "> and - at the start",
          "---\n"
          "titel: > lees dit\n"
          "samenvatting: - en nu\n"
          "---\n",
          "titel=> lees dit;samenvatting=- en nu;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '>' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"> lees dit\"\n"
          "v.md:3:15: let op: een waarde kan niet zomaar met '-' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: samenvatting: \"- en nu\"\n" },
        { "a template",
          "---\n"
          "titel: {{naam}}\n"
          "---\n",
          "titel={{naam}};",
          "v.md:2:8: let op: een waarde kan niet zomaar met '{' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"{{naam}}\"\n" },
        { "a word in brackets",
          "---\n"
          "titel: [Interview] Mijn verhaal\n"
          "---\n",
          "titel=[Interview] Mijn verhaal;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '[' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"[Interview] Mijn verhaal\"\n" },
        { "a hashtag at the start",
          "---\n"
          "titel: #trots\n"
          "---\n",
          "titel=#trots;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '#' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"#trots\"\n" },
        { "a hashtag further on",
          "---\n"
          "titel: Verhaal #2 van 3\n"
          "---\n",
          "titel=Verhaal;",
          "v.md:2:8: let op: alles vanaf '#2 van 3' telt niet mee: na een spatie en # volgt een opmerking [matter_hash]\n"
          "   hint: hoort het erbij, zet de waarde dan tussen aanhalingstekens: titel: \"Verhaal #2 van 3\"\n" },
        { "an invisible character",
          "---\n"
          "titel: X\x01"
          "Y\n"
          "---\n",
          "titel=X Y;",
          "v.md:2:1: let op: op deze regel staat een onzichtbaar teken of een vreemde spatie [matter_invisible]\n"
          "   hint: typ de regel opnieuw: titel: X Y\n" },
        { "a line separator",
          "---\n"
          "titel: X\xE2\x80\xA8"
          "Y\n"
          "---\n",
          "titel=X Y;", "" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__lists_are_understood_in_many_forms(void **state)
{
    static const struct row rows[] = {
        { "one text for a list",
          "---\n"
          "thema: rouw\n"
          "zoektermen: a, b\n"
          "---\n",
          "thema=rouw;zoektermen=a|b;", "" },
        { "commas in a field of sentences",
          "---\n"
          "wat_hielp: rust, reinheid en regelmaat\n"
          "---\n",
          "wat_hielp=rust, reinheid en regelmaat;", "" },
        { "commas in quotes",
          "---\n"
          "thema: \"rouw, hoop\"\n"
          "---\n",
          "thema=rouw, hoop;", "" },
        { "no closing bracket",
          "---\n"
          "thema: [rouw, hoop\n"
          "titel: X\n"
          "---\n",
          "thema=rouw|hoop;titel=X;",
          "v.md:2:8: let op: in deze lijst ontbreekt het haakje ']' [matter_bracket]\n"
          "   hint: schrijf: thema: [rouw, hoop]\n" },
        { "no opening bracket",
          "---\n"
          "thema: rouw, hoop]\n"
          "---\n",
          "thema=rouw|hoop;",
          "v.md:2:8: let op: in deze lijst ontbreekt het haakje '[' [matter_bracket]\n"
          "   hint: schrijf: thema: [rouw, hoop]\n" },
        { "no closing quote in brackets",
          "---\n"
          "thema: [\"rouw, hoop]\n"
          "---\n",
          "thema=rouw|hoop;",
          "v.md:2:8: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf: thema: [\"rouw\", hoop]\n" },
        { "signs in brackets",
          "---\n"
          "thema: [@rouw, *hoop]\n"
          "---\n",
          "thema=@rouw|*hoop;",
          "v.md:2:8: let op: een waarde kan niet zomaar met '@' beginnen [matter_sign]\n"
          "   hint: zet de waarde tussen aanhalingstekens: thema: [\"@rouw\", \"*hoop\"]\n" },
        { "no space behind the dash",
          "---\n"
          "thema:\n"
          "  -rouw\n"
          "  -hoop\n"
          "---\n",
          "thema=rouw|hoop;",
          "v.md:3:3: let op: een punt van een lijst begint met een streepje en een spatie [matter_dash]\n"
          "   hint: schrijf:   - rouw\n"
          "v.md:4:3: let op: een punt van een lijst begint met een streepje en een spatie [matter_dash]\n"
          "   hint: schrijf:   - hoop\n" },
        { "bullets for dashes",
          "---\n"
          "thema:\n"
          "* rouw\n"
          "• hoop\n"
          "– moed\n"
          "---\n",
          "thema=rouw|hoop|moed;",
          "v.md:3:1: let op: een punt van een lijst begint met een streepje en een spatie [matter_dash]\n"
          "   hint: schrijf: - rouw\n"
          "v.md:4:1: let op: een punt van een lijst begint met een streepje en een spatie [matter_dash]\n"
          "   hint: schrijf: - hoop\n"
          "v.md:5:1: let op: een punt van een lijst begint met een streepje en een spatie [matter_dash]\n"
          "   hint: schrijf: - moed\n" },
        { "dashes that do not stand below each other",
          "---\n"
          "thema:\n"
          "- rouw\n"
          " - hoop\n"
          "- moed\n"
          "---\n",
          "thema=rouw|hoop|moed;",
          "v.md:4:2: let op: deze regel springt anders in dan de andere [matter_indent]\n"
          "   hint: schrijf: - hoop\n" },
        { "a value behind the colon and a list below",
          "---\n"
          "thema: rouw\n"
          "  - hoop\n"
          "---\n",
          "thema=rouw|hoop;",
          "v.md:2:8: let op: achter de dubbele punt staat al een waarde, en hieronder een lijst [matter_both]\n"
          "   hint: schrijf: thema: [rouw, hoop]\n" },
        { "one in a list where one is wanted",
          "---\n"
          "titel: [X]\n"
          "---\n",
          "titel=X;", "" },
        { "sources with names",
          "---\n"
          "bronnen:\n"
          "  - titel: Boek: deel 1\n"
          "    jaar: 2020\n"
          "  - Een artikel\n"
          "---\n",
          "bronnen=Boek: deel 1|Een artikel;",
          "v.md:3:12: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens:   - titel: \"Boek: deel 1\"\n" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__indentation_may_be_wrong(void **state)
{
    static const struct row rows[] = {
        { "tabs before the items",
          "---\n"
          "thema:\n"
          "\t- rouw\n"
          "\t- hoop\n"
          "---\n",
          "thema=rouw|hoop;",
          "v.md:3:1: let op: deze regel springt in met een tab [matter_tab]\n"
          "   hint: gebruik spaties:   - rouw\n"
          "v.md:4:1: let op: deze regel springt in met een tab [matter_tab]\n"
          "   hint: gebruik spaties:   - hoop\n" },
        { "tabs before all names",
          "---\n"
          "\ttitel: X\n"
          "\tauteur: Y\n"
          "---\n",
          "titel=X;auteur=Y;",
          "v.md:2:1: let op: deze regel springt in met een tab [matter_tab]\n"
          "   hint: gebruik spaties: titel: X\n"
          "v.md:3:1: let op: deze regel springt in met een tab [matter_tab]\n"
          "   hint: gebruik spaties: auteur: Y\n" },
        { "a tab behind the colon",
          "---\n"
          "titel:\tX\n"
          "---\n",
          "titel=X;", "" },
        { "strange spaces",
          "---\n"
          "titel:\xC2\xA0"
          "Mijn verhaal\n"
          "\xC2\xA0"
          "thema: rouw\n"
          "---\n",
          "titel=Mijn verhaal;thema=rouw;",
          "v.md:2:1: let op: op deze regel staat een onzichtbaar teken of een vreemde spatie [matter_invisible]\n"
          "   hint: typ de regel opnieuw: titel: Mijn verhaal\n"
          "v.md:3:2: let op: op deze regel staat een onzichtbaar teken of een vreemde spatie [matter_invisible]\n"
          "   hint: typ de regel opnieuw: thema: rouw\n" },
        { "a name that is indented",
          "---\n"
          "titel: X\n"
          "  datum: 2026-03-14\n"
          "auteur: Y\n"
          "---\n",
          "titel=X;datum=2026-03-14;auteur=Y;",
          "v.md:3:3: let op: deze regel springt anders in dan de andere [matter_indent]\n"
          "   hint: schrijf: datum: 2026-03-14\n" },
        { "all names and a mistake",
          "---\n"
          "  titel: X: Y\n"
          "  thema:\n"
          "    - \"a\n"
          "---\n",
          "titel=X: Y;thema=a;",
          "v.md:2:10: let op: in deze waarde staat een dubbele punt [matter_colon]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"X: Y\"\n"
          "v.md:4:7: let op: bij deze waarde ontbreekt een aanhalingsteken [matter_quote]\n"
          "   hint: schrijf:   - \"a\"\n" },
        { "the first name is indented",
          "---\n"
          " titel: X\n"
          "auteur: Y\n"
          "---\n",
          "titel=X;auteur=Y;",
          "v.md:2:2: let op: deze regel springt anders in dan de andere [matter_indent]\n"
          "   hint: schrijf: titel: X\n" },
        { "a sentence that goes on at the margin",
          "---\n"
          "samenvatting: Een zin die zo lang is dat hij over twee\n"
          "regels loopt.\n"
          "auteur: Y\n"
          "---\n",
          "samenvatting=Een zin die zo lang is dat hij over twee regels loopt.;auteur=Y;",
          "v.md:3:1: let op: deze regel hoort bij de waarde erboven, maar springt niet in [matter_wrapped]\n"
          "   hint: begin de regel met twee spaties:   regels loopt.\n" },
        { "a block at the margin",
          "---\n"
          "samenvatting: |\n"
          "Een zin.\n"
          "auteur: Y\n"
          "---\n",
          "samenvatting=Een zin.;auteur=Y;",
          "v.md:3:1: let op: deze regel hoort bij de waarde erboven, maar springt niet in [matter_wrapped]\n"
          "   hint: begin de regel met twee spaties:   Een zin.\n" },
        { "a line that is nothing",
          "---\n"
          "titel: X\n"
          "zomaar iets\n"
          "auteur: Y\n"
          "---\n",
          "titel=X;auteur=Y;",
          "v.md:3:1: fout: deze regel is niet te begrijpen [matter_line]\n"
          "   hint: schrijf elke regel als 'naam: waarde'\n" },
        { "a line above the first name",
          "---\n"
          "Mijn verhaal\n"
          "titel: X\n"
          "---\n",
          "titel=X;",
          "v.md:2: fout: deze regel hoort bij geen enkele naam [matter_stray]\n"
          "   hint: schrijf elke regel als 'naam: waarde'\n" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__fences_may_be_missing_or_wrong(void **state)
{
    static const struct row rows[] = {
        { "no closing fence, text",
          "---\n"
          "titel: X\n"
          "auteur: Y\n"
          "\n"
          "Hallo.\n",
          "titel=X;auteur=Y;",
          "v.md:3: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 3 een regel met drie streepjes: ---\n" },
        { "no closing fence, text right below",
          "---\n"
          "titel: X\n"
          "Hallo.\n",
          "titel=X;",
          "v.md:2: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 2 een regel met drie streepjes: ---\n" },
        { "no closing fence, a heading",
          "---\n"
          "titel: X\n"
          "\n"
          "# Kop\n"
          "\n"
          "Let op: dit is tekst\n",
          "titel=X;",
          "v.md:2: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 2 een regel met drie streepjes: ---\n" },
        { "no closing fence, a line across the text",
          "---\n"
          "titel: X\n"
          "\n"
          "Hallo.\n"
          "\n"
          "---\n"
          "\n"
          "Dag.\n",
          "titel=X;",
          "v.md:2: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 2 een regel met drie streepjes: ---\n" },
        { "no closing fence, nothing else",
          "---\n"
          "titel: X",
          "titel=X;",
          "v.md:2: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 2 een regel met drie streepjes: ---\n" },
        { "a blank line between the fields",
          "---\n"
          "titel: X\n"
          "\n"
          "datum: 2026-03-14\n"
          "\n"
          "Hallo.\n",
          "titel=X;datum=2026-03-14;",
          "v.md:4: let op: onder de gegevens ontbreekt de regel met --- [matter_not_closed]\n"
          "   hint: zet onder regel 4 een regel met drie streepjes: ---\n" },
        { "four dashes",
          "----\n"
          "titel: X\n"
          "----\n",
          "titel=X;",
          "v.md:1: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n"
          "v.md:3: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n" },
        { "plus signs",
          "+++\n"
          "titel = \"X\"\n"
          "+++\n",
          "titel=X;",
          "v.md:1: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n"
          "v.md:2:1: let op: hier hoort een dubbele punt en geen '=' [matter_equals]\n"
          "   hint: schrijf: titel: \"X\"\n"
          "v.md:3: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n" },
        { "a dash of a word processor",
          "—\n"
          "titel: X\n"
          "—\n",
          "titel=X;",
          "v.md:1: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n"
          "v.md:3: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n" },
        { "two dashes at the end",
          "---\n"
          "titel: X\n"
          "--\n",
          "titel=X;",
          "v.md:3: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n" },
        { "a fence that is indented",
          "---\n"
          "titel: X\n"
          " ---\n",
          "titel=X;",
          "v.md:3: let op: de streep om de gegevens bovenaan is niet '---' [matter_fence]\n"
          "   hint: schrijf op deze regel precies drie streepjes: ---\n" },
        { "blank lines above",
          "\n"
          "\n"
          "---\n"
          "titel: X\n"
          "---\n",
          "titel=X;",
          "v.md:3: let op: boven de gegevens staan lege regels [matter_not_first]\n"
          "   hint: haal de lege regels weg, zodat het bestand met --- begint\n" },
        { "no opening fence",
          "titel: X\n"
          "status: concept\n"
          "---\n"
          "Hallo.\n",
          "titel=X;status=concept;",
          "v.md:1: let op: boven de gegevens ontbreekt de regel met --- [matter_not_opened]\n"
          "   hint: zet boven deze regel een regel met drie streepjes: ---\n" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__a_line_across_the_text_is_none(void **state)
{
    static const struct row rows[] = {
        { "no fence", "Hallo.\n", "", "" },
        { "a line across the text",
          "---\n"
          "\n"
          "Hallo.\n"
          "\n"
          "---\n",
          "", "" },
        { "a sentence between lines",
          "---\n"
          "Hallo.\n"
          "---\n",
          "",
          "v.md:1: let op: tussen deze strepen staat geen 'naam: waarde'; het is nu gewone tekst [matter_none]\n"
          "   hint: schrijf bijvoorbeeld: titel: Mijn verhaal\n" },
        { "a heading with a line below it",
          "Titel: X\n"
          "---\n",
          "", "" },
        { "a line across the text after blank lines",
          "\n"
          "---\n"
          "\n"
          "Hallo: dag\n",
          "", "" },
        { "nothing", "", "", "" },
        { "only a fence", "---", "", "" },
    };
    (void)state;
    CHECK(rows);
}

static void test_front_matter__values_of_the_wrong_type_are_told(void **state)
{
    static const struct row rows[] = {
        { "an unknown name",
          "---\n"
          "statsu: concept\n"
          "kleurtje: rood\n"
          "---\n",
          "",
          "v.md:2:1: fout: de naam 'statsu' is niet bekend [field_unknown]\n"
          "   hint: bedoel je 'status'?\n"
          "v.md:3:1: fout: de naam 'kleurtje' is niet bekend [field_unknown]\n" },
        { "a name twice",
          "---\n"
          "titel: A\n"
          "titel: B\n"
          "title: C\n"
          "---\n",
          "titel=A;",
          "v.md:3:1: let op: 'titel' staat hier nog een keer; wat op regel 2 staat, telt [field_repeated]\n"
          "   hint: haal een van de twee regels weg\n"
          "v.md:4:1: let op: 'title' staat hier nog een keer; wat op regel 2 staat, telt [field_repeated]\n"
          "   hint: haal een van de twee regels weg\n" },
        { "a status twice",
          "---\n"
          "status: gepubliceerd\n"
          "status: ingetrokken\n"
          "---\n",
          "",
          "v.md:3:1: fout: 'status' staat er twee keer met iets anders, ook op regel 2; daarom telt geen van beide [field_conflict]\n"
          "   hint: haal een van de twee regels weg\n" },
        { "the same status twice",
          "---\n"
          "status: concept\n"
          "status: concept\n"
          "---\n",
          "status=concept;",
          "v.md:3:1: let op: 'status' staat hier nog een keer; wat op regel 2 staat, telt [field_repeated]\n"
          "   hint: haal een van de twee regels weg\n" },
        { "no consent",
          "---\n"
          "toestemming: nee\n"
          "---\n",
          "",
          "v.md:2:14: let op: bij 'toestemming' staat dat er geen toestemming is: 'nee' [field_consent_no]\n"
          "   hint: is er toestemming, schrijf dan het nummer ervan, zoals: toestemming: T-2026-001\n" },
        { "no choice",
          "---\n"
          "status: gepubliseerd\n"
          "weergave: geheim\n"
          "---\n",
          "",
          "v.md:2:9: fout: 'gepubliseerd' kan niet bij 'status'; kies uit: concept, ter-redactie, gepubliceerd, ingetrokken, verdwenen, geldig, in-herziening, vervallen [field_choice]\n"
          "   hint: bedoel je 'gepubliceerd'?\n"
          "v.md:3:11: fout: 'geheim' kan niet bij 'weergave'; kies uit: anoniem, pseudoniem, voornaam, volledig [field_choice]\n" },
        { "no date",
          "---\n"
          "datum: 14-3-26\n"
          "---\n",
          "",
          "v.md:2:8: fout: '14-3-26' is geen datum [field_date]\n"
          "   hint: schrijf: datum: 2026-03-14\n" },
        { "a day that does not exist",
          "---\n"
          "datum: 2026-02-30\n"
          "---\n",
          "",
          "v.md:2:8: fout: '2026-02-30' is geen datum [field_date]\n"
          "   hint: schrijf: datum: 2026-03-14\n" },
        { "no number",
          "---\n"
          "nummer: drie\n"
          "---\n",
          "",
          "v.md:2:9: fout: 'drie' is geen heel getal [field_number]\n"
          "   hint: schrijf alleen cijfers, zoals: nummer: 3\n" },
        { "neither yes nor no",
          "---\n"
          "verzonnen: misschien\n"
          "---\n",
          "",
          "v.md:2:12: fout: bij 'verzonnen' hoort ja of nee, niet 'misschien' [field_yes_no]\n"
          "   hint: schrijf: verzonnen: ja\n" },
        { "a list for a text",
          "---\n"
          "titel: [X, Y]\n"
          "---\n",
          "",
          "v.md:2:1: fout: bij 'titel' hoort één waarde, geen lijst [field_one]\n"
          "   hint: schrijf: titel: X\n" },
        { "a map for a text",
          "---\n"
          "titel:\n"
          "  nl: X\n"
          "---\n",
          "",
          "v.md:2:1: fout: bij 'titel' horen geen namen met waarden eronder [field_shape]\n"
          "   hint: schrijf: titel: waarde\n" },
        { "a list in a list",
          "---\n"
          "thema: [[a, b], c]\n"
          "---\n",
          "thema=c;",
          "v.md:2:9: fout: bij 'thema' staat een lijst in een lijst [field_nested]\n"
          "   hint: schrijf: thema: [een, twee]\n" },
        { "a value that cannot be read",
          "---\n"
          "titel: x: [a\n"
          "  b: c\n"
          "  - d\n"
          "auteur: e\n"
          "---\n",
          "auteur=e;",
          "v.md:2:1: fout: de waarde van 'titel' is niet te begrijpen [matter_value]\n"
          "   hint: zet de waarde tussen aanhalingstekens: titel: \"x: [a\"\n" },
        { "braces that are not closed",
          "---\n"
          "{titel: X,\n"
          "---\n",
          "",
          "v.md:3:1: fout: het haakje aan het eind ontbreekt, of een komma in de lijst [yaml_bracket]\n" },
    };
    (void)state;
    CHECK(rows);
}

// ---- Bodies and places ----

static void check_body(const char *text, bool present, unsigned line, const char *body)
{
    struct result result = read_text(str_from_c(text), &schema);
    struct front_matter matter = result.matter;
    if (matter.present != present || matter.body_line != line ||
        !str_equal(matter.body, str_from_c(body)))
        fail_msg("of %s: present %d, line %u, body '%.*s'", text, matter.present, matter.body_line,
                 STR_ARGS(matter.body));
    release(&result);
}

static void test_front_matter__the_body_is_what_follows(void **state)
{
    (void)state;
    check_body("---\ntitel: X\n---\nHallo\n", true, 4, "Hallo\n");
    check_body("\xEF\xBB\xBF---\r\ntitel: X\r\n---\r\nHallo\r\n", true, 4, "Hallo\r\n");
    check_body("---\rtitel: X\r---\rHallo\r", true, 4, "Hallo\r");
    check_body("---\ntitel: X\n---", true, 4, "");
    check_body("---\n---\nHallo\n", true, 3, "Hallo\n");
    check_body("\n\n---\ntitel: X\n---\nHallo\n", true, 6, "Hallo\n");
    check_body("titel: X\nstatus: concept\n---\nHallo\n", true, 4, "Hallo\n");
    check_body("---\ntitel: X\nHallo\n\nDag\n", true, 3, "Hallo\n\nDag\n");
    check_body("---\ntitel: X\n\nHallo\n\n---\n\nDag\n", true, 3, "\nHallo\n\n---\n\nDag\n");
    check_body("---\ntitel: X\n\n- een\n- twee\n", true, 3, "\n- een\n- twee\n");
    check_body("---\ntitel: X", true, 3, "");
    check_body("---\ntitel: X\n---\n---\n", true, 4, "---\n");
}

static void test_front_matter__without_it_all_is_body(void **state)
{
    (void)state;
    check_body("Hallo\n", false, 1, "Hallo\n");
    check_body("\xEF\xBB\xBFHallo\n", false, 1, "Hallo\n");
    check_body("---\n\nHallo\n\n---\n", false, 1, "---\n\nHallo\n\n---\n");
    check_body("---\nHallo\n---\n", false, 1, "---\nHallo\n---\n");
    check_body("---\n\nLet op: dit is tekst\n", false, 1, "---\n\nLet op: dit is tekst\n");
    check_body("Titel: X\n---\n", false, 1, "Titel: X\n---\n");
    check_body("***\ntitel: X\n***\n", false, 1, "***\ntitel: X\n***\n");
    check_body("", false, 1, "");
}

static void check_place(struct place place, unsigned line, unsigned column, const char *source)
{
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_true(str_equal(place.source, str_from_c(source)));
    assert_true(str_equal(place.path, STR("v.md")));
}

static void test_front_matter__places_are_those_of_the_file(void **state)
{
    (void)state;
    struct result result =
        read_text(STR("\n---\nthéma: [é, b]\nsector: c, d\nauteur: “e”\n---\n"), &schema);
    const struct field_mark *fields = result.matter.marks;
    assert_int_equal(result.matter.count, 3);
    check_place(fields[0].place, 3, 1, "théma: [é, b]");
    check_place(fields[0].value_places[0], 3, 9, "théma: [é, b]");
    check_place(fields[0].value_places[1], 3, 12, "théma: [é, b]");
    check_place(fields[1].value_places[1], 4, 12, "sector: c, d");
    check_place(fields[2].place, 5, 1, "auteur: “e”");
    check_place(fields[2].value_places[0], 5, 0, "auteur: “e”");
    release(&result);
}

static void test_front_matter__outlives_the_bytes(void **state)
{
    (void)state;
    char text[] = "---\ntitel: “Mijn verhaal”\nauteur: Jan\nthema: [a, b]\n---\n";
    struct result result = read_text(str_from_c(text), &schema);
    memset(text, '?', sizeof text - 1);
    struct buf fields = { 0 };
    fields_told(&fields, &result.matter);
    assert_string_equal(fields.at, "titel=Mijn verhaal;auteur=Jan;thema=a|b;");
    check_place(result.matter.marks[1].place, 3, 1, "auteur: Jan");
    assert_true(str_equal(result.matter.marks[1].key, STR("auteur")));
    buf_release(&fields);
    release(&result);
}

// ---- Limits ----

static size_t messages_of(const char *before, const char *piece, size_t count, const char *after)
{
    struct buf text = { 0 };
    buf_add(&text, str_from_c(before));
    for (size_t i = 0; i < count; i++)
        buf_add(&text, str_from_c(piece));
    buf_add(&text, str_from_c(after));
    struct result result = read_text(buf_view(&text), &schema);
    size_t messages = diagnostics_count(result.diagnostics, WARNING) +
                      diagnostics_count(result.diagnostics, ERROR);
    buf_release(&text);
    release(&result);
    return messages;
}

static void test_front_matter__hostile_input_ends(void **state)
{
    static const struct {
        const char *before;
        const char *piece;
        const char *after;
        size_t at_least; // messages
    } rows[] = {
        { "---\n", "a\n", "", 0 },
        { "---\n", "titel: x: y\n", "---\n", 1 },
        { "---\ntitel: ", "x: ", "\n---\n", 1 },
        { "---\nthema: [", "“a”, ", "]\n---\n", 1 },
        { "---\nthema: ", "[", "\n---\n", 1 },
        { "---\nthema: ", "{a: ", "\n---\n", 1 },
        { "---\ntitel: ", "“", "\n---\n", 0 },
        { "---\n", "- ", "\n---\n", 0 },
        { "---\n{", "a: b, ", "}\n---\n", 1 },
        { "---\nbronnen:\n", "- [x\n", "---\n", 1 },
        { "---\nbronnen:\n", "- \"x\n", "---\n", 1 },
        { "---\n", "a: \"x\n", "---\n", 1 },
        { "---\ntitel: |\n", "x\n", "---\n", 1 },
        { "", "\n", "---\n", 0 },
        { "---\n", " ", "x: y\n---\n", 1 },
        { "---\ntitel:", "\xC2\xA0", "x\n---\n", 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t messages = messages_of(rows[i].before, rows[i].piece, 3900, rows[i].after);
        if (messages < rows[i].at_least)
            fail_msg("'%s%s': %zu messages", rows[i].before, rows[i].piece, messages);
    }
}

static void test_front_matter__random_lines_keep_the_other_fields(void **state)
{
    static const char *const pieces[] = { "\"", "'",  "“",  "[", "]", "{",  "}", ": ",
                                          ", ", "#",  "- ", "a", "é", "\t", "|", "*",
                                          "&",  "\\", "!",  "@", ">", "=",  "%", "\x01" };
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < 500; round++) {
        struct buf text = { 0 };
        buf_add(&text, STR("---\ntitel: X\nsamenvatting: "));
        for (int i = 0; i < 8; i++) {
            seed = seed * 1103515245 + 12345;
            buf_add(&text, str_from_c(pieces[(seed >> 16) % 24]));
        }
        buf_add(&text, STR("\nauteur: Y\n---\nHallo\n"));
        struct result result = read_text(buf_view(&text), &schema);
        const struct front_matter *matter = &result.matter;
        bool kept = matter->count >= 2 && matter->fields[0].id == FIELD_TITLE &&
                    matter->fields[matter->count - 1].id == FIELD_AUTHOR &&
                    str_equal(matter->body, STR("Hallo\n"));
        if (!kept)
            fail_msg("fields lost: %.*s", STR_ARGS(buf_view(&text)));
        buf_release(&text);
        release(&result);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_front_matter__what_is_right_is_read_in_silence),
        cmocka_unit_test(test_front_matter__colons_are_understood),
        cmocka_unit_test(test_front_matter__quotes_are_mended),
        cmocka_unit_test(test_front_matter__signs_at_the_start_are_text),
        cmocka_unit_test(test_front_matter__lists_are_understood_in_many_forms),
        cmocka_unit_test(test_front_matter__indentation_may_be_wrong),
        cmocka_unit_test(test_front_matter__fences_may_be_missing_or_wrong),
        cmocka_unit_test(test_front_matter__a_line_across_the_text_is_none),
        cmocka_unit_test(test_front_matter__values_of_the_wrong_type_are_told),
        cmocka_unit_test(test_front_matter__the_body_is_what_follows),
        cmocka_unit_test(test_front_matter__without_it_all_is_body),
        cmocka_unit_test(test_front_matter__places_are_those_of_the_file),
        cmocka_unit_test(test_front_matter__outlives_the_bytes),
        cmocka_unit_test(test_front_matter__hostile_input_ends),
        cmocka_unit_test(test_front_matter__random_lines_keep_the_other_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
