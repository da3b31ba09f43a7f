// SPDX-License-Identifier: EUPL-1.2
// The index of a pack of git objects (version 2, gitformat-pack(5)): where in
// the pack an object stands.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pack_index {
    const unsigned char *bytes; // mapped
    size_t size;
    uint32_t count; // of objects
};

// Returns false when there is none, or one of another form.
bool pack_index_open(struct pack_index *index, int folder, const char *name);
void pack_index_close(struct pack_index *index);

// Finds the offset of the object, or returns false.
bool pack_index_find(const struct pack_index *index, const unsigned char *id, uint64_t *offset);
