// SPDX-License-Identifier: EUPL-1.2
// An array in an arena that grows.
//
//     LIST(struct link) links = { 0 };
//     LIST_ADD(arena, links, ((struct link){ ... }));
//     for (size_t i = 0; i < links.count; i++) use(links.at[i]);

#pragma once

#include "base/arena.h"

#include <string.h>

#define LIST(type)       \
    struct {             \
        type *at;        \
        size_t count;    \
        size_t capacity; \
    }

// Makes room for `more` items, where their number is known.
#define LIST_RESERVE(arena, list, more)                                        \
    do {                                                                       \
        if ((list).capacity - (list).count < (more)) {                         \
            size_t capacity_ = (list).count + (more);                          \
            void *grown_ = arena_array((arena), capacity_, sizeof *(list).at); \
            if ((list).count > 0)                                              \
                memcpy(grown_, (list).at, (list).count * sizeof *(list).at);   \
            (list).at = grown_;                                                \
            (list).capacity = capacity_;                                       \
        }                                                                      \
    } while (0)

// Outgrown arrays stay in the arena: a list takes at most twice its size.
#define LIST_ADD(arena, list, item)                                                 \
    do {                                                                            \
        if ((list).count == (list).capacity) {                                      \
            size_t capacity_ = (list).capacity * 2 + 4;                             \
            void *grown_ = arena_room_array((arena), capacity_, sizeof *(list).at); \
            if ((list).count > 0)                                                   \
                memcpy(grown_, (list).at, (list).count * sizeof *(list).at);        \
            (list).at = grown_;                                                     \
            (list).capacity = capacity_;                                            \
        }                                                                           \
        (list).at[(list).count++] = (item);                                         \
    } while (0)
