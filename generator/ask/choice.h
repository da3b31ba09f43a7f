// SPDX-License-Identifier: EUPL-1.2
// Words of a query as one of the ways to meet a group of it.

#pragma once

#include "ask/query.h"

// The chain that begins at the reader's next word: its words, and where it
// begins and ends in what is read.  NULL at the end.
struct choice *choice_next(struct arena *arena, str stops, struct word_reader *reader);

// The words of a phrase.
struct choice *choice_of_phrase(struct arena *arena, str stops, str phrase);
