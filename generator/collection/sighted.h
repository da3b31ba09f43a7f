// SPDX-License-Identifier: EUPL-1.2
// How often an entry has a form, as bytes: how often the body has it when that is
// all, else which parts, and how often each; then the passages that are told.
// Readers may look PASSAGES_TOLD bytes further than there are.

#pragma once

#include "collection/segment.h"

#include <string.h>

enum { ONLY_BODY_MAX = 127, SIGHTED_BYTES = 1 + 3 * PART_COUNT + 1 + PASSAGES_TOLD };
enum { VARINT_BYTES = 5 };

static inline size_t put_varint(unsigned char *to, uint32_t number)
{
    size_t len = 0;
    for (; number >= 0x80; number >>= 7)
        to[len++] = (unsigned char)(0x80 | (number & 0x7F));
    to[len++] = (unsigned char)number;
    return len;
}

// Whether no part but the body has it; the body is the last one.
static inline bool only_in_body(const uint16_t counts[PART_COUNT])
{
    static const uint16_t none[PART_BODY];
    return memcmp(counts, none, sizeof none) == 0;
}

static inline size_t put_counts(unsigned char *to, const uint16_t counts[PART_COUNT])
{
    if (counts[PART_BODY] <= ONLY_BODY_MAX && only_in_body(counts)) {
        to[0] = (unsigned char)counts[PART_BODY];
        return 1;
    }
    unsigned parts = 0;
    size_t len = 1;
    for (unsigned i = 0; i < PART_COUNT; i++) {
        if (counts[i] == 0)
            continue;
        parts |= 1u << i;
        len += put_varint(to + len, counts[i]);
    }
    to[0] = (unsigned char)(0x80 | parts);
    return len;
}

// Of what is told no more is read than there is, so that more may be put.
static inline size_t put_told(unsigned char *to, const struct told *told)
{
    to[0] = (unsigned char)(told->count + told->more);
    memcpy(to + 1, told->at, PASSAGES_TOLD);
    return 1u + told->count;
}

static inline uint32_t next_varint(const unsigned char **at)
{
    uint32_t number = *(*at)++;
    if (number < 0x80)
        return number;
    number &= 0x7F;
    for (unsigned shift = 7;; shift += 7) {
        unsigned char byte = *(*at)++;
        number |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
}

static inline uint16_t shared_out(uint32_t count, unsigned share)
{
    uint32_t sum = count * share;
    return (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
}

static inline void next_counts(const unsigned char **at, uint16_t counts[PART_COUNT],
                               unsigned share)
{
    unsigned char head = *(*at)++;
    if (head <= ONLY_BODY_MAX) {
        counts[PART_BODY] = shared_out(head, share);
        return;
    }
    for (unsigned part = 0; part < PART_COUNT; part++)
        if (head >> part & 1)
            counts[part] = shared_out(next_varint(at), share);
}

// Each piece straight to where it stays: what was just written in pieces is slow to be
// copied as a whole.
static inline void next_told(const unsigned char **at, struct told *told)
{
    unsigned char count = *(*at)++;
    told->more = count > PASSAGES_TOLD;
    told->count = told->more ? PASSAGES_TOLD : count;
    memcpy(told->at, *at, PASSAGES_TOLD); // more than there are: the bytes go on
    *at += told->count;
}

// The rest of a sighting, behind its number.
static inline void next_sighted(const unsigned char **at, uint32_t number, unsigned share,
                                struct sighting *sighting)
{
    sighting->number = number;
    memset(sighting->counts, 0, sizeof sighting->counts);
    next_counts(at, sighting->counts, share);
    next_told(at, &sighting->told);
}
