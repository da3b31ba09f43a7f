// SPDX-License-Identifier: EUPL-1.2
// Where in HTML a template is: in text, in a tag, in the value of an attribute.
//
// A template's literal text is read character by character as a browser's
// tokenizer would; that tells, at load time, what a value has to be escaped for
// and where no escaping can save it.  HTML's own rules are in
// https://html.spec.whatwg.org/multipage/parsing.html#tokenization.

#pragma once

#include "base/str.h"

#include <stdint.h>

enum markup_kind {
    MARKUP_TEXT,       // between tags
    MARKUP_TAG_OPEN,   // after `<`
    MARKUP_CLOSE_OPEN, // after `</`
    MARKUP_TAG_NAME,
    MARKUP_TAG,        // in a tag, where a name may begin
    MARKUP_NAME,       // in the name of an attribute
    MARKUP_AFTER_NAME, // behind it, before a possible `=`
    MARKUP_GAP,        // behind a section that may have ended in a name
    MARKUP_BEFORE_VALUE,
    MARKUP_DOUBLE, // in a value between "
    MARKUP_SINGLE, // in a value between '
    MARKUP_UNQUOTED,
    MARKUP_DECLARATION, // after `<!`
    MARKUP_COMMENT,
    MARKUP_BOGUS,     // <!doctype>, <?xml?>: until `>`
    MARKUP_RAW,       // in <script>, <style> and the like
    MARKUP_ESCAPABLE, // in <title> and <textarea>: text, but no tags
    MARKUP_BROKEN,    // what this is depends on which sections are there
};

enum markup_element {
    ELEMENT_PLAIN,
    ELEMENT_SCRIPT,
    ELEMENT_STYLE,
    ELEMENT_RAW,
    ELEMENT_ESCAPABLE
};

enum markup_attribute {
    ATTRIBUTE_PLAIN,
    ATTRIBUTE_ADDRESS,
    ATTRIBUTE_CONTENT, // of <meta>: becomes an address after `url=`
    ATTRIBUTE_EVENT,
    ATTRIBUTE_STYLE,
    ATTRIBUTE_SRCSET,
    ATTRIBUTE_UNKNOWN, // its name depends on which sections are there
};

// How far an address is known from the literal text before.
enum markup_address {
    ADDRESS_START,  // nothing: a value has its scheme checked
    ADDRESS_PREFIX, // letters that may turn out to be a scheme: likewise
    ADDRESS_REST,   // behind a good scheme, or `/`, `?`, `#`
    ADDRESS_SCRIPT, // behind a scheme that is not allowed
};

enum { MARKUP_WORD = 14 };

// Only bytes, so that two are equal when their bytes are.  All zero is
// MARKUP_TEXT.
struct markup {
    uint8_t kind;
    uint8_t element;
    uint8_t attribute;
    uint8_t address;
    uint8_t closing;  // in an end tag
    uint8_t progress; // towards the end of a comment or a raw element
    uint8_t len;
    char word[MARKUP_WORD]; // the name or scheme being read, in lower case, cut
};

// What a value at some place needs.
enum markup_need {
    NEED_TEXT,      // escaped; HTML of our own may stand here
    NEED_ATTRIBUTE, // escaped; HTML must be shown as text
    NEED_ADDRESS,   // as an attribute, with its scheme checked
    NEED_REFUSED,   // nothing helps; one of the reasons below
    REFUSED_SCRIPT = NEED_REFUSED,
    REFUSED_STYLE,
    REFUSED_RAW,
    REFUSED_COMMENT,
    REFUSED_DECLARATION,
    REFUSED_TAG_NAME,
    REFUSED_ATTRIBUTE_NAME,
    REFUSED_UNQUOTED,
    REFUSED_EVENT,
    REFUSED_STYLE_ATTRIBUTE,
    REFUSED_SRCSET,
    REFUSED_SCHEME,
    REFUSED_BROKEN,
    MARKUP_NEED_COUNT
};

// Moves over the literal text `text`.
void markup_advance(struct markup *markup, str text);

// Moves over a value.
void markup_advance_value(struct markup *markup);

enum markup_need markup_need(const struct markup *markup);

bool markup_equal(const struct markup *a, const struct markup *b);

// Where a template is when it came by `a` or by `b`.  Returns false when the
// two cannot be told apart by what follows.
bool markup_join(const struct markup *a, const struct markup *b, struct markup *joined);

// Whether a section that begins at `from` and ends at `to` may be filled
// more than once.
bool markup_repeats(const struct markup *from, const struct markup *to);

// Whether an address may be used in a link: http, https, mailto, tel or relative.
bool markup_address_allowed(str address);
