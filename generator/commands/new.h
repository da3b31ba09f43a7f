// SPDX-License-Identifier: EUPL-1.2
// `doorleefd new`: private to this folder.

#pragma once

#include "commands/options.h"

// Makes the folder that is named with a small site in it, and tells what comes next.
int new_run(const struct options *options);
