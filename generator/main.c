// SPDX-License-Identifier: EUPL-1.2
// Doorleefd turns a git repository of experience stories and guidelines into a
// searchable website.  commands/build.c tells how; README.md has the map.

#include "commands/commands.h"

int main(int argc, char **argv)
{
    return commands_run(argc, argv);
}
