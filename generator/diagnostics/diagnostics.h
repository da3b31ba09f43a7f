// SPDX-License-Identifier: EUPL-1.2
// Messages for the people who write the content.
//
//     content/verhalen/bezoek.md:3:9: fout: er is geen bestand 'openingtijden.md' [link_dead]
//        3 | Kijk bij de [tijden](openingtijden.md).
//          |         ^
//        hint: bedoel je 'openingstijden.md'?
//
// Every message has a kind, declared beside the check that gives it, with its
// text in Dutch and in English.  {1} .. {4} stand for the values.

#pragma once

#include "base/buf.h"

#include <stdio.h>

// FAILURE is for the world (no repository, disk full), the others for content.
enum severity { NOTE, WARNING, ERROR, FAILURE };
enum { SEVERITY_COUNT = FAILURE + 1 };

enum language { DUTCH, ENGLISH };
enum { LANGUAGE_COUNT = ENGLISH + 1 };

enum message_form { MESSAGES_TEXT, MESSAGES_JSON, MESSAGES_GITHUB };

// Where in the content.  `path` is as the repository names it.  Lines and
// columns count from 1, columns in characters; 0 means the whole.
struct place {
    str path;
    unsigned line;
    unsigned column;
    str source; // the text of that line, for the excerpt; empty when not known
    const struct place_finder *later; // NULL, or who finds out all this when a message needs it
};

// Who knows places that are not at hand.
struct place_finder {
    // The place that is known to it by the line and column that `place` has.
    struct place (*find)(const struct place_finder *finder, struct place place);
};

// Line and column of byte `offset` of the file `path` that holds `bytes`.
// Walks the file from its start: for messages, not for every word.
struct place place_in(str path, str bytes, size_t offset);

// The place of line `line` (from 1) in `bytes`, without a column.
struct place place_of_line(str path, str bytes, unsigned line);

// A hint whose value is empty ({2} with no second value) is not shown.
struct diagnostic_kind {
    const char *name;
    enum severity severity;
    const char *text[LANGUAGE_COUNT];
    const char *hint[LANGUAGE_COUNT]; // NULL for none
    bool passing; // of how things stand now: the same content may be well the next time
    bool lasting; // of what was done, and can be said but once
};

// DIAGNOSTIC(link_dead, ERROR, "er is geen bestand '{1}'", "there is no file '{1}'",
//            "bedoel je '{2}'?", "did you mean '{2}'?");
//
// The linker lays the addresses of all of them side by side: see diagnostic_kinds.
#define DIAGNOSTIC(name, severity, text_nl, text_en, hint_nl, hint_en) \
    DIAGNOSTIC_KIND(name, severity, text_nl, text_en, hint_nl, hint_en, false, false)

// The same for what need not follow from the content alone: an object of git is not here, a
// file cannot be opened.
#define PASSING_DIAGNOSTIC(name, severity, text_nl, text_en, hint_nl, hint_en) \
    DIAGNOSTIC_KIND(name, severity, text_nl, text_en, hint_nl, hint_en, true, false)

// The same for what this run did and no later one will find: a file gave way to ours.
#define LASTING_DIAGNOSTIC(name, severity, text_nl, text_en, hint_nl, hint_en) \
    DIAGNOSTIC_KIND(name, severity, text_nl, text_en, hint_nl, hint_en, false, true)

#define DIAGNOSTIC_KIND(name, severity, text_nl, text_en, hint_nl, hint_en, passing, lasting) \
    static const struct diagnostic_kind name = {                                              \
        #name, severity, { text_nl, text_en }, { hint_nl, hint_en }, passing, lasting         \
    };                                                                                        \
    static const struct diagnostic_kind *const name##_kind                                    \
        __attribute__((section("diagnostic_table"), used)) = &(name)

// All kinds of the program.  No two have the same name.
const struct diagnostic_kind *const *diagnostic_kinds(size_t *count);

enum { DIAGNOSTIC_VALUES = 4 };
#define VALUES(...) ((const str[DIAGNOSTIC_VALUES]){ __VA_ARGS__ })

struct diagnostics;

struct diagnostics *diagnostics_new(void);
void diagnostics_free(struct diagnostics *diagnostics);

// Records a message; place and values are copied.  `values` is VALUES(...) or
// NULL.  May be called from any thread.
void diagnose(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
              struct place place, const str *values);

// How many of that severity so far.
size_t diagnostics_count(const struct diagnostics *diagnostics, enum severity severity);

// Whether any is of how things stand now: what was made may not be taken for what the content
// makes.
bool diagnostics_passing(const struct diagnostics *diagnostics);

// Forgets all messages but the lasting ones.
void diagnostics_clear(struct diagnostics *diagnostics);

// Adds all messages as bytes, to be given again when what they are about is the
// same; nothing when there are none.
void diagnostics_pack(struct diagnostics *diagnostics, struct buf *to);

// Records the messages that diagnostics_pack has added.  Returns false, with none
// recorded, when the bytes are something else.  Any thread.
bool diagnostics_replay(struct diagnostics *diagnostics, str packed);

// Prints all messages, ordered by path, line, column, name, text: threads do
// not change the report.  As text, a kind is shown at most 20 times a file and
// the rest counted; json (one object a line) and github (workflow commands)
// show all.
void diagnostics_print(struct diagnostics *diagnostics, enum message_form form,
                       enum language language, FILE *to);

// ---- For who does more than print ----

// Adds `text`, which comes from a stranger, fit to be shown: characters that would
// steer a terminal or hide text are made visible.
void buf_add_visible(struct buf *buf, str text);

// Forgets the messages that `keep`, which is asked in the order of printing, does not want;
// they stay counted.  Returns how many went.
typedef bool diagnostics_keep(void *context, enum severity severity, str path);
size_t diagnostics_select(struct diagnostics *diagnostics, diagnostics_keep *keep, void *context);

// A message as everybody may see it: what came from a file, which may be private,
// is left out of it ("…"), and so is a hint with such a part.  Numbers stay.
struct diagnostic_view {
    const char *name;
    enum severity severity;
    str path;
    unsigned line;
    str text;
    str hint; // empty for none
};

// Calls `take` for each message, ordered as they are printed.  What it gets is
// valid during the call.
typedef void diagnostics_take(void *context, const struct diagnostic_view *view);
void diagnostics_each(struct diagnostics *diagnostics, enum language language,
                      diagnostics_take *take, void *context);

// The message that tells why a stage gave up: the last failure, else the last
// error, with its place; empty when there is none.
str diagnostics_reason(struct diagnostics *diagnostics, enum language language,
                       struct arena *arena);
