// SPDX-License-Identifier: EUPL-1.2
// The order in which files change, so that a reader never meets a link to what is
// not there yet or no more: what is named comes before what names it, and goes
// after it.

#pragma once

#include "base/str.h"

// A lower number comes first.  `fresh`: nothing stands there yet.
unsigned order_of_writing(str path, bool fresh);

// `stays`: it is another form of a file that stays.
unsigned order_of_removing(str path, bool stays);

// The path of the file that `path` is another form of: without `.gz` or `.br`.
str order_plain_path(str path);
