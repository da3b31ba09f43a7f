// SPDX-License-Identifier: EUPL-1.2
#include "attachment/svg.h"

#include "base/utf8.h"
#include "attachment/base64.h"
#include "attachment/picture.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <limits.h>

DIAGNOSTIC(svg_cleaned_of, WARNING, "uit deze tekening is '{1}' weggehaald, omdat het onveilig is",
           "'{1}' was taken out of this drawing because it is not safe",
           "bewaar de tekening zonder scripts en zonder links",
           "save the drawing without scripts and links");
DIAGNOSTIC(svg_unreadable, ERROR, "dit is geen leesbare SVG-tekening",
           "this is not a readable SVG drawing", "bewaar hem opnieuw, of gebruik png",
           "save it again, or use png");

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"
#define XLINK_NAMESPACE "http://www.w3.org/1999/xlink"
#define XHTML_NAMESPACE "http://www.w3.org/1999/xhtml"

#define EMPTY_SVG "<svg xmlns=\"" SVG_NAMESPACE "\"/>\n"

// Only drawing: everything that is not on this list goes, with what is in it.
static const char *const elements[] = {
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "image",
    "marker",
    "clipPath",
    "mask",
    "pattern",
    "linearGradient",
    "radialGradient",
    "stop",
    "filter",
    "switch",
    "view",
    "style",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
};

struct cleaning {
    struct arena *arena;
    str path;
    struct diagnostics *diagnostics;
};

static void report(const struct cleaning *cleaning, const xmlChar *what, unsigned line)
{
    diagnose(cleaning->diagnostics, &svg_cleaned_of,
             (struct place){ .path = cleaning->path, .line = line },
             VALUES(str_from_c((const char *)what)));
}

static bool namespace_is(const xmlNs *namespace, const char *address)
{
    return xmlStrcmp(namespace->href, (const xmlChar *)address) == 0;
}

static bool element_allowed(const xmlNode *node)
{
    str name = str_from_c((const char *)node->name);
    if (node->ns != NULL && !namespace_is(node->ns, SVG_NAMESPACE))
        return false;
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_equal(name, str_from_c(elements[i])))
            return true;
    return false;
}

// What drawing programs write for themselves, and what names the maker, goes
// without a word: it is not to be seen in the drawing.
static bool element_silent(const xmlNode *node)
{
    if (node->ns != NULL && !namespace_is(node->ns, SVG_NAMESPACE))
        return !namespace_is(node->ns, XHTML_NAMESPACE);
    return xmlStrcmp(node->name, (const xmlChar *)"metadata") == 0;
}

// ---- Addresses ----

// `//elders.nl/x`: an address without its scheme, which no space or comment has.
static bool has_host(str text)
{
    for (size_t at = 0; (at = str_find(text, STR("//"), at)) != STR_NONE; at += 2) {
        char before = at == 0 ? ' ' : text.at[at - 1];
        char next = at + 2 < text.len ? text.at[at + 2] : ' ';
        if (str_find_char(STR(" \t\r\n\f'\"(,"), before, 0) != STR_NONE &&
            str_find_char(STR(" \t\r\n\f"), next, 0) == STR_NONE)
            return true;
    }
    return false;
}

static bool holds_any(str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_find(text, str_from_c(*words), 0) != STR_NONE)
            return true;
    return false;
}

// A style or attribute that names an address other than one in the drawing.
static bool leads_elsewhere(struct arena *arena, str text)
{
    static const char *const refused[] = { "@import",    "\\",   "javascript:", "expression",
                                           "image-set(", "src(", NULL };
    str folded = utf8_folded(arena, text);
    if (holds_any(folded, refused) || has_host(folded))
        return true;
    for (size_t at = 0; (at = str_find(folded, STR("url("), at)) != STR_NONE;) {
        at += 4;
        str address = str_trim(str_after(folded, at));
        if (address.len > 0 && (address.at[0] == '"' || address.at[0] == '\''))
            address = str_after(address, 1);
        if (!str_starts(address, STR("#")))
            return true;
    }
    return false;
}

// A photo within the drawing tells as much as one beside it.
static bool embedded_clean(const struct cleaning *cleaning, xmlAttr *attribute, str kind,
                           str letters)
{
    str bytes;
    if (!base64_decoded(cleaning->arena, letters, &bytes) || !picture_cleanable(bytes))
        return false;
    str clean = picture_cleaned(cleaning->arena, cleaning->path, bytes, cleaning->diagnostics);
    if (clean.len == 0)
        return false;
    str value = arena_join(
        cleaning->arena, (str[]){ kind, STR(","), base64_encoded(cleaning->arena, clean), { 0 } });
    if (!str_equal(clean, bytes))
        xmlSetNsProp(attribute->parent, attribute->ns, attribute->name, (const xmlChar *)value.at);
    return true;
}

// An address in the drawing, or a picture that is written out in it.
static bool address_allowed(const struct cleaning *cleaning, xmlAttr *attribute, str address)
{
    static const char *const pictures[] = { "data:image/png;base64", "data:image/jpeg;base64",
                                            "data:image/jpg;base64", "data:image/webp;base64",
                                            "data:image/gif;base64" };
    str kind;
    str letters = STR("");
    str_cut(str_trim(address), ',', &kind, &letters);
    str folded = utf8_folded(cleaning->arena, kind);
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (str_equal(folded, str_from_c(pictures[i])))
            return embedded_clean(cleaning, attribute, folded, letters);
    return str_starts(folded, STR("#"));
}

// ---- Attributes ----

static bool attribute_silent(const xmlAttr *attribute)
{
    return attribute->ns != NULL && !namespace_is(attribute->ns, XLINK_NAMESPACE) &&
           !namespace_is(attribute->ns, (const char *)XML_XML_NAMESPACE);
}

static bool value_allowed(const struct cleaning *cleaning, xmlAttr *attribute, str value)
{
    str name = utf8_folded(cleaning->arena, str_from_c((const char *)attribute->name));
    if (str_equal(name, STR("href")) || str_equal(name, STR("src")) || str_equal(name, STR("base")))
        return address_allowed(cleaning, attribute, value);
    return !str_starts(name, STR("on")) && !leads_elsewhere(cleaning->arena, value);
}

// A value with an entity in it is not to be read, here or by a browser.
static bool attribute_allowed(const struct cleaning *cleaning, xmlAttr *attribute)
{
    for (const xmlNode *part = attribute->children; part != NULL; part = part->next)
        if (part->type != XML_TEXT_NODE)
            return false;
    xmlChar *content = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    str value = content == NULL ? STR("") : str_from_c((const char *)content);
    bool allowed = value_allowed(cleaning, attribute, value);
    xmlFree(content);
    return allowed;
}

static void attributes_clean(const struct cleaning *cleaning, xmlNode *node)
{
    for (xmlAttr *attribute = node->properties; attribute != NULL;) {
        xmlAttr *next = attribute->next;
        bool silent = attribute_silent(attribute);
        if (silent || !attribute_allowed(cleaning, attribute)) {
            if (!silent)
                report(cleaning, attribute->name, node->line);
            xmlRemoveProp(attribute);
        }
        attribute = next;
    }
}

// ---- Elements ----

// An element or comment within a style is refused: taken out, it would join the
// text around it to something that was not looked at.
static bool style_allowed(const struct cleaning *cleaning, xmlNode *node)
{
    if (xmlStrcmp(node->name, (const xmlChar *)"style") != 0)
        return true;
    for (const xmlNode *part = node->children; part != NULL; part = part->next)
        if (part->type != XML_TEXT_NODE && part->type != XML_CDATA_SECTION_NODE)
            return false;
    xmlChar *content = xmlNodeGetContent(node);
    bool allowed =
        content == NULL || !leads_elsewhere(cleaning->arena, str_from_c((const char *)content));
    xmlFree(content);
    return allowed;
}

static bool node_allowed(const struct cleaning *cleaning, xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        return true;
    return node->type == XML_ELEMENT_NODE && element_allowed(node) && style_allowed(cleaning, node);
}

// The node that follows in the order of the document.
static xmlNode *after(xmlNode *node, const xmlNode *top)
{
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

static void tree_clean(const struct cleaning *cleaning, xmlNode *top)
{
    attributes_clean(cleaning, top);
    for (xmlNode *node = top->children; node != NULL;) {
        xmlNode *next = node->children != NULL ? node->children : after(node, top);
        if (!node_allowed(cleaning, node)) {
            next = after(node, top);
            if (node->type == XML_ELEMENT_NODE && !element_silent(node))
                report(cleaning, node->name, node->line);
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        } else if (node->type == XML_ELEMENT_NODE) {
            attributes_clean(cleaning, node);
        }
        node = next;
    }
}

// ---- The drawing ----

static void errors_ignored(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

// Only the top element is written: no doctype, no entities, no instructions.
static str written(struct arena *arena, xmlDoc *document, xmlNode *top)
{
    xmlBuffer *buffer = xmlBufferCreate();
    xmlNodeDump(buffer, document, top, 0, 0);
    str bytes = { (const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer) };
    str copy = arena_join(arena, (str[]){ bytes, STR("\n"), { 0 } });
    xmlBufferFree(buffer);
    return copy;
}

// A doctype that only names the language is fine; entities and default
// attributes could bring in anything.
static bool has_declarations(const xmlDoc *document)
{
    const xmlNode *part = document->intSubset == NULL ? NULL : document->intSubset->children;
    while (part != NULL && (part->type == XML_COMMENT_NODE || part->type == XML_PI_NODE))
        part = part->next;
    return part != NULL;
}

str svg_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics)
{
    struct cleaning cleaning = { arena, path, diagnostics };
    xmlSetGenericErrorFunc(NULL, errors_ignored);
    xmlDoc *document =
        bytes.len > INT_MAX
            ? NULL
            : xmlReadMemory(bytes.at, (int)bytes.len, "drawing.svg", NULL,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlNode *top = document == NULL ? NULL : xmlDocGetRootElement(document);
    bool is_svg = top != NULL && xmlStrcmp(top->name, (const xmlChar *)"svg") == 0 &&
                  !has_declarations(document);
    str clean = STR(EMPTY_SVG);
    if (is_svg) {
        tree_clean(&cleaning, top);
        clean = written(arena, document, top);
    } else {
        diagnose(diagnostics, &svg_unreadable, (struct place){ .path = path }, NULL);
    }
    xmlFreeDoc(document);
    return clean;
}
