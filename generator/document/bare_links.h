// SPDX-License-Identifier: EUPL-1.2
// Addresses in running text, by the rules of GitHub Flavored Markdown:
// https://example.org, www.example.org, iemand@example.org.

#pragma once

#include "base/str.h"

enum bare_kind { BARE_WEB, BARE_WWW, BARE_MAIL };

struct bare_link {
    enum bare_kind kind;
    size_t from;
    size_t to;
};

// Whether a link is around byte `at` of `text`, which is the `:` of `://`, the
// `.` of `www.` or the `@`; it may begin at `floor` or later.
bool bare_link_at(str text, size_t at, size_t floor, struct bare_link *link);
