// SPDX-License-Identifier: EUPL-1.2
#include "commands/commands.h"

#include "base/nearest.h"
#include "commands/build.h"
#include "commands/explain.h"
#include "commands/hook.h"
#include "commands/new.h"
#include "commands/search.h"
#include "commands/usage.h"

#include <limits.h>
#include <stdio.h>

typedef int command_run(const struct options *options);

static int run_build(const struct options *options)
{
    return build_run(options, options->output);
}

static int run_check(const struct options *options)
{
    return build_run(options, NULL);
}

static int run_version(const struct options *options)
{
    (void)options;
    puts("doorleefd " DOORLEEFD_VERSION);
    return EXIT_DONE;
}

// A command is a row.
static const struct command {
    const char *name;
    command_run *run;
    int arguments_min;
    int arguments_max;
} commands[] = {
    { "build", run_build, 0, 1 },         { "check", run_check, 0, 1 },
    { "search", search_run, 2, INT_MAX }, { "hook", hook_run, 1, 2 },
    { "explain", explain_run, 1, 2 },     { "new", new_run, 1, 1 },
    { "version", run_version, 0, 0 },
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const struct command *command_find(str name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_equal(str_from_c(commands[i].name), name))
            return &commands[i];
    return NULL;
}

static int unknown(const struct options *options, str name)
{
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        nearest_try(&nearest, str_from_c(commands[i].name));
    fprintf(stderr,
            options->language == DUTCH ? "doorleefd: '%.*s' is geen opdracht"
                                       : "doorleefd: '%.*s' is not a command",
            STR_ARGS(name));
    if (nearest.found.len > 0)
        fprintf(stderr,
                options->language == DUTCH ? "; bedoelde je '%.*s'?" : "; did you mean '%.*s'?",
                STR_ARGS(nearest.found));
    fputs("\n\n", stderr);
    usage_print(STR(""), options->language, stderr);
    return EXIT_USAGE;
}

static str first_argument(const struct options *options)
{
    return options->argument_count == 0 ? STR("") : str_from_c(options->arguments[0]);
}

// An answer that is cut short is none.
static int told(const struct options *options, int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs(options->language == DUTCH
              ? "doorleefd: niet alles wat er te zeggen was kon worden geschreven\n"
              : "doorleefd: not all there was to say could be written\n",
          stderr);
    return EXIT_WORLD;
}

int commands_run(int argc, char **argv)
{
    struct options options;
    if (!options_read(&options, argc - 1, argv + 1))
        return EXIT_USAGE;
    if (options.help) {
        usage_print(first_argument(&options), options.language, stdout);
        return told(&options, EXIT_DONE);
    }
    if (options.argument_count == 0) {
        usage_print(STR(""), options.language, stderr);
        return EXIT_USAGE;
    }
    str name = str_from_c(options.arguments[0]);
    const struct command *command = command_find(name);
    if (command == NULL)
        return unknown(&options, name);
    options.arguments++;
    options.argument_count--;
    if (options.argument_count < command->arguments_min ||
        options.argument_count > command->arguments_max) {
        usage_print(name, options.language, stderr);
        return EXIT_USAGE;
    }
    return told(&options, command->run(&options));
}
