// SPDX-License-Identifier: EUPL-1.2
// What an order changes in what a build reads.

#pragma once

#include "commands/build.h"
#include "source/source.h"

// The documents, of which those that are withheld are kept off, and attachments
// likewise.  They stay in their place, so that what depends on them knows: the
// chapters of a guideline, and the page that tells what changed in it.
const struct document *const *order_documents(const struct build_order *order, struct arena *arena,
                                              struct source *source,
                                              const struct document *const *documents);

// The settings, with the order and the address of the options, if any, laid over them.
const struct settings *order_settings(const struct build_order *order, struct arena *arena,
                                      const char *address, const struct settings *settings);

// Whether the file with that path is to be looked at.
bool order_has_changed(const struct build_order *order, str path);
