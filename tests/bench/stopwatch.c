// SPDX-License-Identifier: EUPL-1.2
// Runs a command and writes to FILE how long it took, in microseconds of the wall and of the
// processors, and its peak memory in KiB.  What it says goes nowhere, but for its standard error
// when SAID is given.  Small by itself: a big one would count as the child's own peak.
// use: stopwatch FILE SAID|- COMMAND...

#define _DEFAULT_SOURCE // wait4

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long long used(struct timeval time)
{
    return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

static void run(const char *said, char **command)
{
    int nowhere = open("/dev/null", O_WRONLY);
    int to = strcmp(said, "-") == 0 ? nowhere : open(said, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(nowhere, STDOUT_FILENO);
    dup2(to, STDERR_FILENO);
    execvp(command[0], command);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("use: stopwatch FILE SAID|- COMMAND...\n", stderr);
        return 2;
    }
    long long started = microseconds();
    pid_t child = fork();
    if (child == 0)
        run(argv[2], argv + 3);
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 3;
    long long wall = microseconds() - started;
    FILE *file = fopen(argv[1], "w");
    if (file == NULL)
        return 3;
    fprintf(file, "%lld %lld %ld\n", wall, used(usage.ru_utime) + used(usage.ru_stime),
            usage.ru_maxrss);
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
