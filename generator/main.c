// SPDX-License-Identifier: EUPL-1.2
// Doorleefd turns a git repository of experience stories and guidelines into a
// searchable website.  commands/build.c tells how; README.md has the map.

#include "commands/commands.h"

#include <fcntl.h>
#include <unistd.h>

// Who starts us may have closed these three.  The next file that is opened would take their
// place, and what is meant for the screen would go into it.
static void keep_standard_files(void)
{
    int file;
    do
        file = open("/dev/null", O_RDWR);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file >= 0)
        close(file);
}

int main(int argc, char **argv)
{
    keep_standard_files();
    return commands_run(argc, argv);
}
