// SPDX-License-Identifier: EUPL-1.2
// Memory that is freed all at once.
//
// A function that takes an arena returns memory that lives as long as that
// arena.  A function that takes none returns memory of one of its arguments.

#pragma once

#include "base/str.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(void);

// One that is freed with another, and may be used by another thread.
struct arena *arena_under(struct arena *above);
void arena_free(struct arena *arena);

// Returns zeroed memory; never NULL (the program stops when memory runs out).
// Under the address sanitizer each request is an allocation of its own, so
// that overruns inside an arena are seen.
void *arena_alloc(struct arena *arena, size_t size);

// The same, with anything in it: for who fills all of it.
void *arena_room(struct arena *arena, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

// Room for `count` items; stops the program when the size overflows.
void *arena_array(struct arena *arena, size_t count, size_t size);

// The same, with anything in it.
void *arena_room_array(struct arena *arena, size_t count, size_t size);

// A copy of `text`, followed by a NUL that is not counted.
str arena_copy(struct arena *arena, str text);

// The parts one after the other.  `parts` ends with one whose `at` is NULL:
// arena_join(arena, (str[]){ a, b, { 0 } })
str arena_join(struct arena *arena, const str *parts);

// For the C library's door: a copy that ends with NUL.
const char *arena_c_string(struct arena *arena, str text);

// Empties the arena and keeps one block for the next page.
void arena_reset(struct arena *arena);

// Moves all memory of `from` into `into`; `from` is empty afterwards.
void arena_adopt(struct arena *into, struct arena *from);
