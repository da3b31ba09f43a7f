// SPDX-License-Identifier: EUPL-1.2
#include "push/handle.h"

#include "base/buf.h"
#include "base/memory.h"

#include <ctype.h>
#include <stdlib.h>

DIAGNOSTIC(push_repository, FAILURE, "in '{1}' is geen git-repository te openen: {2}",
           "no git repository can be opened in '{1}': {2}",
           "noem de map van de repository waar men naartoe pusht",
           "name the folder of the repository that people push to");
DIAGNOSTIC(push_setting_failed, FAILURE, "de instelling '{1}' kan niet worden bewaard: {2}",
           "the setting '{1}' cannot be kept: {2}",
           "kijk of je in het bestand 'config' van de repository mag schrijven",
           "see whether you may write to the file 'config' of the repository");

static str last_error(void)
{
    const git_error *error = git_error_last();
    return error == NULL || error->message == NULL ? STR("?") : str_from_c(error->message);
}

// git started us for this repository and says so with GIT_DIR.  It trusts what it
// serves, whoever owns it, and so may we: the hook of a shared repository is
// often run by another user than its owner.
static void trust_git(void)
{
    if (getenv("GIT_DIR") != NULL)
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

static int open_somehow(git_repository **git, const char *path)
{
    if (str_equal(str_from_c(path), STR(".")) && getenv("GIT_DIR") != NULL &&
        git_repository_open_ext(git, NULL, GIT_REPOSITORY_OPEN_FROM_ENV, NULL) == 0)
        return 0;
    return git_repository_open_ext(git, path, 0, NULL);
}

static str folder_of(struct arena *arena, git_repository *git)
{
    str found = str_from_c(git_repository_commondir(git));
    while (found.len > 1 && str_ends(found, STR("/")))
        found.len--;
    return arena_copy(arena, found);
}

struct push *push_open(const char *repository, struct diagnostics *diagnostics)
{
    git_libgit2_init();
    trust_git();
    struct push *push = memory_alloc(sizeof *push);
    *push = (struct push){ .arena = arena_new() };
    int error = open_somehow(&push->git, repository);
    if (error == 0)
        error = git_repository_odb(&push->objects, push->git);
    if (error == 0)
        error = git_repository_config(&push->settings, push->git);
    if (error == 0) {
        push->folder = folder_of(push->arena, push->git);
        return push;
    }
    diagnose(diagnostics, &push_repository, (struct place){ 0 },
             VALUES(str_from_c(repository), last_error()));
    push_free(push);
    return NULL;
}

void push_free(struct push *push)
{
    if (push == NULL)
        return;
    git_config_free(push->settings);
    git_odb_free(push->objects);
    git_repository_free(push->git);
    arena_free(push->arena);
    free(push);
    git_libgit2_shutdown();
}

bool push_make(const char *folder)
{
    git_repository *made = NULL;
    git_repository_init_options options;
    git_libgit2_init();
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags =
        GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    bool well = git_repository_init_ext(&made, folder, &options) == 0;
    git_repository_free(made);
    git_libgit2_shutdown();
    return well;
}

str push_folder(const struct push *push)
{
    return push->folder;
}

bool push_bare(const struct push *push)
{
    return git_repository_is_bare(push->git) == 1;
}

// ---- Settings ----

struct gathering {
    struct arena *arena;
    str found;
};

static int gather(const git_config_entry *entry, void *context)
{
    struct gathering *gathering = context;
    str value = entry->value == NULL ? STR("true") : str_from_c(entry->value);
    gathering->found =
        gathering->found.len == 0
            ? arena_copy(gathering->arena, value)
            : arena_join(gathering->arena, (str[]){ gathering->found, STR(","), value, { 0 } });
    return 0;
}

static const char *full_name(struct arena *arena, const char *key)
{
    return arena_join(arena, (str[]){ STR("doorleefd."), str_from_c(key), { 0 } }).at;
}

str push_setting(struct push *push, struct arena *arena, const char *key)
{
    struct gathering gathering = { arena, STR("") };
    git_config_get_multivar_foreach(push->settings, full_name(arena, key), NULL, gather,
                                    &gathering);
    return gathering.found;
}

str push_setting_of_git(struct push *push, struct arena *arena, const char *name)
{
    git_buf value = { 0 };
    str found = STR("");
    if (git_config_get_string_buf(&value, push->settings, name) == 0)
        found = arena_copy(arena, (str){ value.ptr, value.size });
    git_buf_dispose(&value);
    return found;
}

bool push_set(struct push *push, const char *key, const char *value,
              struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    git_config *own = NULL;
    // What is set once takes the place of all that was set before.
    int error = git_config_open_level(&own, push->settings, GIT_CONFIG_LEVEL_LOCAL);
    if (error == 0)
        error = git_config_delete_multivar(own, full_name(arena, key), ".*");
    if (error == 0 || error == GIT_ENOTFOUND)
        error = git_config_set_string(own, full_name(arena, key), value);
    if (error != 0)
        diagnose(diagnostics, &push_setting_failed, (struct place){ 0 },
                 VALUES(str_from_c(full_name(arena, key)), last_error()));
    git_config_free(own);
    arena_free(arena);
    return error == 0;
}

unsigned push_umask(const struct push *push, unsigned umask)
{
    struct arena *arena = arena_new();
    str shared = push_setting_of_git((struct push *)push, arena, "core.sharedrepository");
    unsigned open = 0;
    unsigned mode = 0;
    if (str_equal(shared, STR("group")) || str_equal(shared, STR("true")) ||
        str_equal(shared, STR("1")))
        open = 0070;
    else if (str_equal(shared, STR("all")) || str_equal(shared, STR("world")) ||
             str_equal(shared, STR("everybody")) || str_equal(shared, STR("2")))
        open = 0075;
    else if (str_starts(shared, STR("0")) && sscanf(shared.at, "%o", &mode) == 1)
        // Who may read a file may also enter its folder.
        open = (mode | (mode & 0444) >> 2) & 0777;
    arena_free(arena);
    return umask & ~open;
}

// ---- Branches ----

str push_branch(struct push *push, struct arena *arena)
{
    git_reference *head = NULL;
    str found = STR("");
    if (git_reference_lookup(&head, push->git, "HEAD") == 0 &&
        git_reference_type(head) == GIT_REFERENCE_SYMBOLIC)
        found = arena_copy(arena, str_from_c(git_reference_symbolic_target(head)));
    git_reference_free(head);
    return found;
}

bool push_revision(struct push *push, const char *reference, char id[static PUSH_ID_SIZE])
{
    git_reference *found = NULL;
    git_object *commit = NULL;
    bool well = git_reference_lookup(&found, push->git, reference) == 0 &&
                git_reference_peel(&commit, found, GIT_OBJECT_COMMIT) == 0;
    if (well)
        git_oid_tostr(id, PUSH_ID_SIZE, git_object_id(commit));
    git_object_free(commit);
    git_reference_free(found);
    return well;
}

struct push_names push_branches(struct push *push, struct arena *arena)
{
    LIST(str) names = { 0 };
    git_strarray all = { 0 };
    if (git_reference_list(&all, push->git) == 0)
        for (size_t i = 0; i < all.count; i++)
            if (str_starts(str_from_c(all.strings[i]), STR("refs/heads/")))
                LIST_ADD(arena, names, arena_copy(arena, str_from_c(all.strings[i])));
    git_strarray_dispose(&all);
    if (names.count > 1)
        qsort(names.at, names.count, sizeof(str), str_order);
    return (struct push_names){ .at = names.at, .count = names.count };
}

bool push_follow(struct push *push, const char *branch)
{
    return git_repository_set_head(push->git, branch) == 0;
}

// ---- What is pushed ----

static bool is_id(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!isxdigit((unsigned char)text.at[i]))
            return false;
    return text.len == GIT_OID_HEXSZ;
}

struct push_lines push_lines_read(struct arena *arena, FILE *from)
{
    LIST(struct push_line) lines = { 0 };
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, from) >= 0) {
        struct push_line read;
        str rest;
        str text = arena_copy(arena, str_trim(str_from_c(line)));
        if (str_cut(text, ' ', &read.before, &rest) &&
            str_cut(rest, ' ', &read.after, &read.reference) && is_id(read.before) &&
            is_id(read.after) && read.reference.len > 0)
            LIST_ADD(arena, lines, read);
    }
    free(line);
    return (struct push_lines){ lines.at, lines.count };
}

bool push_id_empty(str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.at[i] != '0')
            return false;
    return true;
}

git_object *push_object(struct push *push, str id)
{
    git_oid oid;
    git_object *object = NULL;
    if (push_id_empty(id) || git_oid_fromstrn(&oid, id.at, id.len) != 0 ||
        git_object_lookup(&object, push->git, &oid, GIT_OBJECT_ANY) != 0)
        return NULL;
    return object;
}

git_commit *push_commit(struct push *push, str id)
{
    git_object *object = push_object(push, id);
    git_object *commit = NULL;
    if (object != NULL && git_object_peel(&commit, object, GIT_OBJECT_COMMIT) != 0)
        commit = NULL;
    git_object_free(object);
    return (git_commit *)commit;
}

static bool blob_text(struct push *push, struct arena *arena, const git_oid *id, str *text)
{
    enum { TEXT_MOST = 1024 * 1024 };
    size_t size;
    git_object_t type;
    git_odb_object *object = NULL;
    if (git_odb_read_header(&size, &type, push->objects, id) != 0 || type != GIT_OBJECT_BLOB ||
        size > TEXT_MOST || git_odb_read(&object, push->objects, id) != 0)
        return false;
    *text = arena_copy(arena, (str){ git_odb_object_data(object), git_odb_object_size(object) });
    git_odb_object_free(object);
    return true;
}

// The caller frees the entry; NULL where there is none.
static git_tree_entry *entry_of(struct push *push, struct arena *arena, str commit, str path)
{
    git_tree *tree = NULL;
    git_tree_entry *entry = NULL;
    git_commit *found = push_commit(push, commit);
    if (found != NULL && git_commit_tree(&tree, found) == 0)
        git_tree_entry_bypath(&entry, tree, arena_c_string(arena, path));
    git_tree_free(tree);
    git_commit_free(found);
    return entry;
}

bool push_text(struct push *push, struct arena *arena, str commit, str path, str *text)
{
    git_tree_entry *entry = entry_of(push, arena, commit, path);
    bool well = entry != NULL && blob_text(push, arena, git_tree_entry_id(entry), text);
    git_tree_entry_free(entry);
    return well;
}

bool push_file(struct push *push, struct arena *arena, str commit, str path,
               char id[static PUSH_ID_SIZE])
{
    git_tree_entry *entry = entry_of(push, arena, commit, path);
    bool well = entry != NULL && git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
    if (well)
        git_oid_tostr(id, PUSH_ID_SIZE, git_tree_entry_id(entry));
    git_tree_entry_free(entry);
    return well;
}

bool push_meeting(struct push *push, str one, str other, char id[static PUSH_ID_SIZE])
{
    git_oid first;
    git_oid second;
    git_oid base;
    if (git_oid_fromstrn(&first, one.at, one.len) != 0 ||
        git_oid_fromstrn(&second, other.at, other.len) != 0 ||
        git_merge_base(&base, push->git, &first, &second) != 0)
        return false;
    git_oid_tostr(id, PUSH_ID_SIZE, &base);
    return true;
}
