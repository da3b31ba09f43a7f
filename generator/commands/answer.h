// SPDX-License-Identifier: EUPL-1.2
// How the answer of a search is shown: private to this folder.

#pragma once

#include "ask/ask.h"
#include "commands/options.h"

// For people; words that were met stand out on a terminal.
void answer_print(const struct search_answer *answer, const struct options *options, bool terminal);

// For programs: the object that reader.js gives.
void answer_print_json(const struct search_answer *answer, bool explain);
