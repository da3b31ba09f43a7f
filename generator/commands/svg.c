// SPDX-License-Identifier: EUPL-1.2
#include "commands/svg.h"

#include "base/utf8.h"

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

#define EMPTY_SVG "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"

// Only drawing: everything that is not on this list goes, with what is in it.
static const char *const elements[] = {
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "metadata",
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

static bool element_allowed(const xmlNode *node)
{
    str name = str_from_c((const char *)node->name);
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_equal(name, str_from_c(elements[i])))
            return true;
    return false;
}

// A style or attribute that names an address other than one in the drawing.
static bool leads_elsewhere(struct arena *arena, str text)
{
    str folded = utf8_folded(arena, text);
    if (str_find(folded, STR("@import"), 0) != STR_NONE ||
        str_find(folded, STR("\\"), 0) != STR_NONE ||
        str_find(folded, STR("javascript:"), 0) != STR_NONE ||
        str_find(folded, STR("expression"), 0) != STR_NONE)
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

static bool address_allowed(struct arena *arena, str address)
{
    str folded = utf8_folded(arena, str_trim(address));
    return str_starts(folded, STR("#")) || str_starts(folded, STR("data:image/png;")) ||
           str_starts(folded, STR("data:image/jpeg;")) ||
           str_starts(folded, STR("data:image/webp;"));
}

static bool attribute_allowed(const struct cleaning *cleaning, const xmlAttr *attribute)
{
    str name = utf8_folded(cleaning->arena, str_from_c((const char *)attribute->name));
    xmlChar *content = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    str value = content == NULL ? STR("") : str_from_c((const char *)content);
    bool allowed = !str_starts(name, STR("on")) && !leads_elsewhere(cleaning->arena, value);
    if (str_equal(name, STR("href")) || str_equal(name, STR("src")) || str_equal(name, STR("base")))
        allowed = allowed && address_allowed(cleaning->arena, value);
    xmlFree(content);
    return allowed;
}

static void attributes_clean(const struct cleaning *cleaning, xmlNode *node)
{
    for (xmlAttr *attribute = node->properties; attribute != NULL;) {
        xmlAttr *next = attribute->next;
        if (!attribute_allowed(cleaning, attribute)) {
            report(cleaning, attribute->name, node->line);
            xmlRemoveProp(attribute);
        }
        attribute = next;
    }
}

static bool style_allowed(const struct cleaning *cleaning, xmlNode *node)
{
    if (xmlStrcmp(node->name, (const xmlChar *)"style") != 0)
        return true;
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
            if (node->type == XML_ELEMENT_NODE)
                report(cleaning, node->name, node->line);
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        } else if (node->type == XML_ELEMENT_NODE) {
            attributes_clean(cleaning, node);
        }
        node = next;
    }
}

static void silent(void *context, const char *format, ...)
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

str svg_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics)
{
    struct cleaning cleaning = { arena, path, diagnostics };
    xmlSetGenericErrorFunc(NULL, silent);
    xmlDoc *document =
        bytes.len > INT_MAX
            ? NULL
            : xmlReadMemory(bytes.at, (int)bytes.len, "drawing.svg", NULL,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlNode *top = document == NULL ? NULL : xmlDocGetRootElement(document);
    bool is_svg = top != NULL && xmlStrcmp(top->name, (const xmlChar *)"svg") == 0 &&
                  document->intSubset == NULL;
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
