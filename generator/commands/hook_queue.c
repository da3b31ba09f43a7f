// SPDX-License-Identifier: EUPL-1.2
// Who builds, and who leaves a wish.
//
// A hook first leaves its wish and then tries the lock.  The one that has the lock
// takes wishes until there are none, lets the lock go, and looks once more: so a
// wish is seen by one of the two, whatever the moment.  The lock goes with the
// process that holds it, also when that is killed; what it was building then is
// built by the next one, after what that was asked, so that nothing waits for a
// branch that ends all builds.
#include "commands/hook.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

DIAGNOSTIC(
    hook_state, FAILURE, "in '{1}' kan niet worden geschreven: {2}",
    "nothing can be written to '{1}': {2}",
    "deelt een groep deze repository? geef die dan rechten: git config core.sharedRepository "
    "group, en chmod -R g+w",
    "does a group share this repository? let it write: git config core.sharedRepository "
    "group, and chmod -R g+w");

enum { LOG_MOST = 1024 * 1024, MEMORY_MOST = 256 * 1024 * 1024 };

static void say_state(struct hook *hook, str path)
{
    char reason[128] = "";
    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    diagnose(hook->diagnostics, &hook_state, (struct place){ 0 }, VALUES(path, str_from_c(reason)));
}

bool hook_state_make(struct hook *hook)
{
    struct stat above;
    const char *path = arena_c_string(hook->arena, hook->state);
    if (mkdir(path, 0777) == 0 &&
        stat(arena_c_string(hook->arena, push_folder(hook->push)), &above) == 0 &&
        (above.st_mode & S_ISGID) != 0)
        chmod(path, (above.st_mode | S_ISGID) & 07777);
    if (access(path, W_OK | X_OK) == 0)
        return true;
    say_state(hook, hook->state);
    return false;
}

// ---- Remembering ----

str hook_recall(struct hook *hook, const char *name, str rest)
{
    FILE *file = fopen(hook_state_path(hook, name, rest), "re");
    struct buf text = { 0 };
    size_t got = 1;
    while (file != NULL && got > 0 && text.len < MEMORY_MOST) {
        got = fread(buf_reserve(&text, 4096), 1, 4096, file);
        text.len += got;
    }
    if (file != NULL)
        fclose(file);
    str found = arena_copy(hook->arena, buf_view(&text));
    buf_release(&text);
    return found;
}

static bool write_whole(const char *path, str text)
{
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return false;
    bool well = fwrite(text.at, 1, text.len, file) == text.len;
    return (fclose(file) == 0) && well;
}

static bool remember(struct hook *hook, const char *name, str rest, str text)
{
    const char *path = hook_state_path(hook, name, rest);
    const char *beside = hook_state_path(hook, "new-", NUMBER(getpid()));
    if (write_whole(beside, text) && rename(beside, path) == 0)
        return true;
    unlink(beside);
    say_state(hook, str_from_c(path));
    return false;
}

void hook_forget(struct hook *hook, const char *name, str rest)
{
    unlink(hook_state_path(hook, name, rest));
}

void hook_remember(struct hook *hook, const char *name, str rest, str text)
{
    hook->forgetful |= !remember(hook, name, rest, text);
    if (hook->forgetful)
        hook_publication_begins(hook);
}

// ---- What the website was built from ----

str hook_published(struct hook *hook)
{
    return str_trim(hook_recall(hook, "published", STR("")));
}

str hook_before(struct hook *hook)
{
    str published = hook_published(hook);
    return published.len > 0 ? published : str_trim(hook_recall(hook, "before", STR("")));
}

// A full disk has room for a name that takes the place of another.
void hook_publication_begins(struct hook *hook)
{
    rename(hook_state_path(hook, "published", STR("")), hook_state_path(hook, "before", STR("")));
}

void hook_publication_ends(struct hook *hook, str revision)
{
    if (hook->forgetful)
        return;
    hook_remember(hook, "published", STR(""), revision);
    if (!hook->forgetful)
        hook_forget(hook, "before", STR(""));
}

struct push_names hook_recall_names(struct hook *hook, const char *name)
{
    LIST(str) names = { 0 };
    str prefix = str_from_c(name);
    DIR *folder = opendir(arena_c_string(hook->arena, hook->state));
    const struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (str_starts(str_from_c(entry->d_name), prefix))
            LIST_ADD(hook->arena, names,
                     arena_copy(hook->arena, str_after(str_from_c(entry->d_name), prefix.len)));
    if (folder != NULL)
        closedir(folder);
    if (names.count > 1)
        qsort(names.at, names.count, sizeof(str), str_order);
    return (struct push_names){ .at = names.at, .count = names.count };
}

// ---- Wishes ----

bool hook_wish(struct hook *hook, str name, str reference)
{
    return remember(hook, "wish-", name, reference);
}

bool hook_wish_take(struct hook *hook, str *name, str *reference)
{
    struct push_names wishes = hook_recall_names(hook, "wish-");
    if (wishes.count == 0)
        return false;
    *name = wishes.at[0];
    for (size_t i = 0; i < wishes.count; i++)
        if (str_equal(wishes.at[i], STR("site")))
            *name = wishes.at[i];
    *reference = hook_recall(hook, "wish-", *name);
    // Before the branch is looked at: who pushes from now on leaves a new wish.
    rename(hook_state_path(hook, "wish-", *name), hook_state_path(hook, "busy-", *name));
    return access(hook_state_path(hook, "wish-", *name), F_OK) != 0;
}

void hook_wish_granted(struct hook *hook, str name)
{
    hook_forget(hook, "busy-", name);
}

bool hook_wish_again(struct hook *hook)
{
    struct push_names left = hook_recall_names(hook, "busy-");
    for (size_t i = 0; i < left.count; i++)
        hook_wish(hook, left.at[i], hook_recall(hook, "busy-", left.at[i]));
    return left.count > 0;
}

bool hook_is_any_left(struct hook *hook)
{
    return hook_recall_names(hook, "wish-").count + hook_recall_names(hook, "busy-").count > 0;
}

// ---- The lock ----

// A network's disk locks only what one may write.  Elsewhere reading will do, for the file may
// belong to another user.
static int open_lock(const char *path)
{
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    return lock >= 0 ? lock : open(path, O_RDONLY | O_CLOEXEC);
}

int hook_lock(struct hook *hook)
{
    const char *path = hook_state_path(hook, "lock", STR(""));
    int lock = open_lock(path);
    if (lock < 0) {
        say_state(hook, str_from_c(path));
        return -1;
    }
    // Where nothing can be locked, builds are on their own: better than none.
    if (flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return lock;
    close(lock);
    return -1;
}

void hook_unlock(int lock)
{
    close(lock);
}

// ---- After the push ----

// Opens the log; when it has grown large it becomes the old one.
static int open_log(struct hook *hook)
{
    struct stat about;
    const char *path = hook_state_path(hook, "build.log", STR(""));
    if (stat(path, &about) == 0 && about.st_size > LOG_MOST)
        rename(path, hook_state_path(hook, "build.log", STR(".old")));
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

// git waits until nobody holds the other end of what it reads.
static void let_go(int log)
{
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(log >= 0 ? log : nothing, STDOUT_FILENO);
    dup2(log >= 0 ? log : nothing, STDERR_FILENO);
    if (nothing > STDERR_FILENO)
        close(nothing);
    if (log > STDERR_FILENO)
        close(log);
}

static void head_of_log(void)
{
    char text[64];
    struct tm local;
    time_t now = time(NULL);
    if (localtime_r(&now, &local) != NULL && strftime(text, sizeof text, "%F %T %z", &local) > 0)
        printf("\n== %s\n", text);
}

bool hook_detach(struct hook *hook)
{
    fflush(stdout);
    fflush(stderr);
    int log = open_log(hook);
    pid_t child = fork();
    if (child != 0) {
        if (log >= 0)
            close(log);
        if (child > 0)
            waitpid(child, NULL, 0);
        return child < 0; // where no process can be made, this one does it
    }
    setsid();
    if (fork() != 0)
        _exit(0);
    let_go(log);
    head_of_log();
    return true;
}
