// SPDX-License-Identifier: EUPL-1.2
// Which program this is: private to this folder.

#pragma once

#include "base/arena.h"

// The identity of the program with the libraries that it runs with: what another
// one found out need not be what this one would.  Where the system does not tell,
// it is one that no other run has.
str program_identity(struct arena *arena);
