// SPDX-License-Identifier: EUPL-1.2
// What a search must find: the questions of editors in tests/search.yaml of the
// repository, asked when the content is checked.  Private to this folder.
//
//     - zoek: vrije ruimte            # or: search
//       vind: richtlijnen/herstel/    # or: find; an address, a file, or a list of them
//       binnen: 3                     # or: within; among the first 3 results (10)

#pragma once

#include "base/arena.h"
#include "commands/options.h"
#include "diagnostics/diagnostics.h"
#include "site/site.h"

struct queries;

// Reads the questions.  Returns NULL when there are none; what is wrong with
// them is said.
struct queries *queries_read(struct arena *arena, const struct options *options,
                             const struct site *site, struct diagnostics *diagnostics);

// A new folder for the website that is asked, or NULL, with a message, when
// there can be none; queries_end removes it.
const char *queries_folder(struct queries *queries);

// Asks the website in the folder, and says what was not found.
void queries_ask(struct queries *queries);

void queries_end(struct queries *queries);
