// SPDX-License-Identifier: EUPL-1.2
// Text into HTML and XML: the one place where characters are escaped.

#pragma once

#include "base/buf.h"

// Adds `text` so that it is safe between tags and inside a quoted attribute:
// & < > " ' become references, control characters but tab, LF and CR are left out.
void buf_add_escaped(struct buf *buf, str text);

// Adds the path `text` as part of an address: bytes other than RFC 3986
// unreserved characters and `/` are percent-encoded.
void buf_add_address(struct buf *buf, str text);
