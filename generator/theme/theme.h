// SPDX-License-Identifier: EUPL-1.2
// Mustache templates, compiled once and filled many times.
//
// The language is Mustache, spec 1.4 with inheritance ({{<layout}}, {{$block}})
// and dynamic names ({{>*name}}), without lambdas.  Values are escaped unless
// they are HTML of our own making (VALUE_HTML).

#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "diagnostics/diagnostics.h"

// ---- What a template is filled with ----

enum value_kind {
    VALUE_FALSE, // also an empty list and a name that is not there
    VALUE_TRUE,
    VALUE_TEXT, // escaped when it is filled in; empty text is false in a section
    VALUE_HTML, // filled in as it is; only ever made from what we rendered
    VALUE_LIST,
    VALUE_OBJECT,
};

struct value {
    enum value_kind kind;
    union {
        str text;
        struct {
            const struct value *at;
            size_t count;
        } list;
        const struct object *object;
    } as;
};

struct member {
    str name;
    struct value value;
};

struct object {
    const struct member *members;
    size_t count;
};

struct value value_false(void);
struct value value_bool(bool truth);
struct value value_text(str text);
struct value value_html(str html);
struct value value_list(const struct value *items, size_t count);
struct value value_object(const struct object *object);

// ---- Themes ----

struct theme;

// Compiles `templates/*.mustache` and `texts/<language>.yaml` of `files`; a
// file of `overrides` (the site's own `theme/` folder, paths alike) takes the
// place of the theme's one, a text of it the place of that text.
//
// `names` are all names that a template may use (without dots), so that a
// misspelled one is reported here, with its place and the nearest name, and not
// on some page.  With `name_count` 0 every name is allowed.
//
// {{text.key}} stands for the text `key`; the text may itself use {{names}}.
//
// Refused, with a message: an unknown name, partial or text; a value where
// escaping cannot save it (inside <script>, <style>, an unquoted attribute, an
// on... attribute, a tag or attribute name, a comment).  In href, src and
// action, an address whose scheme is not http, https, mailto or tel is filled
// in as `#`.
//
// Returns NULL, with messages, when a template or a text cannot be used.  The
// theme's memory is its own; `files` and `overrides` may go afterwards.
struct theme *theme_load(str name, struct file_list files, struct file_list overrides, str language,
                         const str *names, size_t name_count, struct diagnostics *diagnostics);
void theme_free(struct theme *theme);

bool theme_has(const struct theme *theme, str template_name);

// Adds the template `template_name` ("story"), filled with `context` (an
// object), to `to`.  Any thread.  The template must exist.
void theme_render(const struct theme *theme, str template_name, const struct value *context,
                  struct buf *to);

// The text `key` of the theme's language as it stands in the file, or empty.
// For words that the generator itself needs, such as the names of months.
str theme_text(const struct theme *theme, str key);

// The theme's `assets/` with those of `overrides`, sorted by path.
struct file_list theme_assets(const struct theme *theme);

// A name for the bytes of an asset, by its place in theme_assets.
str theme_asset_print(const struct theme *theme, size_t asset);
