// SPDX-License-Identifier: EUPL-1.2
// Fingerprints of bytes: the same on every machine.  Not for secrets.

#pragma once

#include "base/arena.h"

#include <stdint.h>

// XXH3, 64 bits.
uint64_t hash_64(str bytes);

// The same of `seed` and bytes.
uint64_t hash_64_seeded(str bytes, uint64_t seed);

// The first 16 hexadecimal digits of XXH3-128: for names of files by content.
str hash_name(struct arena *arena, str bytes);
