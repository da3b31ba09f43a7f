// SPDX-License-Identifier: EUPL-1.2
// What an address in Markdown is: one inside the site, one elsewhere, or one
// that no page may have.

#pragma once

#include "base/arena.h"

enum address_kind {
    ADDRESS_NONE,     // nothing was written
    ADDRESS_SITE,     // a path or #anchor, for the site to resolve
    ADDRESS_EXTERNAL, // http, https, mailto or tel
    ADDRESS_REFUSED,  // any other scheme
};

struct address {
    enum address_kind kind;
    str text;   // of an external one complete, else as written
    str scheme; // "javascript", of a refused one
};

// Reads it as a browser does: control characters inside it do not count.
// `//host`, `www.host` and `name@host` are completed.
struct address address_read(struct arena *arena, str written);
