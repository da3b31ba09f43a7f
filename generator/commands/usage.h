// SPDX-License-Identifier: EUPL-1.2
// What is shown to who asks for help: private to this folder.

#pragma once

#include "commands/options.h"

// Prints what can be asked: of the command `name`, or, when there is no such
// command, which commands there are.
void usage_print(str name, enum language language, FILE *to);
