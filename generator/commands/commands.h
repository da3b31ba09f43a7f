// SPDX-License-Identifier: EUPL-1.2
// What one can ask of the program: `doorleefd build`, `check`, `search`.

#pragma once

// Runs the command that the arguments name.  Returns the exit code: 0 done, 1
// the content has errors, 2 the command line is wrong, 3 the world failed (no
// repository, disk full).
int commands_run(int argc, char **argv);
