// SPDX-License-Identifier: EUPL-1.2
// What tells who somebody is and how to reach her: private to this folder.

#pragma once

#include "document/document.h"

// Tells of e-mail addresses, telephone numbers and the like in a file that is somebody's
// story.  Some that are meant to be there are told of as well, so nothing is held back for it.
void personal_check(const struct document *document, str bytes, struct diagnostics *diagnostics);
