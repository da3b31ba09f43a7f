// SPDX-License-Identifier: EUPL-1.2
// What outlives the reading of a document: private to this folder.

#pragma once

#include "document/document.h"
#include "document/front_matter.h"

// A copy of the fields that holds no more than they say.  Reading front matter
// takes many times that: trees, lines, repairs, which may then go.
const struct field *fields_keep(struct arena *arena, const struct field *fields, size_t count);

// The same of where they stand.  `path` is what the places name; it must live as
// long as `arena`.
const struct field_mark *field_marks_keep(struct arena *arena, const struct front_matter *matter,
                                          str path);

// The anchors of a document with these parts for looking up; NULL where they are few.
const struct map *anchors_index(struct arena *arena, const struct document *document,
                                const struct document_parts *parts);

// Makes it the one who finds its places.
void document_place_itself(struct document *document);
