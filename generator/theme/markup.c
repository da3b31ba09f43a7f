// SPDX-License-Identifier: EUPL-1.2
#include "theme/markup.h"

#include <string.h>

struct word {
    str name;
    uint8_t meaning;
};

#define WORD(name, meaning)                \
    {                                      \
        { name, sizeof name - 1 }, meaning \
    }

// Other elements hold plain content.  <noscript> does too, for browsers
// without scripts; with scripts its content is never looked at.
static const struct word elements[] = {
    WORD("script", ELEMENT_SCRIPT),   WORD("style", ELEMENT_STYLE),
    WORD("title", ELEMENT_ESCAPABLE), WORD("textarea", ELEMENT_ESCAPABLE),
    WORD("xmp", ELEMENT_RAW),         WORD("iframe", ELEMENT_RAW),
    WORD("noembed", ELEMENT_RAW),     WORD("noframes", ELEMENT_RAW),
    WORD("plaintext", ELEMENT_RAW),
};

static const struct word attributes[] = {
    WORD("href", ATTRIBUTE_ADDRESS),       WORD("src", ATTRIBUTE_ADDRESS),
    WORD("action", ATTRIBUTE_ADDRESS),     WORD("formaction", ATTRIBUTE_ADDRESS),
    WORD("poster", ATTRIBUTE_ADDRESS),     WORD("cite", ATTRIBUTE_ADDRESS),
    WORD("data", ATTRIBUTE_ADDRESS),       WORD("background", ATTRIBUTE_ADDRESS),
    WORD("ping", ATTRIBUTE_ADDRESS),       WORD("manifest", ATTRIBUTE_ADDRESS),
    WORD("longdesc", ATTRIBUTE_ADDRESS),   WORD("xlink:href", ATTRIBUTE_ADDRESS),
    WORD("codebase", ATTRIBUTE_ADDRESS),   WORD("content", ATTRIBUTE_CONTENT),
    WORD("style", ATTRIBUTE_STYLE),        WORD("srcset", ATTRIBUTE_SRCSET),
    WORD("imagesrcset", ATTRIBUTE_SRCSET), WORD("srcdoc", ATTRIBUTE_SRCSET),
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const str schemes[] = { { "http", 4 }, { "https", 5 }, { "mailto", 6 }, { "tel", 3 } };

static uint8_t meaning_of(const struct word *words, size_t count, str name, uint8_t otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(words[i].name, name))
            return words[i].meaning;
    return otherwise;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static str word_of(const struct markup *markup)
{
    return (str){ markup->word, markup->len };
}

static void word_clear(struct markup *markup)
{
    memset(markup->word, 0, sizeof markup->word);
    markup->len = 0;
}

// A word that is longer than there is room for is none that we know.
static void word_add(struct markup *markup, char c)
{
    if (markup->len < MARKUP_WORD)
        markup->word[markup->len++] = lower(c);
}

static bool scheme_allowed(str scheme)
{
    for (size_t i = 0; i < COUNT(schemes); i++)
        if (str_equal(schemes[i], scheme))
            return true;
    return false;
}

// ---- The states ----

static void enter(struct markup *markup, enum markup_kind kind)
{
    markup->kind = (uint8_t)kind;
    markup->progress = 0;
    word_clear(markup);
}

static void enter_text(struct markup *markup)
{
    *markup = (struct markup){ .kind = MARKUP_TEXT };
}

static void end_tag(struct markup *markup)
{
    uint8_t element = markup->element;
    bool closing = markup->closing;
    enter_text(markup);
    if (closing || element == ELEMENT_PLAIN)
        return;
    markup->kind = element == ELEMENT_ESCAPABLE ? MARKUP_ESCAPABLE : MARKUP_RAW;
    markup->element = element;
}

static void enter_name(struct markup *markup, char c)
{
    enter(markup, MARKUP_NAME);
    word_add(markup, c);
}

static void in_tag(struct markup *markup, char c)
{
    if (c == '>')
        end_tag(markup);
    else if (is_space(c) || c == '/')
        enter(markup, MARKUP_TAG);
    else
        enter_name(markup, c);
}

static void tag_name_add(struct markup *markup, char c)
{
    word_add(markup, c);
    markup->element = meaning_of(elements, COUNT(elements), word_of(markup), ELEMENT_PLAIN);
}

static void in_tag_open(struct markup *markup, char c)
{
    if (is_letter(c)) {
        enter(markup, MARKUP_TAG_NAME);
        tag_name_add(markup, c);
    } else if (c == '/') {
        enter(markup, MARKUP_CLOSE_OPEN);
        markup->closing = true;
    } else if (c == '!') {
        enter(markup, MARKUP_DECLARATION);
    } else if (c == '?') {
        enter(markup, MARKUP_BOGUS);
    } else if (c != '<') {
        enter_text(markup);
    }
}

static void in_close_open(struct markup *markup, char c)
{
    if (is_letter(c)) {
        enter(markup, MARKUP_TAG_NAME);
        tag_name_add(markup, c);
    } else if (c == '>') {
        enter_text(markup);
    } else {
        enter_text(markup);
        markup->kind = MARKUP_BOGUS;
    }
}

static void in_tag_name(struct markup *markup, char c)
{
    if (!is_space(c) && c != '/' && c != '>') {
        tag_name_add(markup, c);
    } else {
        in_tag(markup, c);
    }
}

// ---- Attributes ----

static uint8_t attribute_of(str name)
{
    if (name.len == 0)
        return ATTRIBUTE_UNKNOWN;
    if (str_starts(name, STR("on")))
        return ATTRIBUTE_EVENT;
    return meaning_of(attributes, COUNT(attributes), name, ATTRIBUTE_PLAIN);
}

static void enter_before_value(struct markup *markup)
{
    markup->attribute = attribute_of(word_of(markup));
    markup->address = ADDRESS_START;
    enter(markup, MARKUP_BEFORE_VALUE);
}

static void in_name(struct markup *markup, char c)
{
    if (c == '=')
        enter_before_value(markup);
    else if (is_space(c))
        markup->kind = MARKUP_AFTER_NAME;
    else if (c == '/' || c == '>')
        in_tag(markup, c);
    else
        word_add(markup, c);
}

static void in_after_name(struct markup *markup, char c)
{
    if (c == '=')
        enter_before_value(markup);
    else if (!is_space(c))
        in_tag(markup, c);
}

static void in_gap(struct markup *markup, char c)
{
    if (is_space(c) || c == '/' || c == '>')
        in_tag(markup, c);
    else
        enter(markup, MARKUP_BROKEN);
}

static void leave_value(struct markup *markup)
{
    markup->attribute = ATTRIBUTE_PLAIN;
    markup->address = 0;
    enter(markup, MARKUP_TAG);
}

static void in_address(struct markup *markup, char c)
{
    if (markup->address > ADDRESS_PREFIX)
        return;
    if (c == '/' || c == '?' || c == '#') {
        markup->address = ADDRESS_REST;
        word_clear(markup);
    } else if (c == ':') {
        markup->address = scheme_allowed(word_of(markup)) ? ADDRESS_REST : ADDRESS_SCRIPT;
        word_clear(markup);
    } else if ((unsigned char)c > ' ') {
        markup->address = ADDRESS_PREFIX;
        word_add(markup, c);
    }
}

// <meta http-equiv="refresh" content="0; url=...">
static void in_content(struct markup *markup, char c)
{
    static const char wanted[] = "url=";
    markup->progress =
        lower(c) == wanted[markup->progress] ? markup->progress + 1 : lower(c) == 'u';
    if (markup->progress == 4) {
        markup->progress = 0;
        markup->attribute = ATTRIBUTE_ADDRESS;
        markup->address = ADDRESS_START;
    }
}

static void in_value(struct markup *markup, char c)
{
    char quote = markup->kind == MARKUP_DOUBLE ? '"' : '\'';
    if (c == quote)
        leave_value(markup);
    else if (markup->attribute == ATTRIBUTE_ADDRESS)
        in_address(markup, c);
    else if (markup->attribute == ATTRIBUTE_CONTENT)
        in_content(markup, c);
}

static void in_before_value(struct markup *markup, char c)
{
    if (c == '"')
        enter(markup, MARKUP_DOUBLE);
    else if (c == '\'')
        enter(markup, MARKUP_SINGLE);
    else if (c == '>')
        end_tag(markup);
    else if (!is_space(c))
        enter(markup, MARKUP_UNQUOTED);
}

static void in_unquoted(struct markup *markup, char c)
{
    if (is_space(c))
        leave_value(markup);
    else if (c == '>')
        end_tag(markup);
}

// ---- What is not a tag ----

// `progress` in a comment; `>` ends it from COMMENT_DASHES on.
enum {
    COMMENT_INSIDE,
    COMMENT_DASH,
    COMMENT_DASHES,
    COMMENT_BANG,
    COMMENT_START,
    COMMENT_START_DASH,
};

static void in_declaration(struct markup *markup, char c)
{
    if (c == '-' && markup->progress == 0) {
        markup->progress = 1;
    } else if (c == '-') {
        markup->kind = MARKUP_COMMENT;
        markup->progress = COMMENT_START;
    } else if (c == '>') {
        enter_text(markup);
    } else {
        enter(markup, MARKUP_BOGUS);
    }
}

// <!--> and <!---> are whole comments; behind other text it takes --> or --!>.
static uint8_t comment_progress(uint8_t progress, char c)
{
    if (c == '!' && progress == COMMENT_DASHES)
        return COMMENT_BANG;
    if (c != '-')
        return COMMENT_INSIDE;
    if (progress == COMMENT_START)
        return COMMENT_START_DASH;
    bool dashes =
        progress == COMMENT_DASH || progress == COMMENT_DASHES || progress == COMMENT_START_DASH;
    return dashes ? COMMENT_DASHES : COMMENT_DASH;
}

static void in_comment(struct markup *markup, char c)
{
    if (c == '>' && markup->progress >= COMMENT_DASHES)
        enter_text(markup);
    else
        markup->progress = comment_progress(markup->progress, c);
}

static void in_bogus(struct markup *markup, char c)
{
    if (c == '>')
        enter_text(markup);
}

// Reads towards `</name` and something that ends the name.  The name read is
// compared by what it means, which is enough: no other name would do.
static void in_raw(struct markup *markup, char c)
{
    if (c == '<') {
        markup->progress = 1;
        word_clear(markup);
    } else if (markup->progress == 1 && c == '/') {
        markup->progress = 2;
    } else if (markup->progress == 2 && (is_letter(c))) {
        word_add(markup, c);
    } else {
        bool ends = is_space(c) || c == '/' || c == '>';
        uint8_t named = meaning_of(elements, COUNT(elements), word_of(markup), ELEMENT_PLAIN);
        bool closes = markup->progress == 2 && ends && named == markup->element;
        markup->progress = 0;
        word_clear(markup);
        if (closes) {
            markup->closing = true;
            in_tag(markup, c);
        }
    }
}

static void in_broken(struct markup *markup, char c)
{
    (void)markup;
    (void)c;
}

typedef void reader(struct markup *markup, char c);

static void in_text(struct markup *markup, char c)
{
    if (c == '<')
        enter(markup, MARKUP_TAG_OPEN);
}

static reader *const readers[] = {
    [MARKUP_TEXT] = in_text,
    [MARKUP_TAG_OPEN] = in_tag_open,
    [MARKUP_CLOSE_OPEN] = in_close_open,
    [MARKUP_TAG_NAME] = in_tag_name,
    [MARKUP_TAG] = in_tag,
    [MARKUP_NAME] = in_name,
    [MARKUP_AFTER_NAME] = in_after_name,
    [MARKUP_GAP] = in_gap,
    [MARKUP_BEFORE_VALUE] = in_before_value,
    [MARKUP_DOUBLE] = in_value,
    [MARKUP_SINGLE] = in_value,
    [MARKUP_UNQUOTED] = in_unquoted,
    [MARKUP_DECLARATION] = in_declaration,
    [MARKUP_COMMENT] = in_comment,
    [MARKUP_BOGUS] = in_bogus,
    [MARKUP_RAW] = in_raw,
    [MARKUP_ESCAPABLE] = in_raw,
    [MARKUP_BROKEN] = in_broken,
};

void markup_advance(struct markup *markup, str text)
{
    for (size_t i = 0; i < text.len; i++)
        readers[markup->kind](markup, text.at[i]);
}

// A refused value is read on as what it would have been.
void markup_advance_value(struct markup *markup)
{
    if (markup->kind == MARKUP_BEFORE_VALUE)
        enter(markup, MARKUP_UNQUOTED);
    else if (markup->kind == MARKUP_TAG_OPEN || markup->kind == MARKUP_CLOSE_OPEN)
        enter(markup, MARKUP_TAG_NAME);
    else if (markup->kind == MARKUP_RAW || markup->kind == MARKUP_ESCAPABLE ||
             markup->kind == MARKUP_COMMENT)
        markup->progress = 0;
}

bool markup_address_allowed(str address)
{
    char scheme[MARKUP_WORD];
    size_t len = 0;
    for (size_t i = 0; i < address.len; i++) {
        char c = address.at[i];
        if (c == '/' || c == '?' || c == '#')
            return true;
        if (c == ':')
            return len < MARKUP_WORD && scheme_allowed((str){ scheme, len });
        // Browsers leave out line ends and tabs, and spaces at the start.
        if ((unsigned char)c > ' ' && len < MARKUP_WORD)
            scheme[len++] = lower(c);
    }
    return true;
}
