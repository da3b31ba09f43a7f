// SPDX-License-Identifier: EUPL-1.2
// Why a value cannot stand where it does.
#include "theme/template.h"

#define REFUSED(name, where_nl, where_en, hint_nl, hint_en)                                  \
    DIAGNOSTIC(name, ERROR, "{{{1}}} mag niet " where_nl, "{{{1}}} may not stand " where_en, \
               hint_nl, hint_en)

REFUSED(theme_value_in_script, "in <script> staan", "in <script>",
        "zet de waarde in een attribuut: <body data-x=\"{{{1}}}\">, en lees dat in het script",
        "put the value in an attribute, <body data-x=\"{{{1}}}\">, and let the script read it");
REFUSED(theme_value_in_style, "in <style> staan", "in <style>",
        "kies met een class: class=\"kleur-{{{1}}}\"",
        "choose with a class: class=\"colour-{{{1}}}\"");
REFUSED(theme_value_in_raw, "in dit element staan", "in this element",
        "zet de waarde in een gewoon element", "put the value in an ordinary element");
REFUSED(theme_value_in_comment, "in commentaar staan", "in a comment",
        "haal de waarde weg, of schrijf {{! ... }}", "take the value out, or write {{! ... }}");
REFUSED(theme_value_in_declaration, "in <!...> of <?...> staan", "in <!...> or <?...>",
        "haal de waarde weg", "take the value out");
REFUSED(theme_value_in_tag_name, "in de naam van een tag staan", "in the name of a tag",
        "schrijf de tag uit, zo nodig in een {{#deel}}",
        "write the tag out, in a {{#section}} when needed");
REFUSED(theme_value_in_attribute_name, "in een tag staan buiten een attribuut",
        "in a tag outside of an attribute",
        "schrijf het attribuut uit: {{#x}}class=\"{{{1}}}\"{{/x}}",
        "write the attribute out: {{#x}}class=\"{{{1}}}\"{{/x}}");
REFUSED(theme_value_unquoted, "zonder aanhalingstekens in een attribuut staan",
        "in an attribute without quotes", "zet er aanhalingstekens om: \"{{{1}}}\"",
        "put quotes around it: \"{{{1}}}\"");
REFUSED(theme_value_in_event, "in een on...-attribuut staan", "in an on... attribute",
        "zet de waarde in een data-attribuut: data-x=\"{{{1}}}\"",
        "put the value in a data attribute: data-x=\"{{{1}}}\"");
REFUSED(theme_value_in_style_attribute, "in een style-attribuut staan", "in a style attribute",
        "kies met een class: class=\"kleur-{{{1}}}\"",
        "choose with a class: class=\"colour-{{{1}}}\"");
REFUSED(theme_value_in_srcset, "in srcset of srcdoc staan", "in srcset or srcdoc",
        "schrijf src=\"{{{1}}}\"", "write src=\"{{{1}}}\"");
REFUSED(theme_value_in_scheme,
        "achter een adres staan dat met iets anders begint dan http, https, mailto of tel",
        "behind an address that begins with something else than http, https, mailto or tel",
        "begin het adres met https:", "begin the address with https:");
REFUSED(theme_value_in_doubt, "hier staan: waar dit is hangt af van een deel ervoor",
        "here: where this is depends on a section before",
        "zet achter het deel een spatie of schrijf het hele attribuut erin",
        "put a space behind the section, or the whole attribute inside");

static const struct diagnostic_kind *const refusals[MARKUP_NEED_COUNT] = {
    [REFUSED_SCRIPT] = &theme_value_in_script,
    [REFUSED_STYLE] = &theme_value_in_style,
    [REFUSED_RAW] = &theme_value_in_raw,
    [REFUSED_COMMENT] = &theme_value_in_comment,
    [REFUSED_DECLARATION] = &theme_value_in_declaration,
    [REFUSED_TAG_NAME] = &theme_value_in_tag_name,
    [REFUSED_ATTRIBUTE_NAME] = &theme_value_in_attribute_name,
    [REFUSED_UNQUOTED] = &theme_value_unquoted,
    [REFUSED_EVENT] = &theme_value_in_event,
    [REFUSED_STYLE_ATTRIBUTE] = &theme_value_in_style_attribute,
    [REFUSED_SRCSET] = &theme_value_in_srcset,
    [REFUSED_SCHEME] = &theme_value_in_scheme,
    [REFUSED_BROKEN] = &theme_value_in_doubt,
};

const struct diagnostic_kind *refusal_of(enum markup_need need)
{
    return refusals[need];
}
