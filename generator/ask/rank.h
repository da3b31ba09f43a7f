// SPDX-License-Identifier: EUPL-1.2
// What each page is worth to a query: by how many of its groups it meets, how
// well, and how near to one another.

#pragma once

#include "ask/uses.h"

enum {
    PASSAGES_ROOM = 256, // passages are numbers of a byte
    PASSAGES_MOST = 200, // that a page has
};

struct phrase {
    const struct choice *choice;
    uint32_t *scores; // of each slot; 0 where the phrase is not
};

struct ranked_group {
    const struct group *group;
    uint32_t *words;  // the best that its words give, of each slot; or NULL
    uint32_t *values; // the best of all
    struct phrase *phrases;
    size_t phrase_count;
    uint64_t weight; // how much it matters whether a page meets it
    bool must;       // it is a phrase and nothing else: pages without it are left out
};

struct ranking {
    const struct lists *lists;
    struct arena *arena;
    struct ranked_group groups[GROUPS_MOST];
    size_t group_count;
    struct phrase *excluded; // phrases that no page may have
    size_t excluded_count;
    uint64_t least;  // what counts beside the weights that are met
    bool is_nowhere; // a phrase that must be there is on no page
    bool *dead;      // slots of pages that are left out
    uint32_t *met;   // groups that the page meets, as bits
    uint64_t *ranks;
    uint8_t *near;   // the most groups that meet in one passage
    int *verified;   // a passage that has a phrase; -1 for none
    uint32_t *slots; // of the pages that meet the query
    size_t count;
};

// Scores the words of the groups and of what is excluded.
struct ranking *ranking_new(struct arena *arena, const struct lists *lists,
                            const struct group *const *groups, size_t group_count,
                            const struct query *query);

// Fills in what the pages meet and what they are worth.  To be done again when
// scores have changed.
void ranking_rank(struct ranking *ranking);

// Leaves out the pages that miss a group and say little.
void ranking_drop_faint(struct ranking *ranking);

// Which groups have a word in each of the passages of a page, as bits.
void ranking_mark(const struct ranking *ranking, size_t slot, uint32_t marks[PASSAGES_ROOM]);

unsigned bit_count(uint32_t bits);
