// SPDX-License-Identifier: EUPL-1.2
// What was meant by a word that occurs nowhere, or hardly.

#pragma once

#include "ask/query.h"

// Another form of a word that occurs nowhere, which does occur; `at` is NULL for none.
str word_relative(struct query *query, str word);

// The word of the site that is most like `word`; `at` is NULL for none.
str word_correction(const struct query *query, str word);

// A form that a word on very few pages may be a mistake for; `at` is NULL for none.
str word_suggestion(const struct query *query, str word, const struct index_entry *entry);

// The classes of the two words that `word` is made of.  Returns false when there
// are none.
bool word_compound(struct query *query, str word, struct index_entry *entries[static 2]);

// The class of what a word ends with, or else begins with, that occurs: `verslaving` of
// `gokverslaving`.  NULL when nothing of it does.
struct index_entry *word_part(struct query *query, str word, str *part);

// The class of a word, or of what it may be a form of; NULL when there is none.
struct index_entry *class_of(struct index *index, str word);
