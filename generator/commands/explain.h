// SPDX-License-Identifier: EUPL-1.2
// Tells what a page is made from, and since when it is as it is: private to this
// folder.

#pragma once

#include "commands/options.h"

// options->arguments: an address of the site, and the repository.  Returns the exit
// code.
int explain_run(const struct options *options);
