// SPDX-License-Identifier: EUPL-1.2
// Each entry has a row of numbers that it would like, by its hash: the first, else the next.
// In the order in which they were published each takes the first of its row that is free.
// That is open addressing with double hashing; by linear probing (each takes the next number
// that is free) one page more moves eight others where three of four numbers are taken.
//
// They come in any order here, and who was published later makes way, to the next of his
// row: this gives the same (Gale and Shapley, College Admissions and the Stability of
// Marriage, 1962: where all agree who comes first there is one stable matching).
#include "collection/numbers.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SPACE_LEAST = 64 };

size_t numbers_space(size_t count)
{
    for (size_t space = SPACE_LEAST;; space *= 2) {
        if (space * 4 >= count * 5)
            return space;
        if (space / 2 * 3 * 4 >= count * 5)
            return space / 2 * 3;
    }
}

// An entry whose row has nothing free gets what is left.  With four of five taken that is one
// of a million; who makes addresses with equal hashes costs no more.
enum { ROW_LENGTH = 64 };

struct seating {
    const struct wish *wishes;
    size_t space;
    uint32_t *seats;
    unsigned char *tried; // of each entry: how many of its row
};

// The numbers of a row are as good as independent (the finalizer of SplitMix64).
static size_t wished(const struct seating *seating, uint32_t who)
{
    uint64_t hash = seating->wishes[who].hash + seating->tried[who] * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return (size_t)((hash ^ hash >> 31) % seating->space);
}

static bool comes_first(const struct seating *seating, uint32_t a, uint32_t b)
{
    const struct wish *x = &seating->wishes[a];
    const struct wish *y = &seating->wishes[b];
    int order = date_compare(x->since, y->since);
    if (order != 0)
        return order < 0;
    return x->hash != y->hash ? x->hash < y->hash : a < b;
}

// Seats `who`, and those who make way; returns who finds no seat, or NO_WISH.
static uint32_t seat(struct seating *seating, uint32_t who)
{
    while (seating->tried[who] < ROW_LENGTH) {
        uint32_t *seat = &seating->seats[wished(seating, who)];
        seating->tried[who]++;
        if (*seat != NO_WISH && comes_first(seating, *seat, who))
            continue;
        uint32_t before = *seat;
        *seat = who;
        if (before == NO_WISH)
            return NO_WISH;
        who = before;
    }
    return who;
}

// Those whose row is full, in their own order, each on the first seat that is free.
static void seat_rest(struct seating *seating, size_t count)
{
    bool *seated = memory_alloc(count);
    memset(seated, false, count);
    for (size_t i = 0; i < seating->space; i++)
        if (seating->seats[i] != NO_WISH)
            seated[seating->seats[i]] = true;
    for (size_t who = 0, free_seat = 0; who < count; who++) {
        if (seated[who])
            continue;
        while (seating->seats[free_seat] != NO_WISH)
            free_seat++;
        seating->seats[free_seat] = (uint32_t)who;
    }
    free(seated);
}

uint32_t *numbers_give(const struct wish *wishes, size_t count, size_t space)
{
    struct seating seating = { .wishes = wishes,
                               .space = space,
                               .seats = memory_alloc(space * sizeof *seating.seats),
                               .tried = memory_alloc(count + 1) };
    memset(seating.seats, 0xff, space * sizeof *seating.seats);
    memset(seating.tried, 0, count + 1);
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        left += seat(&seating, (uint32_t)i) != NO_WISH;
    if (left > 0)
        seat_rest(&seating, count);
    free(seating.tried);
    return seating.seats;
}
