// SPDX-License-Identifier: EUPL-1.2
#include "output/opening.h"

#include "base/path.h"
#include "output/opened.h"
#include "output/place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- The folder ----

// Makes the folder and those around it; the last failure shows in opening it.
static void make_folders(const char *folder)
{
    struct arena *arena = arena_new();
    char *path = arena_alloc(arena, strlen(folder) + 1);
    for (size_t i = 0; folder[i] != '\0'; i++) {
        if (folder[i] == '/' && i > 0)
            mkdir(path, 0777);
        path[i] = folder[i];
    }
    mkdir(path, 0777);
    arena_free(arena);
}

static int lock(int top)
{
    int result;
    do
        result = flock(top, LOCK_EX);
    while (result != 0 && errno == EINTR);
    return result;
}

// Opens and locks the folder; a second build waits here for the first.  Someone
// may replace the folder meanwhile: then the lock is on what is no longer there.
static int open_locked(const char *folder)
{
    enum { TRIES = 100 };
    for (int i = 0; i < TRIES; i++) {
        make_folders(folder);
        int top = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (top < 0)
            return -1;
        // Some file systems know no locks; then two builds are on their own.
        lock(top);
        struct stat locked;
        struct stat there;
        if (fstat(top, &locked) != 0 || stat(folder, &there) != 0 ||
            (locked.st_ino == there.st_ino && locked.st_dev == there.st_dev))
            return top;
        close(top);
    }
    errno = ENOENT;
    return -1;
}

// ---- What stands in it ----

// A build that is killed while it publishes may leave files beside their places.
static void tidy(struct output *output)
{
    const struct manifest *manifest = &output->manifest;
    str last = { "/", 1 };
    for (size_t i = 0; i <= manifest->files.count; i++) {
        bool is_end = i == manifest->files.count;
        str next = is_end ? STR("") : path_folder(noted_path(manifest->files.at[i]));
        int folder = str_equal(next, last) ? -1 : place_open(output->top, next);
        if (folder >= 0) {
            stage_tidy(folder);
            close(folder);
        }
        last = next;
    }
}

// What builds leave for themselves is nothing.
static bool is_of_builds(void *context, str path)
{
    (void)context;
    return str_starts(path, STR("/.doorleefd"));
}

static void read_all(struct output *output)
{
    struct opening *opening = &output->opening;
    manifest_open(&output->manifest, output->top, output->stage.killed);
    output->is_new = output->manifest.files.count == 0 &&
                     place_holds_only(output->top, STR(""), is_of_builds, NULL);
    made_begin(&output->made, &output->manifest);
    standing_begin(&output->standing, &output->manifest);
    if (output->manifest.unfinished)
        tidy(output);
    pthread_mutex_lock(&opening->lock);
    atomic_store(&opening->read, true);
    pthread_cond_broadcast(&opening->told);
    pthread_mutex_unlock(&opening->lock);
}

static void *work(void *context)
{
    read_all(context);
    return NULL;
}

// ---- The face ----

void opening_init(struct opening *opening)
{
    pthread_mutex_init(&opening->lock, NULL);
    pthread_cond_init(&opening->told, NULL);
}

void opening_release(struct opening *opening)
{
    pthread_cond_destroy(&opening->told);
    pthread_mutex_destroy(&opening->lock);
}

bool opening_begin(struct output *output, const char *folder)
{
    output->top = open_locked(folder);
    if (output->top < 0 || faccessat(output->top, ".", W_OK | X_OK, AT_EACCESS) != 0)
        return false;
    stage_open(&output->stage, output->top);
    output->opening.beside = pthread_create(&output->opening.thread, NULL, work, output) == 0;
    if (!output->opening.beside)
        read_all(output);
    return true;
}

void opening_await(struct output *output)
{
    struct opening *opening = &output->opening;
    if (atomic_load(&opening->read) || output->top < 0)
        return;
    pthread_mutex_lock(&opening->lock);
    while (!atomic_load(&opening->read))
        pthread_cond_wait(&opening->told, &opening->lock);
    pthread_mutex_unlock(&opening->lock);
}

void opening_end(struct output *output)
{
    if (output->opening.beside)
        pthread_join(output->opening.thread, NULL);
    output->opening.beside = false;
}
