// SPDX-License-Identifier: EUPL-1.2
// The order in which files change, so that a reader never meets a link to what is
// not there yet or no more: what is named comes before what names it, and goes
// after it.

#pragma once

#include "base/str.h"

enum writing {
    NEW_PART,     // assets, attachments, parts of the index
    CHANGED_PART, // styles and scripts
    NEW_PAGE,     // that no page links to yet
    CHANGED_PAGE,
    FRONT_PAGE, // on a new site the one that everybody begins with
    OVERVIEW,   // what names many others: sitemap, feeds, robots
    ROOT,       // of the index: it names parts, and its records name pages
};

// Whether a file that was not there may be so before all is made: a part of the index
// has its name from what it says, and nothing names it until the root does.
bool order_may_be_early(str path);

// A lower number comes first.  `fresh`: nothing stands there yet.
enum writing order_of_writing(str path, bool fresh);

// `stays`: it is another form of a file that stays.
unsigned order_of_removing(str path, bool stays);

// The path of the file that `path` is another form of: without `.gz` or `.br`.
str order_plain_path(str path);
