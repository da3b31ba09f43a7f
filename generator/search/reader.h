// SPDX-License-Identifier: EUPL-1.2
// reader.js, as it was when the generator was built.

#pragma once

#include "base/str.h"

str reader_module(void);

// What it loads besides when a question is of a rarer sort, search/more.js.
str reader_more(void);
