// SPDX-License-Identifier: EUPL-1.2
// Markdown into HTML with slots: CommonMark by cmark, and our additions.
//
//     text ─ survey ─ rewrite (tables, notes) ─ cmark ─ tree ─ render ─ HTML

#pragma once

#include "base/arena.h"
#include "diagnostics/diagnostics.h"
#include "document/document.h"

// A page; or bare HTML without anchors, slots and checks, as the published
// suites of CommonMark and of GitHub's additions have it.
enum markdown_form { MARKDOWN_PAGE, MARKDOWN_COMMONMARK, MARKDOWN_GITHUB };

struct markdown_options {
    enum markdown_form form;
    str path;               // for the places of messages
    unsigned first_line;    // number that the first line of the text has in the file
    enum language language; // of the words that we add
    str title;              // of the page, or empty: the first level-1 heading
};

struct markdown {
    str html;
    str first_heading; // text of the level-1 heading that is, or could be, the title
    str lead;          // of the first paragraph, whole
    const struct heading *headings;
    size_t heading_count;
    const struct link *links;
    const struct place *link_places; // of each
    size_t link_count;
    const struct recommendation *recommendations;
    size_t recommendation_count;
    const str *anchors;
    size_t anchor_count;
};

// `text` must be well-formed UTF-8 without NUL (utf8_clean).  All of the
// result lives in `arena`.
struct markdown markdown_render(struct arena *arena, str text,
                                const struct markdown_options *options,
                                struct diagnostics *diagnostics);
