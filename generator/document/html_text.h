// SPDX-License-Identifier: EUPL-1.2
// Text into HTML as cmark writes it, and our own HTML back into text.

#pragma once

#include "base/buf.h"
#include "document/document.h"

// Adds `text` for between tags.  Like buf_add_escaped, but apostrophes stay:
// they are many in Dutch, and harm nothing there.
void html_add_text(struct buf *to, str text);

// Adds an address for a quoted attribute, with what may not stand in one
// percent-encoded.
void html_add_address(struct buf *to, str address);

// Bytes [from, to) of a body, which must be of our own making.
struct html_stretch {
    str body;
    size_t from;
    size_t to;
    const struct link *links; // of the whole body
    size_t link_count;
};

// The number of the first link whose slot is at or after `offset`.
size_t html_link_at(const struct html_stretch *stretch, size_t offset);

// Whether a heading begins with the tag at `tag`.
bool html_is_heading(str body, size_t tag);

// Whether the tag at `tag` begins or ends a block; cells of a table go on with
// their row.
bool html_is_block(str body, size_t tag);

// Where the text goes on after the tag at `at`: marks of footnotes are skipped
// with what is in them.
size_t html_after_tag(str body, size_t at);

// Adds what a reader reads of it: no tags, no marks of footnotes; for an image
// in that stretch its alternative text.
void html_add_plain(struct buf *to, const struct html_stretch *stretch);

// Words in it, without making the text.
unsigned html_count_words(const struct html_stretch *stretch);

// Like html_add_plain, trimmed, every run of white space one space.
str html_plain_line(struct arena *arena, const struct html_stretch *stretch);

// `text` with every run of white space one space, and none at the ends.
str text_on_a_line(struct arena *arena, str text);
