// SPDX-License-Identifier: EUPL-1.2
// Which words are parts of others: `hulpverlening` of `schuldhulpverlening`.
//
// A word is split into words of the site only, with a linking s, e or en
// between them at most, and at the place where both are on the most pages.

#pragma once

#include "collection/lexicon.h"

// For each class, by the number of its head: the forms that it is a part of are
// forms[starts[head]] .. forms[starts[head + 1] - 1], in order.
struct compounds {
    const uint32_t *starts;
    const uint32_t *forms;
    const uint32_t *endings;    // of each form: the longest other one that it ends with, or
                                // NO_FORM; only those of four letters or more count
    const struct split *splits; // of each form
};

// The best way to split a form: two forms, or NO_FORM.
struct split {
    uint32_t head;
    uint32_t tail;
};

// The classes that a form is found by besides its own, each once, and how many.
enum { PARTS_MOST = 6 };
size_t compounds_parts(const struct compounds *compounds, const struct lexicon *lexicon,
                       uint32_t form, uint32_t heads[static PARTS_MOST]);

// None in a language that has no such words.
struct compounds compounds_of(struct arena *arena, const struct lexicon *lexicon, str language,
                              unsigned jobs);
