// SPDX-License-Identifier: EUPL-1.2
// Git repositories made by hand, also such as git itself would refuse to make.

#pragma once

#include "../../support/scratch.h"

#include "source/source.h"

#include <git2.h>

struct world {
    struct scratch scratch;
    git_repository *git;
    git_odb *objects;
    struct source *source;
};

// A tree that is being made.
struct bush {
    char bytes[1 << 16];
    size_t len;
};

static inline void world_repository(struct world *world, const char *path, bool bare)
{
    git_odb_free(world->objects);
    git_repository_free(world->git);
    int error = git_repository_init(&world->git, scratch_path(&world->scratch, path), bare);
    error |= git_repository_odb(&world->objects, world->git);
    assert(error == 0);
    (void)error;
}

static inline int world_set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert(world != NULL);
    git_libgit2_init();
    // Objects without content that exists can be written too.
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
    scratch_set_up(&world->scratch);
    world_repository(world, "site", false);
    *state = world;
    return 0;
}

static inline int world_tear_down(void **state)
{
    struct world *world = *state;
    source_free(world->source);
    git_odb_free(world->objects);
    git_repository_free(world->git);
    scratch_tear_down(&world->scratch);
    git_libgit2_shutdown();
    free(world);
    return 0;
}

static inline git_oid object(struct world *world, git_object_t type, const void *bytes, size_t len)
{
    git_oid id;
    int error = git_odb_write(&id, world->objects, bytes, len, type);
    assert(error == 0);
    (void)error;
    return id;
}

static inline git_oid blob(struct world *world, const char *text)
{
    return object(world, GIT_OBJECT_BLOB, text, strlen(text));
}

// Where the file of an object is.
static inline void object_path(struct world *world, git_oid id, char path[SCRATCH_PATH])
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &id);
    scratch_format(path, SCRATCH_PATH, "%s/site/.git/objects/%.2s/%s", world->scratch.folder, hex,
                   hex + 2);
}

// Entries must come in git's order, or else the tree is a malformed one.
static inline void bush_add(struct bush *bush, const char *mode, const char *name, git_oid id)
{
    int len =
        snprintf(bush->bytes + bush->len, sizeof bush->bytes - bush->len, "%s %s", mode, name);
    bush->len += (size_t)len + 1;
    assert(bush->len + GIT_OID_RAWSZ < sizeof bush->bytes);
    memcpy(bush->bytes + bush->len, id.id, GIT_OID_RAWSZ);
    bush->len += GIT_OID_RAWSZ;
}

static inline git_oid tree(struct world *world, const struct bush *bush)
{
    return object(world, GIT_OBJECT_TREE, bush->bytes, bush->len);
}

// A tree with one entry.
static inline git_oid tree_of(struct world *world, const char *mode, const char *name, git_oid id)
{
    struct bush bush = { .len = 0 };
    bush_add(&bush, mode, name, id);
    return tree(world, &bush);
}

// Makes a commit of that tree, and `main` and HEAD name it.
static inline git_oid commit(struct world *world, git_oid root)
{
    char text[512];
    char hex[GIT_OID_HEXSZ + 1];
    git_oid_tostr(hex, sizeof hex, &root);
    int len = snprintf(text, sizeof text,
                       "tree %s\nauthor A <a@b.nl> 1700000000 +0100\n"
                       "committer A <a@b.nl> 1700000000 +0100\n\nzin\n",
                       hex);
    git_oid id = object(world, GIT_OBJECT_COMMIT, text, (size_t)len);
    git_reference *reference = NULL;
    int error = git_reference_create(&reference, world->git, "refs/heads/main", &id, 1, NULL);
    error |= git_repository_set_head(world->git, "refs/heads/main");
    assert(error == 0);
    (void)error;
    git_reference_free(reference);
    return id;
}

static inline struct source_options options_for(const char *repository)
{
    return (struct source_options){ .repository = repository, .revision = "HEAD", .jobs = 2 };
}

// Reads a repository in the scratch folder.  NULL when that fails.
static inline struct source *world_read_with(struct world *world, const char *path,
                                             struct source_options options)
{
    char whole[SCRATCH_PATH];
    scratch_format(whole, sizeof whole, "%s", scratch_path(&world->scratch, path));
    options.repository = whole;
    source_free(world->source);
    world->source = source_read(&options, world->scratch.diagnostics);
    return world->source;
}

static inline struct source *world_read(struct world *world)
{
    return world_read_with(world, "site", options_for(""));
}

// Asks for the bytes of each file, and leaves out those that have none.
static inline void world_settle(struct world *world)
{
    size_t count;
    str bytes;
    source_files(world->source, &count);
    const void *items[64] = { 0 };
    assert(count <= sizeof items / sizeof *items);
    for (size_t i = 0; i < count; i++)
        if (source_bytes(world->source, i, i % 2, &bytes, world->scratch.diagnostics))
            items[i] = &source_files(world->source, &count)[i];
    source_settle(world->source, items);
    source_files(world->source, &count);
    for (size_t i = 0; i < count; i++)
        assert(items[i] != NULL);
}

// The paths of the files, each followed by a space.
static inline const char *world_paths(struct world *world, char room[8192])
{
    size_t count;
    size_t len = 0;
    const struct source_file *files = source_files(world->source, &count);
    room[0] = '\0';
    for (size_t i = 0; i < count && len < 8000; i++)
        len += (size_t)snprintf(room + len, 8192 - len, "%.*s ", STR_ARGS(files[i].path));
    return room;
}

static inline size_t world_count(struct world *world)
{
    size_t count;
    source_files(world->source, &count);
    return count;
}

#define assert_paths(world, wanted) \
    assert_string_equal(world_paths((world), (char[8192]){ 0 }), (wanted))

#define assert_told(world, path, kind)                        \
    do {                                                      \
        if (!scratch_told(&(world)->scratch, (path), (kind))) \
            fail_msg("no %s at '%s' in:\n%s", (kind), (path), \
                     scratch_messages(&(world)->scratch));    \
    } while (0)

#define assert_silent(world) assert_string_equal(scratch_messages(&(world)->scratch), "")
