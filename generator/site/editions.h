// SPDX-License-Identifier: EUPL-1.2
// A guideline as it is, or as it was in a version: private to this folder.

#pragma once

#include "site/building.h"

// A cover or a chapter.
struct edition_text {
    str path;                       // below the folder of the guideline
    const struct source_file *file; // of the past; NULL of the present
    const unsigned char *id;        // of the blob
    const struct document *document;
    const struct page *page; // what it is now; NULL when it is no longer there
    bool taken;              // by a text of the next edition
};

struct edition {
    struct version version; // of the past
    struct place place;     // where it is named
    str named;
    struct edition_name name;
    struct date authorised;
    str path;                   // of its folder, or of the one file
    struct edition_text *texts; // the cover first
    size_t count;
};

// A number that the guideline had in its field `versie`, and the last state under it.
struct number {
    str name;
    struct version version;
};

// No number twice.
struct numbers {
    const struct number *at;
    size_t count;
};

// A guideline and its versions.
struct comparison {
    const struct page *cover;
    const struct building *building; // kept, to read texts with
    struct edition now;
    struct edition *past; // the newest first
    size_t past_count;
    const struct numbers *numbers; // NULL as long as nobody asked
    struct map *now_by_path;
    struct map *withheld; // the keys of what is there and may not be published
    struct fingerprint withheld_print;
};

// What finds one text in another edition: its path, its name without number, its
// title.
enum { EDITION_KEYS = 3 };
str edition_key(struct arena *arena, const struct edition_text *text, int kind);

// Whether the file stands for its folder.
bool edition_is_cover(str path);

// One version that is looked for.
struct edition_search {
    struct building *building;
    struct versions *versions;
    const struct comparison *comparison;
    struct edition *edition; // whose `version` is known
};

// Lists the texts that the guideline had in that version, where it was then, the cover
// first.  Returns false where it was not there.
bool edition_locate(struct edition_search *search);

// Finds the versions that the cover names, lists their files, and reads their
// covers.  `quiet` is the building, with diagnostics that nobody sees.
void editions_find(struct building *building, struct building *quiet, struct versions *versions,
                   struct comparison *comparison);

// The path of the cover in that version, elsewhere than now; empty where it was not.
str edition_cover(struct building *building, struct versions *versions,
                  const struct comparison *comparison, const struct version *version);

// All numbers that the guideline had, the newest first, as far as the history is here.
struct numbers numbers_read(struct building *building, struct versions *versions,
                            const struct comparison *comparison);

// Reads the chapters that differ from what there is now, and leaves out what was not
// published then.
void edition_read(struct building *quiet, struct versions *versions, struct arena *arena,
                  const struct comparison *comparison, struct edition *edition);

// What changed from the one to the next, in memory of `arena`.  Marks in both what
// became of their texts: the newest comes first.
struct version_changes editions_compare(struct arena *arena, const struct comparison *comparison,
                                        struct edition *old, struct edition *new);
