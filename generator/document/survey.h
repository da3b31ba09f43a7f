// SPDX-License-Identifier: EUPL-1.2
// One look over a Markdown text before cmark reads it: which of our additions
// occur in it at all, and which known traps for cmark.
//
// The time of cmark 0.30.2 grows with the square of the input for two things:
// image openers `![` that never close, before many links (CVE-2023-22486), and
// blank lines inside deeply nested lists.  Both are found by counting.

#pragma once

#include "base/list.h"

struct line_range {
    unsigned first; // from 1
    unsigned last;
};

struct line_ranges {
    struct line_range *at;
    size_t count;
    size_t capacity;
};

struct survey {
    bool pipes;                // tables are possible
    bool notes;                // `[^`
    bool tildes;               // strikethrough is possible
    bool bare_links;           // `://`, `www.` or `@`
    bool alerts;               // `[!`
    bool tasks;                // `[ ]` or `[x]`
    bool escapes;              // `\[`, `\~` or `\{`
    unsigned conflict;         // the first line with `<<<<<<<`, from 1; 0 for none
    unsigned spaced_line;      // the first with a link to a file whose name has a space, or 0
    str spaced;                // that name
    struct line_ranges images; // lines whose `![` are to be taken as text
    struct line_ranges blanks; // blank lines to be left out
};

// `scratch` holds the ranges.
struct survey survey_text(struct arena *scratch, str text);
