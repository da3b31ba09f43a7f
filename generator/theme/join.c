// SPDX-License-Identifier: EUPL-1.2
// What a place in HTML means for values and sections.
#include "theme/markup.h"

#include <string.h>

// ---- What a value needs ----

static enum markup_need need_in_value(const struct markup *markup)
{
    switch ((enum markup_attribute)markup->attribute) {
    case ATTRIBUTE_ADDRESS:
        if (markup->address == ADDRESS_SCRIPT)
            return REFUSED_SCHEME;
        return markup->address == ADDRESS_REST ? NEED_ATTRIBUTE : NEED_ADDRESS;
    case ATTRIBUTE_EVENT:
        return REFUSED_EVENT;
    case ATTRIBUTE_STYLE:
        return REFUSED_STYLE_ATTRIBUTE;
    case ATTRIBUTE_SRCSET:
        return REFUSED_SRCSET;
    case ATTRIBUTE_UNKNOWN:
        return REFUSED_BROKEN;
    case ATTRIBUTE_PLAIN:
    case ATTRIBUTE_CONTENT:
        break;
    }
    return NEED_ATTRIBUTE;
}

static enum markup_need need_in_raw(const struct markup *markup)
{
    if (markup->element == ELEMENT_SCRIPT)
        return REFUSED_SCRIPT;
    return markup->element == ELEMENT_STYLE ? REFUSED_STYLE : REFUSED_RAW;
}

enum markup_need markup_need(const struct markup *markup)
{
    switch ((enum markup_kind)markup->kind) {
    case MARKUP_TEXT:
        return NEED_TEXT;
    case MARKUP_ESCAPABLE:
        return NEED_ATTRIBUTE;
    case MARKUP_DOUBLE:
    case MARKUP_SINGLE:
        return need_in_value(markup);
    case MARKUP_TAG_OPEN:
    case MARKUP_CLOSE_OPEN:
    case MARKUP_TAG_NAME:
        return REFUSED_TAG_NAME;
    case MARKUP_TAG:
    case MARKUP_NAME:
    case MARKUP_AFTER_NAME:
    case MARKUP_GAP:
        return REFUSED_ATTRIBUTE_NAME;
    case MARKUP_BEFORE_VALUE:
    case MARKUP_UNQUOTED:
        return REFUSED_UNQUOTED;
    case MARKUP_COMMENT:
        return REFUSED_COMMENT;
    case MARKUP_DECLARATION:
    case MARKUP_BOGUS:
        return REFUSED_DECLARATION;
    case MARKUP_RAW:
        return need_in_raw(markup);
    case MARKUP_BROKEN:
        break;
    }
    return REFUSED_BROKEN;
}

// ---- Joining ----

bool markup_equal(const struct markup *a, const struct markup *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

// Whether a tag is open, outside of a value; `name` when a name is too.
static bool is_in_tag(const struct markup *markup, bool *name)
{
    *name = markup->kind == MARKUP_TAG_NAME || markup->kind == MARKUP_NAME ||
            markup->kind == MARKUP_GAP;
    return *name || markup->kind == MARKUP_TAG || markup->kind == MARKUP_AFTER_NAME;
}

static bool join_tags(const struct markup *a, const struct markup *b, struct markup *joined)
{
    bool name_a;
    bool name_b;
    if (!is_in_tag(a, &name_a) || !is_in_tag(b, &name_b))
        return false;
    if (a->element != b->element || a->closing != b->closing)
        return false;
    *joined = (struct markup){ .kind = name_a || name_b ? MARKUP_GAP : MARKUP_AFTER_NAME,
                               .element = a->element,
                               .closing = a->closing };
    return true;
}

static uint8_t least_known(uint8_t a, uint8_t b)
{
    if (a == ADDRESS_SCRIPT || b == ADDRESS_SCRIPT)
        return ADDRESS_SCRIPT;
    return a == ADDRESS_REST && b == ADDRESS_REST ? ADDRESS_REST : ADDRESS_START;
}

static bool join_attributes(uint8_t a, uint8_t b, uint8_t *joined)
{
    *joined = a == ATTRIBUTE_CONTENT ? b : a;
    bool address =
        *joined == ATTRIBUTE_ADDRESS && (a == ATTRIBUTE_CONTENT || b == ATTRIBUTE_CONTENT);
    return a == b || address;
}

// Values of one attribute; that of <meta> may be an address on one way only.
static bool join_values(const struct markup *a, const struct markup *b, struct markup *joined)
{
    if (a->kind != b->kind || (a->kind != MARKUP_DOUBLE && a->kind != MARKUP_SINGLE))
        return false;
    uint8_t attribute;
    if (a->element != b->element || a->closing != b->closing ||
        !join_attributes(a->attribute, b->attribute, &attribute))
        return false;
    uint8_t address = least_known(a->address, b->address);
    *joined = *a;
    joined->attribute = attribute;
    joined->address = address;
    joined->progress = 0;
    joined->len = 0;
    memset(joined->word, 0, sizeof joined->word);
    return true;
}

bool markup_join(const struct markup *a, const struct markup *b, struct markup *joined)
{
    if (markup_equal(a, b)) {
        *joined = *a;
        return true;
    }
    return join_values(a, b, joined) || join_tags(a, b, joined);
}

// In one value a second round is treated at least as strictly as it needs,
// except behind a bad scheme; in a tag the names could grow together.
bool markup_repeats(const struct markup *from, const struct markup *to)
{
    struct markup joined;
    if (markup_equal(from, to))
        return true;
    return from->attribute == to->attribute && to->address != ADDRESS_SCRIPT &&
           join_values(from, to, &joined);
}
