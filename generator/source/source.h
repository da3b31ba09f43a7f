// SPDX-License-Identifier: EUPL-1.2
// The files of one git revision, or of a folder on disk: where content comes in, as `output`
// is where the website goes out.
//
// Content comes from strangers.  A path that could do harm (absolute, `..`,
// `.git`-like, control characters, no UTF-8), a path that differs from another
// in case or Unicode form alone, a symbolic link, a submodule, a missing object
// and a file over its limit are left out, each with a message; all else is read.
// Files and folders whose name starts with a dot are no content: they are left
// out in silence.  A few small trees that stand for 10^10 files are cut short.

#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/fingerprint.h"
#include "base/parallel.h"
#include "cache/cache.h"
#include "diagnostics/diagnostics.h"

enum { SOURCE_ID_SIZE = 20 };

// The number of one worker more, for a thread that is none of the others.
enum { SOURCE_WORKER_ALONE = PARALLEL_JOBS_MAX };

// A tree may hold this many files and this many nested folders; what goes
// beyond is left out with one message.
enum { SOURCE_FILES_MAX = 2000000, SOURCE_DEPTH_MAX = 100 };

struct source_options {
    const char *repository; // a work tree, a folder in it, or a bare repository
    const char *revision;   // commit, tag or branch; "HEAD"
    const char
        *content;  // folder inside the repository; NULL: `content` when there is one, else all
    bool worktree; // the files on disk instead, uncommitted work included
    unsigned jobs;
};

struct source_file {
    str path;                         // below the content folder
    str full_path;                    // as the repository names it, for messages
    size_t size;                      // bytes; of Markdown in git unknown until it is read
    unsigned char id[SOURCE_ID_SIZE]; // of the blob; of the disk file the id it would have
    bool withheld;                    // an attachment that may not be shown
};

struct source;

// What was found in files, by their place among these.
struct source_known {
    const struct source_file *files; // sorted by path
    size_t count;
    const bool *withheld; // NULL: nothing
};

// Finds the repository and the revision.  Returns NULL, with a message, when they
// cannot be read.  The texts of `options` live as long.
struct source *source_open(const struct source_options *options, struct diagnostics *diagnostics);

// Lists the files, sorted by path: before anything is asked about them.  Returns
// false, with a message, when they cannot be listed.  Markdown in git is listed
// unseen: that it is missing or over its limit, source_bytes tells.
bool source_list(struct source *source, struct diagnostics *diagnostics);

// Both.
struct source *source_read(const struct source_options *options, struct diagnostics *diagnostics);
void source_free(struct source *source);

// Leaves out files that are larger (bytes), with a message: Markdown (`.md`,
// `.markdown`), YAML and all others count apart.
void source_limit(struct source *source, size_t markdown_limit, size_t asset_limit,
                  struct diagnostics *diagnostics);

const struct source_file *source_files(const struct source *source, size_t *count);

// Marks an attachment as one that may not be shown.
void source_withhold(struct source *source, size_t file);

// Index of the file with that path among files that are sorted by path, or STR_NONE.
size_t source_place(const struct source_file *files, size_t count, str path);

// Index of the file with that path below the content folder, or STR_NONE.
size_t source_find(const struct source *source, str path);

// Whether something of that name stands at the top of the content folder but
// was left out.
bool source_left_out(const struct source *source, str name);

// The bytes of a file, valid until the same worker asks for the next.  A file
// that cannot be read, is over its limit, or is kept elsewhere by Git LFS, gives
// false and a message.
// `worker` is below options.jobs, or SOURCE_WORKER_ALONE; each has a repository
// handle of its own, and no two ask for the same file at the same time.
bool source_bytes(struct source *source, size_t file, unsigned worker, str *bytes,
                  struct diagnostics *diagnostics);

// Takes the Markdown that source_bytes found missing, kept elsewhere or over its
// limit off the list, so that files after them have a lower index; `items`, one a file,
// close up likewise.
void source_settle(struct source *source, const void **items);

// The commit's id in hexadecimal; empty for a work tree.
str source_revision(const struct source *source);

// The folder in which git keeps the repository; empty outside git.
str source_git_folder(const struct source *source);

// Whether a text says of itself that it is not to be read yet.
typedef bool source_withheld(str bytes);

// Finds out from git's history when each file came and when it was changed last;
// of files on disk, from the history of HEAD.  Once, after source_limit.  Where
// only a part of the history is there, there is a note and no dates.  `known` has
// of each file what `withheld` says, so that it is not read again; NULL where
// nobody has looked.
void source_history(struct source *source, struct cache *cache, source_withheld *withheld,
                    const bool *known, struct diagnostics *diagnostics);

// Days of the commits' own time zones; { 0 } where nothing is known.
struct file_dates {
    struct date first; // since when it may be read: renamed or not, as long as it was there
    struct date last;
};

struct file_dates source_dates(const struct source *source, size_t file);

// The day on which the commit was made; { 0 } for a work tree.  Main thread.
struct date source_day(const struct source *source);

// The path in the repository that a file of that name had in the folder of the content, in the
// commit or one before it (for files on disk in HEAD); empty when there never was one, or where
// there is no history.  Looks at all commits.  Main thread, after source_list.
str source_once(struct source *source, str name);

// ---- Earlier versions ----

// What the same repository had before: only for who was told by the content which
// version to look for.
struct versions;

enum version_state {
    VERSION_FOUND,
    VERSION_UNKNOWN, // there is nothing of that name
    VERSION_ABSENT,  // the history is not here: a shallow clone, or no git at all
};

struct version {
    unsigned char commit[SOURCE_ID_SIZE];
    struct date day; // of the commit, where it was made
    long long time;  // of the commit, for ordering
};

// Never NULL: without a repository every version is absent.
struct versions *versions_open(const struct source *source);
void versions_free(struct versions *versions);

// Finds the version that `name` names: a tag; or a day (as date_read has it), for
// the last state on that day of what was published; or the id of one of these
// states, its first 7 digits or more.  These states are the revision (of a work
// tree: HEAD) and its first parents.  No branch, nor what else git understands:
// these name something else tomorrow.  One thread.
enum version_state versions_find(struct versions *versions, str name, struct version *version);

// Whether all that was asked for until now is here, but for what is cut off in a shallow clone:
// else what was not found may have been there all the same.
bool versions_whole(const struct versions *versions);

// One of these states, counted from the revision back; false when there is none, or it is
// not here.  One thread.
bool versions_state(struct versions *versions, size_t number, struct version *version);

// The id of the file at `path` in such a state; false when there is none.  Asked of the
// states one after the other it looks at what changed alone.  One thread.
bool versions_blob(struct versions *versions, size_t number, str path,
                   unsigned char id[SOURCE_ID_SIZE]);

// Finds again, in memory of `arena`, what was remembered under the key: of what follows from
// a state and all before it, as long as the history is whole.
bool versions_recall(struct versions *versions, struct fingerprint key, struct arena *arena,
                     str *value);
void versions_remember(struct versions *versions, struct fingerprint key, str value);

// The tag that looks most like `name`; empty when none does.
str versions_nearest(struct versions *versions, str name);

// The files of the folder `path` of the repository (or the one file `path`) in
// that version, sorted by path, names that start with a dot, links and what is
// larger than `limit` left out; their paths are below that folder.  Returns false
// when there is none.  One thread.
bool versions_files(struct versions *versions, struct arena *arena, const struct version *version,
                    str path, size_t limit, const struct source_file **files, size_t *count);

// The folders at the top of the repository in that version, by name.
const str *versions_folders(struct versions *versions, struct arena *arena,
                            const struct version *version, size_t *count);

// The bytes of such a file, valid until the same worker asks for the next.
bool versions_bytes(struct versions *versions, const struct source_file *file, unsigned worker,
                    str *bytes);

// Stands for all that versions_find may answer beside what the revision says: the
// tags and what they name, and whether the history is whole.
struct fingerprint versions_print(struct versions *versions);

// ---- Files on disk ----

// All files below a folder on disk (themes), sorted by path, symbolic links
// left out.  Returns false when there is no such folder.
bool source_folder(struct arena *arena, const char *folder, struct file_list *files);

// One file on disk.  Returns false when it cannot be read.
bool source_disk_file(struct arena *arena, const char *path, str *bytes);
