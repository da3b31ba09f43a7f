// SPDX-License-Identifier: EUPL-1.2
// Building on each push: private to this folder.
//
//     hook install       puts two small scripts into the repository's hooks/
//     hook pre-receive   looks at what is pushed, before it is let in
//     hook post-receive  builds and publishes what was let in
//     hook publish       the same by hand, for what was pushed last
//
// Settings are in git's configuration, `doorleefd.<option>`, by the names of the
// options.  What hooks remember is in the folder `doorleefd-hook` of the repository:
//
//     lock               held by the one that builds
//     wish-site          someone wants the website built; wish-<name>: a preview
//     busy-<name>        the same, while it is built
//     preview-<name>     the branch whose preview stands at preview/<name>/
//     published          the commit that the website was last built from; gone from
//                        just before another is published until all is noted of that
//     before             the same commit, from then on
//     address            of the website on the web
//     unpublished        paths of its texts that are not on the site; with `!` before
//                        those that were withdrawn
//     removed            what the website removed, last things first: a commit that had
//                        it, and its path
//     build.log          what builds said that ran after the push

#pragma once

#include "commands/build.h"
#include "push/push.h"

// What was pushed, as long as nobody said what is wrong with it.
struct unsaid {
    const struct push_line *line; // NULL: all was said
    struct push_names changed;    // the paths that it changes ..
    bool all;                     // .. or everything
    size_t shown;                 // messages, so far
};

struct hook {
    const struct options *given; // on the command line
    struct options *options;     // with the settings of the repository over them
    struct diagnostics *diagnostics;
    struct diagnostics *aside; // what is said after the outcome of a build
    struct arena *arena;
    struct push *push;
    const char *repository;
    str state;           // the folder of what hooks remember
    str unpublished;     // what is remembered under this name, as the last build has it
    struct texts *shown; // on the website that is published
    struct unsaid unsaid;
    bool trusty;    // all settings make sense
    bool forgetful; // something could not be remembered: then nor is what was published
    bool failed;    // the last build was not published
};

// The command `hook`.  Returns the exit code.
int hook_run(const struct options *options);

// Opens the repository and takes the umask that it is shared with.  Returns false,
// with a message, when that is impossible.
bool hook_open(struct hook *hook, const char *repository);

// What hook says to people, in their language.
const char *hook_said(const struct hook *hook, const char *dutch, const char *english)
    __attribute__((format_arg(2), format_arg(3)));

// The name of a branch as people see it.
str hook_branch(const struct hook *hook, str reference);

// Where the program keeps `name`.
const char *hook_state_path(const struct hook *hook, const char *name, str rest);

// Prints the messages, and forgets them.
void hook_tell(struct hook *hook);

// Reads the settings once more: who builds may build for long, and for others.
void hook_read_settings(struct hook *hook);

// ---- The parts ----

// The settings that one may give to `hook install`, and that hooks read.
enum hook_key_sort { KEY_TEXT, KEY_FLAG, KEY_LIST, KEY_PATH };
struct hook_key {
    const char *name; // of the option
    enum hook_key_sort sort;
};
const struct hook_key *hook_keys(size_t *count);

int hook_install(struct hook *hook);
int hook_pre_receive(struct hook *hook);
int hook_post_receive(struct hook *hook);
int hook_publish(struct hook *hook);

// ---- The website (hook_site.c) ----

// Builds it, publishes it, and notes what that means for previews.
void hook_site_refresh(struct hook *hook);

// Whether the revision has no settings, though the website was made with some; then
// with a message.  A repository without them is a website too, where each text is a
// page: one that lost them would show what was never meant to be seen.
bool hook_settings_lost(struct hook *hook, str revision);

// ---- How it went (hook_outcome.c) ----

void hook_say_outcome(struct hook *hook, const struct build_result *result);

// Says that nothing was built: the reason is in the messages, which follow.
void hook_say_hindered(struct hook *hook);

// ---- What is said of the content (hook_check.c) ----

// What is pushed to the branch of the website, if the build that follows can say what
// is wrong with it while who pushes still looks; else NULL.
const struct push_line *hook_line_of_site(struct hook *hook, struct push_lines lines);

// Leaves what was pushed for who reads it first: a build, with hook_say_with, or
// hook_say_unsaid.
void hook_leave_unsaid(struct hook *hook, const struct push_line *line);

// Has the build that is ordered say what is wrong with what it reads; its context is to be
// the hook.
void hook_say_with(struct hook *hook, struct build_order *order);

// Reads what nobody has read yet, if anything, and says what is wrong with it.
void hook_say_unsaid(struct hook *hook);

// Reads what is pushed, and says what is wrong with it.
void hook_check(struct hook *hook, const struct push_line *line);

// ---- The branch of the website (hook_branch.c) ----

// Whether somebody pushed it.
bool hook_branch_there(struct hook *hook, str branch);

// The branch that HEAD names; while the repository is new that becomes the only one there
// is, for "main" and "master" are easily mistaken for each other, and the first push then
// shows what was meant.
str hook_branch_adopt(struct hook *hook, str branch);

// Says that there is no such branch: nobody pushed it, or it went, or HEAD names a commit.
void hook_branch_say_missing(struct hook *hook, str branch);

// Tells who runs the server how to choose one.
void hook_branch_say_how(struct hook *hook);

// Says that what was pushed does not go to the website: who expects it there must know.
void hook_branch_say_beside(struct hook *hook, str branch, struct push_lines lines);

// ---- The queue (hook_queue.c) ----

// Makes the folder of what hooks remember.  Returns false, with a message, when
// one may not write there.
bool hook_state_make(struct hook *hook);

// Leaves word that `name` ("site", or of a preview) is to be built for `reference`.
bool hook_wish(struct hook *hook, str name, str reference);

// Takes the first wish, "site" before all others; false when there is none.  It is
// kept as one that is being granted.
bool hook_wish_take(struct hook *hook, str *name, str *reference);
void hook_wish_granted(struct hook *hook, str name);

// Wishes again what the one that was granting it did not come to grant, because it
// was killed.  Returns whether there was any.
bool hook_wish_again(struct hook *hook);

// Whether there is any of either.
bool hook_is_any_left(struct hook *hook);

// Becomes the one that builds; -1 when another is.
int hook_lock(struct hook *hook);
void hook_unlock(int lock);

// What is remembered under a name; empty for nothing.  Where something cannot be remembered,
// because the disk is full, it is as if the publication of the website never ended.
str hook_recall(struct hook *hook, const char *name, str rest);
void hook_remember(struct hook *hook, const char *name, str rest, str text);
void hook_forget(struct hook *hook, const char *name, str rest);

// The rest of all remembered names that begin so, sorted.
struct push_names hook_recall_names(struct hook *hook, const char *name);

// The commit that the website was last built from; empty as long as nobody knows what it
// withdrew since: it was never built, or a hook was killed while it published.  Then the
// website is built before any preview is.
str hook_published(struct hook *hook);

// The same commit, also when that is so.
str hook_before(struct hook *hook);

// Stand around all that changes the website and what is remembered of it.
void hook_publication_begins(struct hook *hook);
void hook_publication_ends(struct hook *hook, str revision);

// Goes on after the push has returned.  Returns true in the process that does,
// whose output goes to the log; false in the one that returns.
bool hook_detach(struct hook *hook);

// ---- Previews (hook_preview.c) ----

// Each preview is a whole website on the disk.
enum { HOOK_PREVIEWS_MOST = 100 };

// refs/heads/Mijn/tak -> mijn-tak-1a2b3c4d: safe as a name of a folder, and never
// the same for two branches.
str hook_preview_name(struct arena *arena, str reference);

// Builds the preview, or removes it when its branch or the setting is gone.
void hook_preview_refresh(struct hook *hook, str name, str reference);

// Wishes that previews without a branch go; with `all`, that all are made anew.
void hook_previews_review(struct hook *hook, bool all);

// Takes all previews off the web until they are made anew, which is wished first.
void hook_previews_clear(struct hook *hook);

// ---- What previews may not show (hook_withheld.c, hook_removed.c) ----

struct withheld {
    struct push_names names; // full paths of texts and attachments
    size_t own;              // how many of these the branch has otherwise than the website
};

// What of the revision may not be seen.  Returns false when that cannot be told.
bool hook_withheld(struct hook *hook, str revision, struct withheld *withheld);

// Remembers what the website removed between two commits, for as long as it has not got it
// again.  Returns whether that is other than before.
bool hook_note_removed(struct hook *hook, str before, str now);

// ---- Texts that everybody may see (hook_texts.c) ----

// The texts that are on the website, as long as what was made lasts.
struct texts *texts_shown(struct arena *arena, const struct build_made *made);
bool texts_have(const struct texts *texts, const struct document *document);
bool texts_have_path(struct texts *texts, struct arena *arena, str full_path);

// ---- Texts that are on the website again, or still (hook_returned.c) ----

// Says which of the texts that were withdrawn or removed before are on the website that was made.
void hook_say_returned(struct hook *hook, const struct build_made *made, struct texts *texts);

// Says which texts were withdrawn or removed in the revision, which was not published.
void hook_say_still_there(struct hook *hook, str revision);

// ---- Status (hook_status.c) ----

// Writes /bouwstatus/ and bouw.json of what was made, or removes them where the
// settings want none.  For build_order.take; `context` is the struct hook.
void hook_status_take(void *context, const struct build_made *made);

// The same, when nothing was published.
void hook_status_failed(struct hook *hook, const struct build_result *result);

// Removes both from the folder.
void hook_status_remove(const char *folder);
