// SPDX-License-Identifier: EUPL-1.2
// The YAML that nearly all stories have, read without libyaml, in a tenth of its
// time (private to yaml).

#pragma once

#include "yaml/reader.h"

// Reads a map of names, each with a value on its line or a list:
//
//     titel: Mijn verhaal
//     datum: "2026-03-14"
//     sector: [ggz, jeugdzorg]
//     thema:
//       - herstel
//
// Returns what libyaml makes of it, to the last place; NULL, and says nothing, for all
// else.
struct yaml_node *plain_read(struct reader *reader);
