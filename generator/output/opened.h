// SPDX-License-Identifier: EUPL-1.2
// The website of one build: private to this folder.

#pragma once

#include "output/changes.h"
#include "output/early.h"
#include "output/made.h"
#include "output/manifest.h"
#include "output/opening.h"
#include "output/output.h"
#include "output/standing.h"

struct output {
    struct diagnostics *diagnostics;
    struct arena *arena;
    str folder;             // as it was named
    int top;                // locked while the build lasts; -1: nothing is written
    struct opening opening; // what follows is there when it is read
    struct manifest manifest;
    struct standing standing;
    struct stage stage;
    struct early early;
    struct made_set made;
    struct changes changes;
    struct fingerprint print;
    bool is_new;   // nothing stood in the folder
    bool compress; // other forms stand beside text files
    bool stands;   // nothing is to be done
    bool trusting; // see output_trust
    bool published;
    atomic_bool failed;

    size_t files;
    atomic_size_t written;
    atomic_size_t removed;
    atomic_size_t pages_written;
    atomic_size_t pages_removed;
};

// Says what went wrong with `path`; nothing is done after it.  Only the first
// failure is told: it explains the others.  Any thread.
void output_fail(struct output *output, str path, int error);

// Says that the lists of changes cannot be written.
void output_fail_changes(struct output *output, int error);

// Says that a folder at `path` holds files of someone else.
void output_fail_blocked(struct output *output, str path);

// Brings what was made into the website.  Returns false after a failure.
bool publish(struct output *output);

// Leaves the website as it is; the lists of changes are empty.
bool publish_nothing(struct output *output);
