// SPDX-License-Identifier: EUPL-1.2
// What is pushed comes from strangers: each commit and each tree is looked at
// once, however often it is named, and nothing here nests with their depth.
#include "push/handle.h"

#include "base/map.h"
#include "base/path.h"

#include <string.h>

DIAGNOSTIC(
    push_email, ERROR, "het e-mailadres '{1}' mag niet in deze repository ({2})",
    "the e-mail address '{1}' may not enter this repository ({2})",
    "een adres gaat nooit meer weg uit git. Goed is: {3}. Zet het goede adres met: git config "
    "user.email ADRES; en daarna: {4}",
    "git never forgets an address. Good is: {3}. Set the right one with: git config "
    "user.email ADDRESS; and then: {4}");
DIAGNOSTIC(push_large, ERROR, "dit bestand is {1} kB; meer dan {2} kB mag niet ({3})",
           "this file is {1} kB; the limit is {2} kB ({3})",
           "een bestand gaat nooit meer weg uit git. Maak het kleiner of haal het weg, met: {4}",
           "git never forgets a file. Make it smaller or remove it, with: {4}");
DIAGNOSTIC(push_kind, ERROR, "bestanden die eindigen op '{1}' mogen hier niet ({2})",
           "files that end with '{1}' may not come here ({2})",
           "dit mag wel: {3}. Haal het bestand weg, met: {4}",
           "these may: {3}. Remove the file, with: {4}");
DIAGNOSTIC(push_nameless, ERROR, "wat voor bestand dit is, staat niet in zijn naam ({1})",
           "its name does not tell what kind of file this is ({1})",
           "zonder einde zoals .md mag een bestand alleen tekst zijn. Haal het weg, met: {2}",
           "without an ending such as .md a file may be text only. Remove it, with: {2}");
DIAGNOSTIC(push_more, ERROR, "en nog {1} keer zoiets", "and {1} more of this", NULL, NULL);
DIAGNOSTIC(push_unreadable, ERROR, "wat je pusht is niet te lezen: {1}",
           "what you push cannot be read: {1}", "kijk met 'git fsck' of jouw repository heel is",
           "see with 'git fsck' whether your repository is whole");

enum { MESSAGES_MOST = 50, PARENTS_MOST = 8 };

// A folder on the way from the top, so that a path is made only to be shown.
struct step {
    const struct step *above;
    str name;
};

// A tree that is to be looked at, and what stood in its place in the parents.
struct room {
    git_oid id;
    const struct step *step;
    git_oid before[PARENTS_MOST];
    size_t before_count;
};

struct watch {
    struct push *push;
    const struct guard *guard;
    struct diagnostics *diagnostics;
    struct arena *arena;
    struct map *seen; // trees
    struct map *ends; // what is pushed, by its id in hexadecimal
    str where;        // "commit 1a2b3c4"
    str mend_person;  // the commands that make it anew
    str mend_files;
    struct push_lines lines;
    size_t refused;
    LIST(struct room) rooms;
};

static void refuse(struct watch *watch, const struct diagnostic_kind *kind, str path,
                   const str *values)
{
    if (watch->refused++ < MESSAGES_MOST)
        diagnose(watch->diagnostics, kind, (struct place){ .path = path }, values);
}

// "commit 1a2b3c4", in memory of the watch.
static str name_of(struct watch *watch, const char *what, const git_oid *id)
{
    char hex[8];
    git_oid_tostr(hex, sizeof hex, id);
    return arena_join(watch->arena, (str[]){ str_from_c(what), STR(" "), str_from_c(hex), { 0 } });
}

// ---- Addresses ----

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

// `*` stands for anything; case does not count.  Never goes back further than
// the last `*`, so that its time is bounded by the product of both lengths.
static bool matches(str pattern, str text)
{
    size_t p = 0;
    size_t t = 0;
    size_t star = STR_NONE;
    size_t from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.at[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len && lower(pattern.at[p]) == lower(text.at[t])) {
            p++;
            t++;
        } else if (star != STR_NONE) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.at[p] == '*')
        p++;
    return p == pattern.len;
}

// The next of a list with commas or spaces; empty at its end.
static str next_of(str *list)
{
    size_t from = 0;
    while (from < list->len && (list->at[from] == ',' || list->at[from] == ' '))
        from++;
    size_t to = from;
    while (to < list->len && list->at[to] != ',' && list->at[to] != ' ')
        to++;
    str found = str_slice(*list, from, to);
    *list = str_after(*list, to);
    return found;
}

static bool email_allowed(const struct guard *guard, str email)
{
    str rest = guard->emails;
    for (str pattern = next_of(&rest); pattern.len > 0; pattern = next_of(&rest))
        if (matches(pattern, email))
            return true;
    return false;
}

static void look_at_email(struct watch *watch, str email)
{
    if (watch->guard->emails.len > 0 && !email_allowed(watch->guard, email))
        refuse(watch, &push_email, STR(""),
               VALUES(email, watch->where, watch->guard->emails, watch->mend_person));
}

static void look_at_person(struct watch *watch, const git_signature *person)
{
    if (person == NULL)
        return;
    look_at_email(watch, str_trim(str_from_c(person->email)));
    // Who does not know what git asks for gives her address as her name.
    str name = str_trim(str_from_c(person->name));
    if (str_find_char(name, '@', 0) != STR_NONE && str_find_char(name, ' ', 0) == STR_NONE &&
        !str_equal(name, str_trim(str_from_c(person->email))))
        look_at_email(watch, name);
}

// `Co-authored-by: Naam <adres>` and its kin; to git, case does not count.
static bool names_someone(str line)
{
    size_t colon = str_find_char(line, ':', 0);
    str key = colon == STR_NONE ? STR("") : str_trim(str_slice(line, 0, colon));
    return matches(STR("*-by"), key) && str_find_char(key, ' ', 0) == STR_NONE;
}

static void look_at_trailers(struct watch *watch, const char *message)
{
    str rest = str_from_c(message == NULL ? "" : message);
    for (bool more = true; more;) {
        str line;
        more = str_cut(rest, '\n', &line, &rest);
        size_t open = str_find_last(line, '<');
        size_t close = str_find_last(line, '>');
        if (names_someone(line) && open != STR_NONE && close != STR_NONE && open < close)
            look_at_email(watch, str_slice(line, open + 1, close));
    }
}

// ---- Files ----

// Measured first: a path that is joined step by step costs its depth squared.
static str path_of(struct arena *arena, const struct step *step, str name)
{
    size_t len = name.len;
    for (const struct step *above = step; above != NULL; above = above->above)
        len += above->name.len + 1;
    char *path = ARENA_ARRAY(arena, char, len + 1);
    size_t at = len - name.len;
    memcpy(path + at, name.at, name.len);
    for (; step != NULL; step = step->above) {
        path[--at] = '/';
        at -= step->name.len;
        memcpy(path + at, step->name.at, step->name.len);
    }
    return (str){ path, len };
}

static bool kind_allowed(const struct guard *guard, str extension)
{
    str rest = guard->kinds;
    for (str kind = next_of(&rest); kind.len > 0; kind = next_of(&rest)) {
        str bare = str_starts(kind, STR(".")) ? str_after(kind, 1) : kind;
        // A list is no pattern: a `*` in it stands for itself no file has.
        if (bare.len == extension.len && matches(bare, extension))
            return true;
    }
    return false;
}

static size_t in_kb(size_t bytes)
{
    return bytes / 1024 + (bytes % 1024 != 0);
}

static void look_at_file(struct watch *watch, const struct step *step, str name, const git_oid *id)
{
    const struct guard *guard = watch->guard;
    size_t size = 0;
    git_object_t type;
    str extension = path_extension(name);
    bool large = guard->file_most > 0 &&
                 git_odb_read_header(&size, &type, watch->push->objects, id) == 0 &&
                 size > guard->file_most;
    bool named = extension.len > 1;
    bool strange =
        guard->kinds.len > 0 && !(named ? kind_allowed(guard, str_after(extension, 1))
                                        : push_is_text(watch->push, id)); // LICENSE, Makefile
    if (!large && !strange)
        return;
    bool shown = watch->refused < MESSAGES_MOST;
    str path = shown ? path_of(watch->arena, step, arena_copy(watch->arena, name)) : STR("");
    if (large)
        refuse(watch, &push_large, path,
               VALUES(NUMBER(in_kb(size)), NUMBER(in_kb(guard->file_most)), watch->where,
                      watch->mend_files));
    if (strange && named)
        refuse(watch, &push_kind, path,
               VALUES(extension, watch->where, guard->kinds, watch->mend_files));
    else if (strange)
        refuse(watch, &push_nameless, path, VALUES(watch->where, watch->mend_files));
}

static bool seen(struct watch *watch, const git_oid *id)
{
    str key = { (const char *)id->id, GIT_OID_RAWSZ };
    if (map_get(watch->seen, key) != NULL)
        return true;
    map_put(watch->seen, arena_copy(watch->arena, key), watch);
    return false;
}

// Puts the folder on the list.  `befores` are the trees of the parents around it.
static void enter(struct watch *watch, const struct room *room, const git_tree_entry *entry,
                  git_tree *const *befores)
{
    if (seen(watch, git_tree_entry_id(entry)))
        return;
    struct step *step = ARENA_NEW(watch->arena, struct step);
    *step = (struct step){ room->step,
                           arena_copy(watch->arena, str_from_c(git_tree_entry_name(entry))) };
    struct room below = { .id = *git_tree_entry_id(entry), .step = step };
    for (size_t i = 0; i < room->before_count; i++) {
        const git_tree_entry *there =
            befores[i] == NULL ? NULL
                               : git_tree_entry_byname(befores[i], git_tree_entry_name(entry));
        if (there != NULL && git_tree_entry_type(there) == GIT_OBJECT_TREE)
            below.before[below.before_count++] = *git_tree_entry_id(there);
    }
    LIST_ADD(watch->arena, watch->rooms, below);
}

static bool stood_there(const git_tree_entry *entry, git_tree *const *befores, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const git_tree_entry *there =
            befores[i] == NULL ? NULL
                               : git_tree_entry_byname(befores[i], git_tree_entry_name(entry));
        if (there != NULL && git_oid_equal(git_tree_entry_id(there), git_tree_entry_id(entry)) != 0)
            return true;
    }
    return false;
}

static void look_at_entries(struct watch *watch, const struct room *room, const git_tree *tree,
                            git_tree *const *befores)
{
    for (size_t i = 0; i < git_tree_entrycount(tree); i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (stood_there(entry, befores, room->before_count))
            continue;
        if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
            enter(watch, room, entry, befores);
        else if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
            look_at_file(watch, room->step, str_from_c(git_tree_entry_name(entry)),
                         git_tree_entry_id(entry));
    }
}

static void unreadable(struct watch *watch)
{
    const git_error *error = git_error_last();
    refuse(watch, &push_unreadable, STR(""),
           VALUES(error == NULL ? STR("?") : str_from_c(error->message)));
}

static void look_at_room(struct watch *watch, const struct room *room)
{
    git_tree *tree = NULL;
    git_tree *befores[PARENTS_MOST] = { 0 };
    if (git_tree_lookup(&tree, watch->push->git, &room->id) != 0) {
        unreadable(watch);
        return;
    }
    for (size_t i = 0; i < room->before_count; i++)
        if (git_tree_lookup(&befores[i], watch->push->git, &room->before[i]) != 0)
            befores[i] = NULL;
    look_at_entries(watch, room, tree, befores);
    for (size_t i = 0; i < room->before_count; i++)
        git_tree_free(befores[i]);
    git_tree_free(tree);
}

static void look_at_rooms(struct watch *watch)
{
    while (watch->rooms.count > 0) {
        struct room room = watch->rooms.at[--watch->rooms.count];
        look_at_room(watch, &room);
    }
}

// ---- Commits and tags ----

static bool looks_at_files(const struct guard *guard)
{
    return guard->file_most > 0 || guard->kinds.len > 0;
}

static void look_at_files(struct watch *watch, const git_commit *commit)
{
    struct room top = { .id = *git_commit_tree_id(commit) };
    for (unsigned i = 0; i < git_commit_parentcount(commit) && i < PARENTS_MOST; i++) {
        git_commit *parent = NULL;
        if (git_commit_parent(&parent, commit, i) == 0)
            top.before[top.before_count++] = *git_commit_tree_id(parent);
        git_commit_free(parent);
    }
    LIST_ADD(watch->arena, watch->rooms, top);
    look_at_rooms(watch);
}

static bool is_last(const struct watch *watch, const git_oid *id)
{
    char hex[PUSH_ID_SIZE];
    git_oid_tostr(hex, sizeof hex, id);
    return map_get(watch->ends, str_from_c(hex)) != NULL;
}

// The last commit is easily made anew; an earlier one with all that follow.
static void tell_how_to_mend(struct watch *watch, const git_commit *commit)
{
    char hex[8];
    watch->mend_person = STR("git commit --amend --no-edit --reset-author");
    watch->mend_files = STR("git commit --amend");
    if (is_last(watch, git_commit_id(commit)))
        return;
    git_oid_tostr(hex, sizeof hex, git_commit_id(commit));
    str from = git_commit_parentcount(commit) == 0
                   ? STR("--root")
                   : arena_join(watch->arena, (str[]){ str_from_c(hex), STR("^"), { 0 } });
    watch->mend_person = arena_join(
        watch->arena, (str[]){ STR("git rebase "),
                               from,
                               STR(" --exec 'git commit --amend --no-edit --reset-author'"),
                               { 0 } });
    watch->mend_files = arena_join(watch->arena, (str[]){ STR("git rebase -i "), from, { 0 } });
}

static void look_at_commit(struct watch *watch, const git_oid *id)
{
    git_commit *commit = NULL;
    if (git_commit_lookup(&commit, watch->push->git, id) != 0) {
        unreadable(watch);
        return;
    }
    watch->where = name_of(watch, "commit", id);
    tell_how_to_mend(watch, commit);
    const git_signature *author = git_commit_author(commit);
    const git_signature *committer = git_commit_committer(commit);
    look_at_person(watch, author);
    if (author == NULL || committer == NULL || strcmp(author->email, committer->email) != 0 ||
        strcmp(author->name, committer->name) != 0)
        look_at_person(watch, committer);
    look_at_trailers(watch, git_commit_message(commit));
    if (looks_at_files(watch->guard))
        look_at_files(watch, commit);
    git_commit_free(commit);
}

// A tag has a tagger, and may be of a tag.  Returns what it is of in the end, or NULL where
// that cannot be read; of one that is of more tags than anyone makes, a tag.
static git_object *look_at_tags(struct watch *watch, git_object *object)
{
    enum { TAGS_MOST = 100 };
    for (int i = 0; i < TAGS_MOST && object != NULL && git_object_type(object) == GIT_OBJECT_TAG;
         i++) {
        const git_tag *tag = (const git_tag *)object;
        git_object *target = NULL;
        watch->where = name_of(watch, "tag", git_object_id(object));
        watch->mend_person = STR("git tag -a -f");
        look_at_person(watch, git_tag_tagger(tag));
        look_at_trailers(watch, git_tag_message(tag));
        if (git_tag_target(&target, tag) != 0)
            target = NULL;
        git_object_free(object);
        object = target;
    }
    return object;
}

// A reference may name a tree or a single file, without any commit.
static void look_at_bare(struct watch *watch, const git_object *object)
{
    if (!looks_at_files(watch->guard))
        return;
    watch->where = name_of(watch, "object", git_object_id(object));
    watch->mend_files = STR("git tag -f");
    if (git_object_type(object) == GIT_OBJECT_TREE) {
        struct room top = { .id = *git_object_id(object) };
        LIST_ADD(watch->arena, watch->rooms, top);
        look_at_rooms(watch);
    } else if (git_object_type(object) == GIT_OBJECT_BLOB) {
        look_at_file(watch, NULL, STR("?"), git_object_id(object));
    }
}

static void look_at_object(struct watch *watch, const git_object *object, git_revwalk *walk)
{
    if (git_object_type(object) == GIT_OBJECT_TAG)
        refuse(watch, &push_unreadable, STR(""), VALUES(watch->where));
    else if (git_object_type(object) != GIT_OBJECT_COMMIT)
        look_at_bare(watch, object);
    else if (git_revwalk_push(walk, git_object_id(object)) != 0)
        unreadable(watch);
}

static void look_at_line(struct watch *watch, const struct push_line *line, git_revwalk *walk)
{
    if (push_id_empty(line->after))
        return;
    git_object *object = push_object(watch->push, line->after);
    if (object != NULL)
        object = look_at_tags(watch, object);
    if (object != NULL)
        look_at_object(watch, object, walk);
    else
        unreadable(watch);
    git_object_free(object);
}

static void look(struct watch *watch)
{
    git_oid id;
    git_revwalk *walk = NULL;
    if (git_revwalk_new(&walk, watch->push->git) != 0) {
        unreadable(watch);
        return;
    }
    for (size_t i = 0; i < watch->lines.count; i++)
        look_at_line(watch, &watch->lines.at[i], walk);
    // What any reference leads to is in the history already.
    git_revwalk_hide_glob(walk, "refs/*");
    int end;
    while ((end = git_revwalk_next(&id, walk)) == 0)
        look_at_commit(watch, &id);
    // What cannot be looked at does not come in.
    if (end != GIT_ITEROVER)
        unreadable(watch);
    git_revwalk_free(walk);
}

bool guard_accepts(struct push *push, const struct guard *guard, struct push_lines lines,
                   struct diagnostics *diagnostics)
{
    if (guard->emails.len == 0 && !looks_at_files(guard))
        return true;
    struct watch watch = {
        .push = push,
        .guard = guard,
        .diagnostics = diagnostics,
        .arena = arena_new(),
        .lines = lines,
    };
    watch.seen = map_new(watch.arena);
    watch.ends = map_new(watch.arena);
    for (size_t i = 0; i < lines.count; i++)
        map_put(watch.ends, lines.at[i].after, watch.ends);
    look(&watch);
    if (watch.refused > MESSAGES_MOST)
        diagnose(diagnostics, &push_more, (struct place){ 0 },
                 VALUES(NUMBER(watch.refused - MESSAGES_MOST)));
    arena_free(watch.arena);
    return watch.refused == 0;
}
