// SPDX-License-Identifier: EUPL-1.2
// Text into HTML and XML: the one place where characters are escaped.

#pragma once

#include "base/buf.h"

// Adds `text` so that it is safe between tags and inside a quoted attribute:
// & < > " ' become references; control characters but tab, LF and CR, and
// U+FFFE and U+FFFF, which XML does not allow, are left out, and so are the
// bytes FE and FF, which UTF-8 does not have.
void buf_add_escaped(struct buf *buf, str text);

// Index of the first byte at or after `from` that may not stand for itself;
// all before it does, in HTML and XML.  A byte that it stops at may do so too.
size_t html_plain_end(str text, size_t from);

// Whether U+FFFE or U+FFFF stands at `at`: in UTF-8 the three bytes EF BF BE
// or EF BF BF.
bool html_is_noncharacter(str text, size_t at);

// Adds the path `text` as part of an address: bytes other than RFC 3986
// unreserved characters and `/` are percent-encoded.
void buf_add_address(struct buf *buf, str text);
