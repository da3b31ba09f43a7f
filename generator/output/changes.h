// SPDX-License-Identifier: EUPL-1.2
// Lists of what a build changed, for programs that copy it elsewhere: `FILE.new`
// what was not there before, `FILE` all that was written, `FILE.removed`.  A path a
// line; one that might be taken for something else begins with a slash.

#pragma once

#include "base/buf.h"

enum change { CHANGE_NEW, CHANGE_WRITTEN, CHANGE_REMOVED, CHANGE_COUNT };

struct changes {
    const char *file; // NULL: not asked for
    bool added;       // to lists that stand there
    struct buf lists[CHANGE_COUNT];
};

void changes_add(struct changes *changes, enum change change, str path);

// Writes the lists beside their places ..
bool changes_prepare(struct changes *changes);

// .. and puts them there, when all is done.  Both return false, with errno.
bool changes_commit(const struct changes *changes);
void changes_drop(const struct changes *changes);

void changes_release(struct changes *changes);
