// SPDX-License-Identifier: EUPL-1.2
#include "push/handle.h"

#include "base/buf.h"
#include "base/memory.h"
#include "libgit/libgit.h"

#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>

DIAGNOSTIC(push_repository, FAILURE, "in '{1}' is geen git-repository, of je mag daar niet kijken",
           "in '{1}' is no git repository, or you may not look there",
           "noem de map van de repository waar men naartoe pusht",
           "name the folder of the repository that people push to");
DIAGNOSTIC(push_owner, FAILURE,
           "de repository in '{1}' is van gebruiker '{2}', en jij bent een andere",
           "the repository in '{1}' belongs to the user '{2}', and you are another",
           "voer dit uit als die gebruiker, dan blijft alles van hem: sudo -u {2} ...",
           "run this as that user, so that all stays his: sudo -u {2} ...");
DIAGNOSTIC(push_setting_failed, FAILURE, "de instelling '{1}' kan niet worden bewaard: {2}",
           "the setting '{1}' cannot be kept: {2}",
           "kijk of je in het bestand 'config' van de repository mag schrijven",
           "see whether you may write to the file 'config' of the repository");

// git started us for this repository and says so with GIT_DIR.  It trusts what it
// serves, whoever owns it, and so may we: the hook of a shared repository is
// often run by another user than its owner.
static void trust_git(void)
{
    if (getenv("GIT_DIR") != NULL)
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

static str folder_of(struct arena *arena, git_repository *git)
{
    str found = str_from_c(git_repository_commondir(git));
    while (found.len > 1 && str_ends(found, STR("/")))
        found.len--;
    return arena_copy(arena, found);
}

// The name of who owns the folder; his number where the name is not known.
static str owner_of(struct arena *arena, str folder)
{
    struct stat about;
    if (stat(folder.at, &about) != 0)
        return STR("?");
    const struct passwd *owner = getpwuid(about.st_uid);
    if (owner != NULL)
        return arena_copy(arena, str_from_c(owner->pw_name));
    struct buf number = { 0 };
    buf_add_format(&number, "#%lu", (unsigned long)about.st_uid);
    str found = arena_copy(arena, buf_view(&number));
    buf_release(&number);
    return found;
}

// What one sets up or builds as another user, who pushes cannot change afterwards.
static void say_unopened(struct diagnostics *diagnostics, int error, const char *path)
{
    struct arena *arena = arena_new();
    str name = str_from_c(path);
    if (libgit_foreign(error))
        diagnose(diagnostics, &push_owner, (struct place){ 0 },
                 VALUES(name, owner_of(arena, libgit_folder(arena, path))));
    else if (error == GIT_ENOTFOUND)
        diagnose(diagnostics, &push_repository, (struct place){ 0 }, VALUES(name));
    else
        libgit_say_unopened(diagnostics, error, path);
    arena_free(arena);
}

struct push *push_open(const char *repository, struct diagnostics *diagnostics)
{
    libgit_start();
    trust_git();
    struct push *push = memory_alloc(sizeof *push);
    *push = (struct push){ .arena = arena_new() };
    int error = libgit_open(&push->git, repository);
    if (error == 0)
        error = git_repository_odb(&push->objects, push->git);
    if (error == 0)
        error = git_repository_config(&push->settings, push->git);
    if (error == 0) {
        push->folder = folder_of(push->arena, push->git);
        return push;
    }
    say_unopened(diagnostics, error, repository);
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
    libgit_stop();
}

bool push_make(const char *folder)
{
    git_repository *made = NULL;
    git_repository_init_options options;
    libgit_start();
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    options.flags =
        GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    bool well = git_repository_init_ext(&made, folder, &options) == 0;
    git_repository_free(made);
    libgit_stop();
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
                 VALUES(str_from_c(full_name(arena, key)), libgit_reason()));
    git_config_free(own);
    arena_free(arena);
    return error == 0;
}

// What others may do besides, as a mode; 0 for what git does not know.
static unsigned mode_of(str shared)
{
    static const struct {
        const char *name;
        unsigned mode;
    } names[] = {
        { "group", 0070 }, { "true", 0070 },  { "yes", 0070 },       { "on", 0070 }, { "1", 0070 },
        { "all", 0075 },   { "world", 0075 }, { "everybody", 0075 }, { "2", 0075 },
    };
    unsigned mode = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(shared, str_from_c(names[i].name)))
            return names[i].mode;
    for (size_t i = 0; i < shared.len; i++) {
        if (shared.at[i] < '0' || shared.at[i] > '7')
            return 0;
        mode = (mode << 3 | (unsigned)(shared.at[i] - '0')) & 0777;
    }
    // Who may read a file may also enter its folder.
    return mode | (mode & 0444) >> 2;
}

unsigned push_umask(const struct push *push, unsigned umask)
{
    struct arena *arena = arena_new();
    str shared = push_setting_of_git((struct push *)push, arena, "core.sharedrepository");
    unsigned open = mode_of(shared);
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

bool push_names_have(struct push_names names, str name)
{
    return names.count > 0 &&
           bsearch(&name, names.at, names.count, sizeof *names.at, str_order) != NULL;
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
