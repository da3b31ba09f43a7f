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

// Moves the list to `room`, an array for so many items.
#define LIST_MOVE(list, room, items)                                     \
    do {                                                                 \
        void *grown_ = (room);                                           \
        if ((list).count > 0)                                            \
            memcpy(grown_, (list).at, (list).count * sizeof *(list).at); \
        (list).at = grown_;                                              \
        (list).capacity = (items);                                       \
    } while (0)

// Makes room for `more` items, where their number is known.
#define LIST_RESERVE(arena, list, more)                                                 \
    do {                                                                                \
        size_t wanted_ = (list).count + (more);                                         \
        if ((list).capacity < wanted_)                                                  \
            LIST_MOVE(list, arena_array((arena), wanted_, sizeof *(list).at), wanted_); \
    } while (0)

// Outgrown arrays stay in the arena: a list takes at most twice its size.
#define LIST_ADD(arena, list, item)                                                          \
    do {                                                                                     \
        size_t wanted_ = (list).capacity * 2 + 4;                                            \
        if ((list).count == (list).capacity)                                                 \
            LIST_MOVE(list, arena_room_array((arena), wanted_, sizeof *(list).at), wanted_); \
        (list).at[(list).count++] = (item);                                                  \
    } while (0)
