// SPDX-License-Identifier: EUPL-1.2
// JSON as what a template is filled with.
//
// Numbers stay text as they are written, null and false are VALUE_FALSE.

#pragma once

#include "theme/theme.h"

// Decides whether the text under `name` is HTML.
typedef bool json_is_html(str name);

// Reads `text` into `value`.  With `is_html` NULL no text is HTML.  Returns
// false when it is not JSON, or deeper than 200 levels.
bool json_value(struct arena *arena, str text, json_is_html *is_html, struct value *value);

// The member of an object; VALUE_FALSE when it is not there.
struct value json_member(const struct value *object, str name);
