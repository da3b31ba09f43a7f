// SPDX-License-Identifier: EUPL-1.2
#include "source/reader.h"

#include "base/path.h"
#include "source/disk.h"

#include <string.h>
#include <unistd.h>

void readers_release(struct readers *readers)
{
    for (size_t i = 0; i <= PARALLEL_JOBS_MAX; i++) {
        struct reader *reader = &readers->at[i];
        git_odb_object_free(reader->object);
        unpacker_release(&reader->unpacker);
        repository_close(&reader->repository);
        buf_release(&reader->bytes);
        buf_release(&reader->folder_path);
        if (reader->started && reader->folder >= 0)
            close(reader->folder);
    }
    packs_close(readers->packs);
    readers->packs = NULL;
    if (readers->folder >= 0)
        close(readers->folder);
    readers->folder = -1;
}

static git_oid id_of(const struct source_file *file)
{
    git_oid id;
    memcpy(id.id, file->id, SOURCE_ID_SIZE);
    return id;
}

// What a worker reads with, made when it first comes.
static struct reader *reader_of(struct readers *readers, unsigned worker)
{
    struct reader *reader = &readers->at[worker];
    if (reader->started)
        return reader;
    reader->started = true;
    reader->folder = -1;
    if (readers->folder < 0 && reader->repository.objects == NULL)
        repository_open(&reader->repository, readers->repository, NULL);
    return reader;
}

static enum reading reading_of(int error, git_object_t type)
{
    if (error == 0 && type == GIT_OBJECT_BLOB)
        return READ_WELL;
    return error == GIT_ENOTFOUND ? READ_MISSING : READ_FAILED;
}

enum reading reader_measure(struct readers *readers, unsigned worker, struct source_file *file)
{
    git_odb *objects = reader_of(readers, worker)->repository.objects;
    git_object_t type = GIT_OBJECT_INVALID;
    git_oid id = id_of(file);
    if (objects == NULL)
        return READ_FAILED;
    int error = git_odb_read_header(&file->size, &type, objects, &id);
    return reading_of(error, type);
}

bool reader_unpack(struct readers *readers, unsigned worker, struct source_file *file, size_t limit,
                   str *bytes)
{
    return readers->packs != NULL && packs_read(readers->packs, &readers->at[worker].unpacker,
                                                file->id, limit, &file->size, bytes);
}

static enum reading read_object(struct readers *readers, unsigned worker,
                                const struct source_file *file, str *bytes)
{
    struct reader *reader = reader_of(readers, worker);
    git_odb *objects = reader->repository.objects;
    git_oid id = id_of(file);
    git_odb_object_free(reader->object);
    reader->object = NULL;
    if (objects == NULL)
        return READ_FAILED;
    int error = git_odb_read(&reader->object, objects, &id);
    if (error != 0)
        return reading_of(error, GIT_OBJECT_INVALID);
    *bytes = (str){ git_odb_object_data(reader->object), git_odb_object_size(reader->object) };
    return READ_WELL;
}

static struct stamp stamp_of(const struct stat *about)
{
    return (struct stamp){ about->st_ino, about->st_size, about->st_mtim, about->st_ctim };
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_stamp(const struct stamp *a, const struct stamp *b)
{
    return a->inode == b->inode && a->size == b->size && same_time(a->modified, b->modified) &&
           same_time(a->changed, b->changed);
}

// The open folder of a path.
static int folder_of(struct readers *readers, struct reader *reader, str path)
{
    str folder = path_folder(path);
    if (reader->folder >= 0 && str_equal(folder, buf_view(&reader->folder_path)))
        return reader->folder;
    if (reader->folder >= 0)
        close(reader->folder);
    buf_clear(&reader->folder_path);
    buf_add(&reader->folder_path, folder);
    reader->folder = disk_open_folder(readers->folder, folder);
    return reader->folder;
}

// Reads a file into the bytes of the worker.  The stamp is the one from before,
// and a file that is written to meanwhile counts as changed.
static enum reading read_disk(struct readers *readers, unsigned worker,
                              const struct source_file *file, struct stamp *stamp)
{
    struct stat about;
    struct reader *reader = reader_of(readers, worker);
    int folder = folder_of(readers, reader, file->path);
    int opened = folder < 0 ? -1 : disk_open_file(folder, path_name(file->path), &about);
    if (opened < 0)
        return READ_FAILED;
    *stamp = stamp_of(&about);
    bool read = disk_read(opened, (size_t)about.st_size, &reader->bytes);
    enum reading reading = READ_FAILED;
    if (read && fstat(opened, &about) == 0) {
        struct stamp after = stamp_of(&about);
        reading = same_stamp(stamp, &after) ? READ_WELL : READ_CHANGED;
    }
    close(opened);
    return reading;
}

enum reading reader_identify(struct readers *readers, unsigned worker, struct source_file *file,
                             struct stamp *stamp)
{
    enum reading reading = read_disk(readers, worker, file, stamp);
    if (reading != READ_WELL)
        return reading;
    str bytes = buf_view(&readers->at[worker].bytes);
    git_oid id;
    if (git_odb_hash(&id, bytes.at, bytes.len, GIT_OBJECT_BLOB) != 0)
        return READ_FAILED;
    file->size = bytes.len;
    memcpy(file->id, id.id, SOURCE_ID_SIZE);
    return READ_WELL;
}

enum reading reader_bytes(struct readers *readers, unsigned worker, const struct source_file *file,
                          const struct stamp *stamp, str *bytes)
{
    if (readers->folder < 0) {
        struct source_file unpacked = *file;
        return reader_unpack(readers, worker, &unpacked, (size_t)-1, bytes)
                   ? READ_WELL
                   : read_object(readers, worker, file, bytes);
    }
    struct stamp now;
    enum reading reading = read_disk(readers, worker, file, &now);
    if (reading == READ_WELL && !same_stamp(stamp, &now))
        reading = READ_CHANGED;
    *bytes = buf_view(&readers->at[worker].bytes);
    return reading;
}
