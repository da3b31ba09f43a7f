// SPDX-License-Identifier: EUPL-1.2
// The work of one file, from tree to HTML: what its parts share.

#pragma once

#include "base/list.h"
#include "base/map.h"
#include "document/anchors.h"
#include "document/escapes.h"
#include "document/markdown.h"
#include "document/rewrite.h"

#include <cmark.h>

// Elements within each other in what we write.  Content beyond it is shown as
// plain text.
enum { BLOCK_DEPTH_MAX = 80, DEPTH_MAX = 100 };

struct rendering {
    struct arena *arena;   // of the document
    struct arena *scratch; // of this call
    const struct markdown_options *options;
    struct diagnostics *diagnostics;
    struct survey survey;
    str text;           // as written
    struct lines lines; // of that text, and
    struct lines read;  // of the text as cmark read it; both made when needed
    struct rewritten rewritten;
    struct tables tables;
    struct notes notes;

    struct buf html;
    bool plain;        // not a page: see enum markdown_form
    unsigned depth;    // of open elements
    unsigned breaks; // lines of this block that end with a backslash, so far
    bool in_link;      // links and notes do not go into one another
    bool search_text;  // for notes and bare links
    cmark_node *title; // the heading that is left out
    struct anchors anchors;
    struct map *note_of;       // by note_key
    LIST(struct note *) cited; // notes in the order of their numbers
    cmark_node *note_item;     // the note that is being written
    size_t table_number;
    cmark_node *caption_used; // a paragraph that stands as a caption already
    unsigned char levels[6];  // of the headings that the present one is under, as written
    size_t level_count;
    size_t lead_from; // of the first paragraph, in html
    size_t lead_to;
    str html_omitted; // the first raw HTML that was left out
    struct place html_place;
    size_t html_count;
    bool depth_told;
    size_t told; // messages

    LIST(struct heading) headings;
    LIST(struct link) links;
    LIST(struct place) link_places; // one a link
    LIST(struct recommendation) recommendations;
    LIST(str) waiting; // names that authors gave to the place that comes next, as slugs
    LIST(str) explicit_anchors;
    bool in_heading;
    unsigned kept_line; // the last one of which a place was kept, and
    str kept;           // its text
};

// ---- Places ----

// The lines of the text as written.
const struct lines *rendering_lines(struct rendering *r);

// The number, in the file, of the line on which a node begins.
unsigned rendering_line(struct rendering *r, cmark_node *node);

// Where a node begins.  `marks` are the bytes that can be there in the text:
// when there is another one, cmark's column is wrong and left out.
struct place rendering_place(struct rendering *r, cmark_node *node, const char *marks);

// The place for a link of the document, which outlives the text.
struct place rendering_place_kept(struct rendering *r, struct place place);

// Where byte `offset` of a text node is.
struct place rendering_place_in(struct rendering *r, cmark_node *text, size_t offset,
                                const char *marks);

// cmark does not count the line that ends with a backslash: places behind such
// a break are one line off, and their columns say nothing.
void count_break(struct rendering *r, cmark_node *line_break);

// Records a message; of one file not without end.
void tell(struct rendering *r, const struct diagnostic_kind *kind, struct place place,
          const str *values);

// ---- Text ----

// The text of the nodes from `first` up to `stop` and all that is in them.
void plain_text(struct buf *to, cmark_node *first, cmark_node *stop);

// Bytes [from, end) of what was written so far, as a line of text.
str rendered_text(struct rendering *r, size_t from);

// A new line, unless one was just begun.
void fresh_line(struct rendering *r);

str node_text(cmark_node *node);

// For asking which characters of a text node are escaped.
struct escapes node_escapes(struct rendering *r, cmark_node *text);

// ---- Parts ----

// Blocks or inlines from `first` up to, and without, `stop`.
void render_blocks(struct rendering *r, cmark_node *first, cmark_node *stop);
void render_inlines(struct rendering *r, cmark_node *first, cmark_node *stop);

// The same without the first `skip` bytes of `first`, which is a text.
void render_inlines_after(struct rendering *r, cmark_node *first, size_t skip, cmark_node *stop);

// A text without its first `skip` bytes, with its marks of notes and bare links.
void render_text(struct rendering *r, cmark_node *text, size_t skip);

void render_heading(struct rendering *r, cmark_node *heading);
void render_code_block(struct rendering *r, cmark_node *block);
void render_link(struct rendering *r, cmark_node *link);
void render_image(struct rendering *r, cmark_node *image);
void render_raw_html(struct rendering *r, cmark_node *html);

// `<a name="x"></a>`, which machines put before headings, or a part of it.
bool html_is_anchor(str html);

// Whether the image will be one of the site, so that it can be a figure.
bool image_is_local(struct rendering *r, cmark_node *image);

// A quote that starts with `[!TIP]`; false when it is just a quote.
bool render_alert(struct rendering *r, cmark_node *quote);

// Turns the text nodes of `~~x~~` in the children of `parent` into nodes of
// their own.
void strikethrough_find(struct rendering *r, cmark_node *parent);

// The table whose first cell is `cell`; returns the node behind it.
cmark_node *render_table(struct rendering *r, cmark_node *cell);

// Whether `paragraph` is the caption of the table beside it.
bool is_caption(struct rendering *r, cmark_node *paragraph);

// `[^label]` at byte `at` of the text of `node`: adds the mark of the note and
// returns its length, or 0 when there is no such note.
size_t render_note_mark(struct rendering *r, cmark_node *node, str text, size_t at);

// The notes, at the end.
void render_notes(struct rendering *r);

// What role the line has that `node` begins on, and of which table or note.
struct origin node_origin(const struct rendering *r, cmark_node *node);
