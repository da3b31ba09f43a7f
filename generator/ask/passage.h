// SPDX-License-Identifier: EUPL-1.2
// Texts of pages as a reader sees them: passages cut from the finished pages,
// and whether certain words stand in them one after the other.

#pragma once

#include "ask/catalog.h"
#include "format/words.h"

// White space between the words of a query and of a passage.
bool is_blank(uint32_t character);

// Text without tags and references, white space made one blank.
str passage_plain(struct arena *arena, str html);

// A passage of a page, from its file; `at` is NULL when the file is not there.
str passage_read(struct index *index, struct arena *arena, const struct record *record,
                 size_t passage);

// The words of a text, one by one: no chains.
struct text_words {
    const str *at;
    size_t count;
};
struct text_words text_words_of(struct arena *arena, str text);

// Where in `text` the words begin to stand one after the other, or STR_NONE.
size_t run_find(const struct text_words *text, const struct text_words *run);
