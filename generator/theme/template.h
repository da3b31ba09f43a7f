// SPDX-License-Identifier: EUPL-1.2
// Inside the theme engine: Mustache text -> tree of nodes -> program -> HTML.
//
//     template_parse    one file, by itself: nodes with their places
//     library_check     names, partials, blocks and texts that do not exist
//     program_compile   a template with its partials, parents and blocks put in,
//                       as a flat list of operations; knows where in HTML it is
//     program_fill      operations and values -> text
//
// A partial is compiled once for each way in which it is used (its place in
// HTML, its indentation, the blocks that are replaced in it).

#pragma once

#include "base/map.h"
#include "theme/markup.h"
#include "theme/theme.h"

// ---- Nodes ----

enum node_kind {
    NODE_TEXT,
    NODE_VALUE,    // {{name}} {{{name}}} {{&name}}
    NODE_SECTION,  // {{#name}}
    NODE_INVERTED, // {{^name}}
    NODE_PARTIAL,  // {{>name}} {{>*name}}
    NODE_PARENT,   // {{<name}} {{<*name}}
    NODE_BLOCK,    // {{$name}}
};

// `a.b.c`, without parts for `.`
struct path {
    const str *parts;
    size_t count;
};

struct node {
    enum node_kind kind;
    bool raw;          // {{{name}}} {{&name}}
    bool dynamic;      // {{>*name}}
    bool alone;        // on a line of its own, which is left out
    bool first;        // begins a line
    bool last_on_line; // of a block: nothing follows its end on the line
    bool reported;     // has had its message
    str text;          // of NODE_TEXT; otherwise the name as written
    struct path path;
    str indent; // spaces before it when it begins a line
    str margin; // of a block: what its lines have in common at the left
    size_t offset;
    size_t body; // where what is in it begins
    struct template *home;
    struct node *up;
    struct node *before;
    struct node *children;
    struct node *last;
    struct node *next;
    struct map *blocks; // of a parent: name -> its NODE_BLOCK
};

struct template
{
    str name;
    str path; // for messages
    str source;
    struct place place; // of a text: where it stands; else { 0 }
    bool is_text;
    bool used;            // a partial or parent of another
    bool reached;         // compiled, with messages
    bool active;          // of a text: being compiled
    struct node *nodes;   // a node whose children are the template's
    struct words *blocks; // its own and those it takes in; NULL until asked
    bool any_block;       // it takes in who knows what
    unsigned seen;        // by which search for blocks
};

// Deeper sections, and longer chains of partials, than this are refused.  After
// so many failures we look no further: every message counts lines from the top.
enum { NESTING_MAX = 32, DEPTH_MAX = 100, FAILURES_MAX = 100 };

// Reads `template->source` into `template->nodes`.  Returns false, with
// messages, when a tag or section is not closed.
bool template_parse(struct arena *arena, struct template *template,
                    struct diagnostics *diagnostics);

struct place node_place(const struct node *node);

// Records a message about `node`, unless it has had one.
void node_diagnose(struct node *node, struct diagnostics *diagnostics,
                   const struct diagnostic_kind *kind, const str *values);

// ---- A theme's templates, while they are compiled ----

// Words to look up, and to go through for the nearest one.
struct words {
    struct map *known;
    const str *at;
    size_t count;
};

struct library {
    struct arena *scratch; // goes when all is compiled
    struct arena *arena;   // stays
    struct template *templates;
    size_t count;
    struct map *by_name; // name -> struct template
    struct template *texts;
    size_t text_count;
    struct map *by_key;  // key -> struct template of a text; NULL: `text.` means nothing
    struct words names;  // allowed ones; `known` NULL: all
    struct words assets; // what `asset.` has besides
    bool checked;        // follow where in HTML we are
    struct diagnostics *diagnostics;
    size_t failures;
    struct map *programs; // key of a program -> struct program
    struct map *envs;     // key of an environment -> struct env
    size_t size;          // of all programs, to bound it
    unsigned searches;    // for blocks
};

struct words words_of(struct arena *arena, const str *at, size_t count);

// Records a message about `node` and counts it.
void library_complain(struct library *library, struct node *node,
                      const struct diagnostic_kind *kind, const str *values);

// What to say about a value that is refused.
const struct diagnostic_kind *refusal_of(enum markup_need need);

// The key that {{text.key}} names, or empty when `node` names no text.
str text_key(const struct library *library, const struct node *node);

// Reports what does not exist.
void library_check(struct library *library);

// ---- Programs ----

enum op_kind { OP_LITERAL, OP_VALUE, OP_SECTION, OP_INVERTED, OP_CALL, OP_DYNAMIC };

enum op_mode {
    MODE_TEXT,      // as buf_add_escaped, VALUE_HTML as it is
    MODE_ATTRIBUTE, // VALUE_HTML too is escaped
    MODE_ADDRESS,   // and the scheme checked
    MODE_RAW,       // nothing is escaped: Mustache's {{{name}}}, without checks
};

struct op {
    uint8_t kind;
    uint8_t mode;
    bool once;     // of a section: at most one item
    uint32_t skip; // of a section: operations inside
    union {
        str literal;
        struct path path;
        const struct program *program;
        const struct choice *choice;
    } as;
};

struct program {
    const struct op *ops;
    size_t count;
    struct markup end;             // where in HTML it ends
    bool failed;                   // refused, in a place where that is no mistake
    bool recursive;                // calls itself
    const struct builder *builder; // while it is being compiled
};

// {{>*name}}: what `path` may name, by name.
struct choice {
    struct path path;
    struct map *programs;
};

// The program of `template`, filled as a page.  With `quiet` there are no messages and
// the result may have `failed`.
const struct program *program_compile(struct library *library, struct template *template,
                                      bool quiet);

void program_fill(const struct program *program, const struct value *context, struct buf *to);

// A template by itself, for trying the language out: no names are unknown, HTML
// is not looked at, {{{name}}} is not escaped.  `partials` have their name as
// path.  Returns NULL, with messages, when it cannot be read.
const struct program *template_compile(struct arena *arena, str source, struct file_list partials,
                                       struct diagnostics *diagnostics);
