// SPDX-License-Identifier: EUPL-1.2
// A folder for one test, files in it, and what a test was told.

#pragma once

#include "diagnostics/diagnostics.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCRATCH_PATH = 4096 };

struct scratch {
    char folder[SCRATCH_PATH / 2];
    char path[SCRATCH_PATH]; // the last that scratch_path gave
    struct diagnostics *diagnostics;
    char *messages;
};

// snprintf for what surely fits.
static inline void scratch_format(char *room, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static inline void scratch_format(char *room, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(room, size, format, arguments);
    va_end(arguments);
    assert(len >= 0 && (size_t)len < size);
    (void)len;
}

static inline void scratch_set_up(struct scratch *scratch)
{
    const char *parent = getenv("TMPDIR");
    *scratch = (struct scratch){ .diagnostics = diagnostics_new() };
    scratch_format(scratch->folder, sizeof scratch->folder, "%s/doorleefd-test-XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    char *made = mkdtemp(scratch->folder);
    assert(made != NULL);
    (void)made;
}

static inline void scratch_tear_down(struct scratch *scratch)
{
    char command[SCRATCH_PATH];
    scratch_format(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", scratch->folder,
                   scratch->folder);
    int status = system(command);
    assert(status == 0);
    (void)status;
    diagnostics_free(scratch->diagnostics);
    free(scratch->messages);
}

// Valid until the next.
static inline const char *scratch_path(struct scratch *scratch, const char *path)
{
    scratch_format(scratch->path, sizeof scratch->path, "%s/%s", scratch->folder, path);
    return scratch->path;
}

static inline void scratch_folder(struct scratch *scratch, const char *path)
{
    char whole[SCRATCH_PATH];
    scratch_format(whole, sizeof whole, "%s", scratch_path(scratch, path));
    for (char *slash = whole + strlen(scratch->folder) + 1; (slash = strchr(slash, '/')) != NULL;
         slash++) {
        *slash = '\0';
        mkdir(whole, 0777);
        *slash = '/';
    }
    mkdir(whole, 0777);
}

// Writes a file, and makes the folders around it.
static inline void scratch_write(struct scratch *scratch, const char *path, const char *text)
{
    const char *slash = strrchr(path, '/');
    if (slash != NULL) {
        char folder[SCRATCH_PATH];
        scratch_format(folder, sizeof folder, "%.*s", (int)(slash - path), path);
        scratch_folder(scratch, folder);
    }
    FILE *file = fopen(scratch_path(scratch, path), "w");
    assert(file != NULL);
    fputs(text, file);
    fclose(file);
}

// The text of a file, cut at 1023 bytes; "(none)" when it is not there.
static inline const char *scratch_read(struct scratch *scratch, const char *path, char room[1024])
{
    FILE *file = fopen(scratch_path(scratch, path), "r");
    if (file == NULL)
        return "(none)";
    size_t len = fread(room, 1, 1023, file);
    room[len] = '\0';
    fclose(file);
    return room;
}

static inline bool scratch_has(struct scratch *scratch, const char *path)
{
    struct stat about;
    return lstat(scratch_path(scratch, path), &about) == 0;
}

// All messages so far, in English.
static inline const char *scratch_messages(struct scratch *scratch)
{
    size_t size;
    free(scratch->messages);
    scratch->messages = NULL;
    FILE *to = open_memstream(&scratch->messages, &size);
    assert(to != NULL);
    diagnostics_print(scratch->diagnostics, MESSAGES_TEXT, ENGLISH, to);
    fclose(to);
    return scratch->messages;
}

// Whether there is a message of that kind about that place; "" for no place.
static inline bool scratch_told(struct scratch *scratch, const char *path, const char *kind)
{
    char wanted[64];
    scratch_format(wanted, sizeof wanted, "[%s]\n", kind);
    const char *line = scratch_messages(scratch);
    for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        size_t path_len = strlen(path);
        size_t kind_len = strlen(wanted);
        size_t len = (size_t)(end - line) + 1;
        if (len > kind_len && strncmp(line + len - kind_len, wanted, kind_len) == 0 &&
            (path_len == 0 || (strncmp(line, path, path_len) == 0 && line[path_len] == ':')))
            return true;
    }
    return false;
}
