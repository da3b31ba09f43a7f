// SPDX-License-Identifier: EUPL-1.2
// A file as a value: what it is called and what is in it.

#pragma once

#include "base/str.h"

struct file {
    str path;
    str bytes;
};

struct file_list {
    const struct file *at;
    size_t count;
    str folder; // what the paths are below, with a slash at the end; for messages
};
