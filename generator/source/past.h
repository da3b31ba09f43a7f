// SPDX-License-Identifier: EUPL-1.2
// The commits that a revision comes from: which their parents are, on which day
// they were made, where each had the content.  Nothing else of a commit is
// looked at; names and addresses stay where they are.

#pragma once

#include "source/compare.h"
#include "source/lineage.h"

// What a commit noted of a path.
struct noted {
    uint32_t path; // a number of the past's paths
    struct life life;
};

// A commit, and where it had the content: the same commit may count twice,
// when two commits after it moved the content in two ways.
struct commit {
    git_oid id;
    git_oid tree;    // of the content; zero when it was not read
    uint32_t folder; // number in past.folders
    uint32_t day;    // in the time zone of who made it
    uint64_t work;   // of reading it and comparing it with its parents
    const git_oid *parent_ids;
    size_t parent_id_count;
    const uint32_t *parents; // numbers in past.commits, once it is joined
    size_t parent_count;
    bool joined;
    bool remembered; // `notes` and `work` are there
    size_t notes;    // from where in past.notes
    size_t note_count;
};

struct past {
    struct arena *arena;
    struct trees *trees;
    uint64_t work; // of all commits that were read, not remembered
    LIST(struct commit) commits;
    LIST(str) folders;
    LIST(struct noted) notes;
    LIST(str) paths;          // of files, in all commits
    uint32_t *numbers;        // of commits, one more, by their ids: open addressing
    size_t number_capacity;   // a power of two, at least twice their number
    struct map *path_numbers; // one more
};

struct past *past_new(struct arena *arena, struct trees *trees);

// The number of a file's path, which is copied when it has none yet.
uint32_t past_path(struct past *past, str path);

// The number of a file's path, or NO_NUMBER.
uint32_t past_path_find(const struct past *past, str path);

// The number of the folder with that path.
uint32_t past_folder(struct past *past, str folder);

// The number of a commit that is there, or NO_NUMBER.
uint32_t past_find(const struct past *past, const git_oid *id, uint32_t folder);

// Makes room for so many commits and notes more.
void past_reserve(struct past *past, size_t commits, size_t notes);

// Adds a commit, not yet joined.
uint32_t past_add(struct past *past, const git_oid *id, uint32_t folder);

// The number of the commit that had the content in `folder`, read where it is
// not there yet; NO_NUMBER when it had no such folder, or cannot be read: then
// the trees are incomplete.
uint32_t past_read(struct past *past, const git_oid *id, uint32_t folder);

// What was done since the trees' work was `before` is the commit's: it follows
// from the commit alone, whoever does it and when.
void past_work(struct past *past, uint32_t number, uint64_t before);

// Finds the parents of a commit, wherever they had the content.
void past_join(struct past *past, uint32_t number);

// The tree of its content.
const git_oid *past_tree(struct past *past, uint32_t number);
