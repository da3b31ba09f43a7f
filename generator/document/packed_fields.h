// SPDX-License-Identifier: EUPL-1.2
// Fields as bytes, to be read where they lie: private to this folder.
//
//     id of each | where each ends | fields
//
// A field is what it has: a name (of a taxonomy), a date, a number, and its values.
// Fields of more than 4 GiB are not told.

#pragma once

#include "document/document.h"

// Adds fields.
void fields_pack(const struct field *fields, size_t count, struct buf *to);

// Whether `packed` may be so many fields, each within its bounds.
bool fields_are_whole(str packed, size_t count);

// Where field number `field` stands, or its value, or its key: messages ask for it.
struct place place_of_field(const struct document *document, size_t field);
struct place place_of_value(const struct document *document, size_t field, size_t value);
str key_of_field(const struct document *document, size_t field);
