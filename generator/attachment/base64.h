// SPDX-License-Identifier: EUPL-1.2
// Bytes written as letters (RFC 4648), as in a picture within a drawing:
// private to this folder.

#pragma once

#include "base/arena.h"

// Spaces are skipped.  Returns false when it is no base64.
bool base64_decoded(struct arena *arena, str text, str *bytes);

str base64_encoded(struct arena *arena, str bytes);
