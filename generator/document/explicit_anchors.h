// SPDX-License-Identifier: EUPL-1.2
// Names that authors give to a place themselves: `<a name="x"></a>`, and
// `## Kop {#x}`.  Of the HTML nothing remains but the name.

#pragma once

#include "document/rendering.h"

// Lets the names in `html` wait for their place.
void anchors_find(struct rendering *r, str html);

// Whether the paragraph is nothing but such names; then they wait.
bool anchors_alone(struct rendering *r, cmark_node *paragraph);

// Lets the names in a heading that is not shown wait.
void anchors_of_title(struct rendering *r, cmark_node *heading);

// Writes what waits: within a text, or as a line of its own between blocks.
void anchors_write(struct rendering *r);
void anchors_write_line(struct rendering *r);

// Adds ` id="..."` and what waits, as the rest of the tag of a heading of which
// the `>` is still to come, and returns the id.  `slug` is that of its text.
str anchors_add_heading(struct rendering *r, struct buf *to, str slug, str attribute);

// Takes `{#x}` off the end of a heading and returns its name; empty when there
// is none.  May be asked again.
str heading_attribute(struct rendering *r, cmark_node *heading);
