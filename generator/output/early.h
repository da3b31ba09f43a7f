// SPDX-License-Identifier: EUPL-1.2
// New files that go to their places while others are still made, so that less is to be
// done when all are: private to this folder.
//
// The folder of the stage is there before the first of them.  A build that is killed
// leaves it, and by that the next one knows that files may stand of which no list tells.

#pragma once

#include "base/str.h"

#include <stdatomic.h>

struct made;
struct output;
struct str;
struct stamp;

struct early {
    atomic_bool refused; // the system cannot do it
    bool listed;         // the list of the build that is being published names them
};

// Puts a file of which nothing stands yet in its place.  Returns false, with nothing
// done, where that may not or cannot be.  Any thread.
bool early_put(struct output *output, struct made *made, str bytes, const struct stamp *stamp);

// Takes such files away again: those that are left out, or all when nothing is published.
void early_drop_left_out(struct output *output);
void early_drop(struct output *output);
