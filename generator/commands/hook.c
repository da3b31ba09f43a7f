// SPDX-License-Identifier: EUPL-1.2
#include "commands/hook.h"

#include "base/buf.h"
#include "commands/usage.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

DIAGNOSTIC(hook_setting, FAILURE, "de instelling '{1}' met de waarde '{2}' is niet te begrijpen",
           "the setting '{1}' with the value '{2}' makes no sense",
           "zeg het tegen wie de server beheert; die kan haar veranderen met 'git config {1} ...'",
           "tell who runs the server; 'git config {1} ...' changes it");

static const struct hook_key keys[] = {
    { "output", KEY_PATH },      { "address", KEY_TEXT },   { "theme", KEY_PATH },
    { "content", KEY_TEXT },     { "config", KEY_PATH },    { "language", KEY_TEXT },
    { "jobs", KEY_TEXT },        { "strict", KEY_FLAG },    { "cache", KEY_PATH },
    { "no-cache", KEY_FLAG },    { "compress", KEY_FLAG },  { "previews", KEY_FLAG },
    { "background", KEY_FLAG },  { "no-status", KEY_FLAG }, { "allow-email", KEY_LIST },
    { "allow-kinds", KEY_LIST }, { "max-file", KEY_TEXT },  { "changes", KEY_PATH },
};

const struct hook_key *hook_keys(size_t *count)
{
    *count = sizeof keys / sizeof *keys;
    return keys;
}

const char *hook_said(const struct hook *hook, const char *dutch, const char *english)
{
    return hook->options->language == DUTCH ? dutch : english;
}

str hook_branch(const struct hook *hook, str reference)
{
    struct buf shown = { 0 };
    buf_add_visible(&shown, str_after(reference, STR("refs/heads/").len));
    str name = arena_copy(hook->arena, buf_view(&shown));
    buf_release(&shown);
    return name;
}

const char *hook_state_path(const struct hook *hook, const char *name, str rest)
{
    return arena_join(hook->arena, (str[]){ hook->state, STR("/"), str_from_c(name), rest, { 0 } })
        .at;
}

static struct diagnostics *told(const struct hook *hook, struct diagnostics *diagnostics)
{
    diagnostics_print(diagnostics, MESSAGES_TEXT, hook->options->language, stdout);
    fflush(stdout);
    diagnostics_free(diagnostics);
    return diagnostics_new();
}

void hook_tell(struct hook *hook)
{
    hook->diagnostics = told(hook, hook->diagnostics);
    hook->aside = told(hook, hook->aside);
}

// ---- Settings ----

static bool is_one_of(str value, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_equal(value, str_from_c(*words)))
            return true;
    return false;
}

static bool flag_set(struct options *options, const char *name, str value)
{
    static const char *const yes[] = { "true", "yes", "on", "1", "ja", NULL };
    static const char *const no[] = { "false", "no", "off", "0", "nee", NULL };
    return is_one_of(value, yes) ? options_set(options, name, NULL) : is_one_of(value, no);
}

static str value_of(struct hook *hook, const struct hook_key *key, const char *whole)
{
    return key->sort == KEY_LIST ? push_setting(hook->push, hook->arena, key->name)
                                 : push_setting_of_git(hook->push, hook->arena, whole);
}

static void setting_read(struct hook *hook, const struct hook_key *key)
{
    const char *whole =
        arena_join(hook->arena, (str[]){ STR("doorleefd."), str_from_c(key->name), { 0 } }).at;
    str value = value_of(hook, key, whole);
    if (value.len == 0)
        return;
    bool well = key->sort == KEY_FLAG ? flag_set(hook->options, key->name, value)
                                      : options_set(hook->options, key->name, value.at);
    if (well)
        return;
    hook->trusty = false;
    diagnose(hook->diagnostics, &hook_setting, (struct place){ 0 },
             VALUES(str_from_c(whole), value));
}

// ---- Starting ----

// Objects are in the repository once a push was let in: a quarantine that the
// environment still names is no more.
static void forget_quarantine(void)
{
    const char *objects = getenv("GIT_OBJECT_DIRECTORY");
    if (objects != NULL && (getenv("GIT_QUARANTINE_PATH") != NULL || access(objects, X_OK) != 0))
        unsetenv("GIT_OBJECT_DIRECTORY");
    unsetenv("GIT_QUARANTINE_PATH");
}

// What people have set for work of their own has no say here.
static void clean_environment(void)
{
    static const char *const names[] = { "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE",
                                         "GIT_PREFIX", "GIT_CEILING_DIRECTORIES" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
}

// Whatever started us may have left files open; git waits for whoever holds them.
static void close_inherited(void)
{
    enum { FILES_MOST = 256 };
    for (int file = STDERR_FILENO + 1; file < FILES_MOST; file++)
        close(file);
}

bool hook_open(struct hook *hook, const char *repository)
{
    hook->repository = repository;
    hook->push = push_open(repository, hook->diagnostics);
    if (hook->push == NULL)
        return false;
    hook->state =
        arena_join(hook->arena, (str[]){ push_folder(hook->push), STR("/doorleefd-hook"), { 0 } });
    mode_t mask = umask(0);
    umask((mode_t)push_umask(hook->push, (unsigned)mask));
    return true;
}

static void settings_read_all(struct hook *hook)
{
    hook->trusty = true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        setting_read(hook, &keys[i]);
}

// A setting that makes no sense meanwhile counts for the next hook, which says so.
void hook_read_settings(struct hook *hook)
{
    struct options before = *hook->options;
    struct diagnostics *diagnostics = hook->diagnostics;
    hook->diagnostics = diagnostics_new();
    *hook->options = *hook->given;
    settings_read_all(hook);
    if (!hook->trusty || options_given(hook->options, "output") == NULL)
        *hook->options = before;
    hook->trusty = true;
    diagnostics_free(hook->diagnostics);
    hook->diagnostics = diagnostics;
}

// ---- The command ----

static int run_install(struct hook *hook)
{
    return hook_install(hook);
}

static int run_pre_receive(struct hook *hook)
{
    clean_environment();
    // Who cannot see the settings cannot tell what must stay out.
    if (!hook_open(hook, "."))
        return EXIT_WORLD;
    settings_read_all(hook);
    return hook_pre_receive(hook);
}

static int run_post_receive(struct hook *hook)
{
    close_inherited();
    clean_environment();
    forget_quarantine();
    // Who pushes may hang up; the website is made all the same.
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    if (!hook_open(hook, "."))
        return EXIT_WORLD;
    settings_read_all(hook);
    return hook_post_receive(hook);
}

static int run_publish(struct hook *hook)
{
    const struct options *options = hook->options;
    if (!hook_open(hook, options->argument_count > 1 ? options->arguments[1] : "."))
        return EXIT_WORLD;
    settings_read_all(hook);
    return hook_publish(hook);
}

static const struct hook_command {
    const char *name;
    int (*run)(struct hook *hook);
} hook_commands[] = {
    { "install", run_install },
    { "pre-receive", run_pre_receive },
    { "post-receive", run_post_receive },
    { "publish", run_publish },
};

int hook_run(const struct options *options)
{
    struct options own = *options;
    struct hook hook = {
        .given = options,
        .options = &own,
        .diagnostics = diagnostics_new(),
        .aside = diagnostics_new(),
        .arena = arena_new(),
    };
    int status = -1;
    for (size_t i = 0; i < sizeof hook_commands / sizeof *hook_commands; i++)
        if (str_equal(str_from_c(hook_commands[i].name), str_from_c(options->arguments[0])))
            status = hook_commands[i].run(&hook);
    if (status < 0) {
        usage_print(STR("hook"), options->language, stderr);
        status = EXIT_USAGE;
    }
    hook_tell(&hook);
    push_free(hook.push);
    diagnostics_free(hook.diagnostics);
    diagnostics_free(hook.aside);
    arena_free(hook.arena);
    return status;
}
