// SPDX-License-Identifier: EUPL-1.2
#include "source/listing.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

DIAGNOSTIC(path_twice, ERROR, "dit pad verschilt alleen in hoofdletters of accenten van '{1}'",
           "this path differs from '{1}' in case or accents alone",
           "geef een van de twee bestanden een andere naam", "rename one of the two files");
DIAGNOSTIC(path_link, ERROR, "dit is een koppeling naar een ander bestand; die wordt niet gevolgd",
           "this is a symbolic link; it is not followed", "zet het bestand zelf op deze plaats",
           "put the file itself in this place");
DIAGNOSTIC(path_submodule, WARNING,
           "in deze map staat een andere git-repository; die wordt niet gelezen",
           "this folder holds another git repository (a submodule); it is not read",
           "zet de bestanden die je wilt tonen zelf in deze repository",
           "put the files you want to show into this repository itself");
DIAGNOSTIC(path_special, ERROR, "dit is geen gewoon bestand", "this is not a regular file",
           "haal het weg uit de map met de inhoud", "take it out of the content folder");
DIAGNOSTIC(path_too_long, ERROR, "het hele pad van dit bestand of deze map is te lang",
           "the whole path of this file or folder is too long",
           "gebruik kortere namen of minder mappen in elkaar",
           "use shorter names or fewer nested folders");
DIAGNOSTIC(folder_deep, ERROR,
           "hier zitten meer dan {1} mappen in elkaar; wat dieper ligt, telt niet mee",
           "more than {1} folders are nested here; what lies deeper is left out",
           "zet de bestanden in minder mappen", "put the files in fewer folders");
DIAGNOSTIC(files_many, ERROR, "er zijn meer dan {1} bestanden; wat hierna komt, telt niet mee",
           "there are more than {1} files; what comes after this is left out",
           "bouw een deel van de repository: kies een map met --content",
           "build a part of the repository: choose a folder with --content");

static str full_path(const struct listing *listing, str path)
{
    if (listing->folder.len == 0)
        return arena_copy(listing->arena, path);
    return arena_join(listing->arena, (str[]){ listing->folder, STR("/"), path, { 0 } });
}

void listing_leave_out(struct listing *listing, const struct diagnostic_kind *kind, str path,
                       const str *values)
{
    if (str_find_char(path, '/', 0) == STR_NONE && listing->left_out.count < LISTING_LEFT_OUT_MAX)
        LIST_ADD(listing->arena, listing->left_out, arena_copy(listing->arena, path));
    if (listing->diagnostics == NULL)
        return;
    struct place place = { .path = full_path(listing, path) };
    diagnose(listing->diagnostics, kind, place, values);
}

static const struct diagnostic_kind *kind_fault(enum entry_kind kind)
{
    switch (kind) {
    case ENTRY_LINK:
        return &path_link;
    case ENTRY_SUBMODULE:
        return &path_submodule;
    case ENTRY_OTHER:
        return &path_special;
    default:
        return NULL;
    }
}

bool listing_accepts(struct listing *listing, str path, const struct diagnostic_kind *fault,
                     enum entry_kind kind)
{
    if (fault == NULL)
        fault = kind_fault(kind);
    if (fault == NULL && path.len > LISTING_PATH_MAX)
        fault = &path_too_long;
    if (fault == NULL)
        return true;
    listing_leave_out(listing, fault, path, VALUES(path_name(path)));
    return false;
}

bool listing_accepts_depth(struct listing *listing, str path, size_t depth)
{
    if (depth < SOURCE_DEPTH_MAX)
        return true;
    if (!listing->too_deep)
        listing_leave_out(listing, &folder_deep, path, VALUES(NUMBER(SOURCE_DEPTH_MAX)));
    listing->too_deep = true;
    return false;
}

void listing_overfull(struct listing *listing, str path)
{
    if (!listing->overfull)
        listing_leave_out(listing, &files_many, path, VALUES(NUMBER(SOURCE_FILES_MAX)));
    listing->overfull = true;
}

bool listing_add(struct listing *listing, str path, const unsigned char *id, size_t size)
{
    if (listing->files.count == SOURCE_FILES_MAX) {
        listing_overfull(listing, path);
        return false;
    }
    str full = full_path(listing, path);
    struct source_file file = {
        .path = str_after(full, full.len - path.len),
        .full_path = full,
        .size = size,
    };
    if (id != NULL)
        memcpy(file.id, id, SOURCE_ID_SIZE);
    LIST_ADD(listing->arena, listing->files, file);
    return true;
}

// Equal paths (a tree made by hand can name a file twice) go by id, so that
// the outcome does not depend on the sorting.
static int file_compare(const void *left, const void *right)
{
    const struct source_file *a = left;
    const struct source_file *b = right;
    int order = str_compare(a->path, b->path);
    return order != 0 ? order : memcmp(a->id, b->id, SOURCE_ID_SIZE);
}

static void sort(struct listing *listing)
{
    struct source_file *files = listing->files.at;
    size_t count = listing->files.count;
    for (size_t i = 1; i < count; i++)
        if (file_compare(&files[i - 1], &files[i]) > 0) {
            qsort(files, count, sizeof *files, file_compare);
            return;
        }
}

// What a path looks like to a file system that folds, as a number.
struct folded {
    uint64_t hash;
    size_t file;
};

struct folding {
    const struct source_file *files;
    size_t count;
    struct arena *scratch;
    struct folded *list; // of the files that may be like another
    size_t listed;
    size_t room;
};

static int folded_compare(const void *left, const void *right)
{
    const struct folded *a = left;
    const struct folded *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->file > b->file) - (a->file < b->file);
}

static bool folds_alike(struct arena *scratch, str a, str b)
{
    arena_reset(scratch);
    return str_equal(utf8_folded(scratch, a), utf8_folded(scratch, b));
}

static void folded_add(struct folding *folding, str folded, size_t file)
{
    if (folding->listed == folding->room) {
        folding->room = folding->room * 2 + 64;
        folding->list = memory_realloc(folding->list, folding->room * sizeof *folding->list);
    }
    folding->list[folding->listed++] = (struct folded){ hash_64(folded), file };
}

// Whether the path is the same when it is folded.
static bool is_folded(str path)
{
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.at[i] >= 0x80 || (path.at[i] >= 'A' && path.at[i] <= 'Z'))
            return false;
    return true;
}

// A path that is folded as it stands is like another only when that is one that is not,
// or its neighbour.
static void file_fold(struct folding *folding, size_t file)
{
    str path = folding->files[file].path;
    str folded = path;
    size_t like = file > 0 && str_equal(folding->files[file - 1].path, path) ? file - 1 : STR_NONE;
    if (!is_folded(path)) {
        arena_reset(folding->scratch);
        folded = utf8_folded(folding->scratch, path);
        like = source_place(folding->files, folding->count, folded);
        folded_add(folding, folded, file);
    } else if (like != STR_NONE) {
        folded_add(folding, path, file);
    }
    if (like != STR_NONE)
        folded_add(folding, folded, like);
}

// Sets first[i] to the first file that file i folds to the same as.
static void find_first(const struct source_file *files, size_t count, size_t *first)
{
    struct folding folding = { .files = files, .count = count, .scratch = arena_new() };
    for (size_t i = 0; i < count; i++) {
        first[i] = i;
        file_fold(&folding, i);
    }
    const struct folded *list = folding.list;
    if (folding.listed > 0)
        qsort(folding.list, folding.listed, sizeof *list, folded_compare);
    for (size_t i = 1, from = 0; i < folding.listed; i++) {
        if (list[i].hash != list[from].hash)
            from = i;
        else if (folds_alike(folding.scratch, files[list[from].file].path,
                             files[list[i].file].path))
            first[list[i].file] = list[from].file;
    }
    free(folding.list);
    arena_free(folding.scratch);
}

void listing_finish(struct listing *listing)
{
    sort(listing);
    struct source_file *files = listing->files.at;
    size_t *first = memory_alloc(listing->files.count * sizeof *first);
    find_first(files, listing->files.count, first);
    // Messages first: the files are still where `first` says.
    for (size_t i = 0; i < listing->files.count; i++)
        if (first[i] != i)
            listing_leave_out(listing, &path_twice, files[i].path,
                              VALUES(files[first[i]].full_path));
    size_t kept = 0;
    for (size_t i = 0; i < listing->files.count; i++)
        if (first[i] == i)
            files[kept++] = files[i];
    listing->files.count = kept;
    free(first);
}
