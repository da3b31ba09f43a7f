// SPDX-License-Identifier: EUPL-1.2
#include "source/tree.h"

#include "base/list.h"
#include "base/map.h"
#include "source/name.h"

#include <string.h>

PASSING_DIAGNOSTIC(folder_unreadable, ERROR, "deze map is niet te lezen",
                   "this folder cannot be read", "kijk met 'git fsck' of de repository heel is",
                   "see with 'git fsck' whether the repository is whole");
DIAGNOSTIC(folder_bomb, ERROR,
           "deze map staat zo vaak in de repository dat er geen einde aan komt; hij telt niet mee",
           "this folder is repeated so often in the repository that there is no end to it; it is "
           "left out",
           "haal de mappen weg die iemand hier in elkaar heeft gezet",
           "remove the folders that someone has nested here");

// A tree is a bomb above so many entries for each entry that was read, and
// some: no honest site repeats itself that much.
enum { WEIGHT_PER_ENTRY = 10, WEIGHT_FREE = 1000 };

// A tree of more bytes is not unpacked; 5 million files fit.
enum { TREE_BYTES_MAX = 256 * 1024 * 1024 };

struct tree {
    git_tree *git;         // NULL: it cannot be read
    struct tree **folders; // of its entries that are folders to go into
    size_t folder_count;
    size_t count; // of entries that are not hidden
    size_t weight;
    bool visited;
};

struct forest {
    struct repository *repository;
    struct arena *arena;
    struct map *by_id;
    LIST(struct tree *) trees;
    size_t entries;
};

// An entry, looked at.
struct look {
    str name;
    const struct diagnostic_kind *fault;
    const git_tree_entry *entry;
    bool hidden;
};

// ---- Reading each tree once ----

static enum entry_kind kind_of(const git_tree_entry *entry)
{
    switch (git_tree_entry_filemode(entry)) {
    case GIT_FILEMODE_TREE:
        return ENTRY_FOLDER;
    case GIT_FILEMODE_LINK:
        return ENTRY_LINK;
    case GIT_FILEMODE_COMMIT:
        return ENTRY_SUBMODULE;
    case GIT_FILEMODE_BLOB:
    case GIT_FILEMODE_BLOB_EXECUTABLE:
        return ENTRY_FILE;
    default:
        return ENTRY_OTHER;
    }
}

static struct look look_at(const struct tree *tree, size_t i)
{
    const git_tree_entry *entry = git_tree_entry_byindex(tree->git, i);
    str name = str_from_c(git_tree_entry_name(entry));
    const struct diagnostic_kind *fault = name_fault(name);
    return (struct look){ name, fault, entry, fault == NULL && name_hidden(name) };
}

static size_t entries_of(const struct tree *tree)
{
    return tree->git == NULL ? 0 : git_tree_entrycount(tree->git);
}

static bool is_folder(const struct look *look)
{
    return !look->hidden && look->fault == NULL && kind_of(look->entry) == ENTRY_FOLDER;
}

static git_tree *tree_look_up(struct forest *forest, const unsigned char *id)
{
    git_oid oid;
    memcpy(oid.id, id, SOURCE_ID_SIZE);
    size_t size;
    git_object_t type;
    git_tree *tree;
    if (git_odb_read_header(&size, &type, forest->repository->objects, &oid) != 0 ||
        size > TREE_BYTES_MAX || git_tree_lookup(&tree, forest->repository->git, &oid) != 0)
        return NULL;
    return tree;
}

static struct tree *tree_read(struct forest *forest, const unsigned char *id)
{
    struct tree *tree = ARENA_NEW(forest->arena, struct tree);
    str key = arena_copy(forest->arena, (str){ (const char *)id, SOURCE_ID_SIZE });
    map_put(forest->by_id, key, tree);
    LIST_ADD(forest->arena, forest->trees, tree);
    tree->git = tree_look_up(forest, id);
    for (size_t i = 0; i < entries_of(tree); i++) {
        struct look look = look_at(tree, i);
        tree->count += !look.hidden;
        tree->folder_count += is_folder(&look);
    }
    tree->folders = ARENA_ARRAY(forest->arena, struct tree *, tree->folder_count);
    forest->entries += tree->count;
    return tree;
}

static struct tree *tree_known(struct forest *forest, const unsigned char *id)
{
    return map_get(forest->by_id, (str){ (const char *)id, SOURCE_ID_SIZE });
}

// A tree whose entries are being gone through.
struct step {
    struct tree *tree;
    size_t next;
    size_t folder;   // the number of the next one among its folders
    size_t path_len; // of the folder, while listing
};

struct steps {
    LIST(struct step) stack;
};

static void push(struct arena *arena, struct steps *steps, struct tree *tree, size_t path_len)
{
    LIST_ADD(arena, steps->stack, ((struct step){ tree, 0, 0, path_len }));
}

static size_t add_up(size_t a, size_t b)
{
    return a + b < a ? (size_t)-1 : a + b;
}

static void weigh(struct tree *tree)
{
    tree->weight = tree->count;
    for (size_t i = 0; i < tree->folder_count; i++)
        if (tree->folders[i] != NULL)
            tree->weight = add_up(tree->weight, tree->folders[i]->weight);
}

// A tree is weighed after all trees in it.  One that holds itself, which only a
// forged repository has, weighs nothing yet when it meets itself: what bounds
// the listing then is its depth and the count of repeated entries.
static struct tree *forest_read(struct forest *forest, const unsigned char *root)
{
    struct steps steps = { 0 };
    struct tree *top = tree_read(forest, root);
    push(forest->arena, &steps, top, 0);
    while (steps.stack.count > 0) {
        struct step *step = &steps.stack.at[steps.stack.count - 1];
        if (step->next == entries_of(step->tree) || step->folder == step->tree->folder_count) {
            weigh(step->tree);
            steps.stack.count--;
            continue;
        }
        struct look look = look_at(step->tree, step->next++);
        if (!is_folder(&look))
            continue;
        const unsigned char *id = git_tree_entry_id(look.entry)->id;
        struct tree **folder = &step->tree->folders[step->folder++];
        *folder = tree_known(forest, id);
        if (*folder == NULL && forest->entries <= SOURCE_FILES_MAX) {
            *folder = tree_read(forest, id);
            push(forest->arena, &steps, *folder, 0);
        }
    }
    return top;
}

// ---- Listing what is in them ----

struct walk {
    struct listing *listing;
    struct arena *arena;
    struct steps steps;
    struct buf path;
    size_t limit;    // of a weight, and of the entries in repeated folders
    size_t repeated; // entries so far
    bool bomb;       // its message was given
};

static bool is_repeated_too_often(struct walk *walk, const struct tree *in, struct tree *folder)
{
    if (!folder->visited || (in->weight <= walk->limit && walk->repeated <= walk->limit))
        return false;
    if (!walk->bomb)
        listing_leave_out(walk->listing, &folder_bomb, buf_view(&walk->path), NULL);
    walk->bomb = true;
    return true;
}

static void enter(struct walk *walk, const struct tree *in, struct tree *folder)
{
    str path = buf_view(&walk->path);
    if (folder == NULL) {
        listing_overfull(walk->listing, path);
        return;
    }
    if (!listing_accepts_depth(walk->listing, path, walk->steps.stack.count - 1) ||
        is_repeated_too_often(walk, in, folder))
        return;
    if (folder->git == NULL)
        listing_leave_out(walk->listing, &folder_unreadable, path, NULL);
    if (folder->visited)
        walk->repeated += folder->count + 1;
    folder->visited = true;
    push(walk->arena, &walk->steps, folder, walk->path.len);
}

// Goes on with the next entry of a step.
static void visit(struct walk *walk, struct step *step)
{
    struct tree *tree = step->tree;
    struct look look = look_at(tree, step->next++);
    if (look.hidden)
        return;
    struct tree *folder = is_folder(&look) ? tree->folders[step->folder++] : NULL;
    walk->path.len = step->path_len;
    if (walk->path.len > 0)
        buf_add_char(&walk->path, '/');
    buf_add(&walk->path, look.name);
    str path = buf_view(&walk->path);
    enum entry_kind kind = kind_of(look.entry);
    if (!listing_accepts(walk->listing, path, look.fault, kind))
        return;
    if (kind == ENTRY_FOLDER)
        enter(walk, tree, folder); // `step` moves
    else
        listing_add(walk->listing, path, git_tree_entry_id(look.entry)->id, 0);
}

static void forest_walk(struct walk *walk, struct tree *top)
{
    top->visited = true;
    push(walk->arena, &walk->steps, top, 0);
    while (walk->steps.stack.count > 0 && !walk->listing->overfull) {
        struct step *step = &walk->steps.stack.at[walk->steps.stack.count - 1];
        if (step->next == entries_of(step->tree))
            walk->steps.stack.count--;
        else
            visit(walk, step);
    }
}

void tree_list(struct repository *repository, const git_oid *root, struct listing *listing)
{
    struct arena *arena = arena_new();
    struct forest forest = { .repository = repository, .arena = arena, .by_id = map_new(arena) };
    struct tree *top = forest_read(&forest, root->id);
    size_t limit = forest.entries * WEIGHT_PER_ENTRY + WEIGHT_FREE;
    struct walk walk = { .listing = listing, .arena = arena, .limit = limit };
    if (top->git == NULL)
        listing_leave_out(listing, &folder_unreadable, STR(""), NULL);
    LIST_RESERVE(listing->arena, listing->files, forest.entries);
    forest_walk(&walk, top);
    buf_release(&walk.path);
    for (size_t i = 0; i < forest.trees.count; i++)
        git_tree_free(forest.trees.at[i]->git);
    arena_free(arena);
}
