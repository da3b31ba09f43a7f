// SPDX-License-Identifier: EUPL-1.2
// Words of titles and headings that are searched for like any other, but that
// nobody looks up in a register.

#pragma once

#include "base/str.h"

// Those of a language, separated by spaces.
str idle_words(str language);

// Whether `word`, made plain, is one of `idle`.
bool idle_word(str idle, str word);
