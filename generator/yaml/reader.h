// SPDX-License-Identifier: EUPL-1.2
// One text being read: its lines, for the places, and what is said when libyaml
// gives up (private to yaml).

#pragma once

#include "base/list.h"
#include "yaml/yaml.h"

#include <yaml.h>

struct reader {
    struct arena *arena;
    str path;
    str text; // a copy in the arena
    unsigned first_line;
    LIST(size_t) lines;              // where each line of `text` begins
    size_t nodes;                    // made so far
    struct diagnostics *diagnostics; // NULL to be silent
    yaml_parser_t parser;            // see events_read
};

void reader_open(struct reader *reader, str text, unsigned first_line);

// The line with that number of libyaml (from 0), without its end.
str reader_line(const struct reader *reader, size_t number);

struct place reader_place(const struct reader *reader, yaml_mark_t mark);

struct yaml_node *reader_node(struct reader *reader, enum yaml_type type, struct place place);

void reader_report(struct reader *reader, const struct diagnostic_kind *kind, yaml_mark_t mark,
                   const str *values);

// The line of `mark` with all that follows the mark in quotes.
str reader_quoted_from(const struct reader *reader, yaml_mark_t mark);

// An anchor (&name) or alias (*name) at the mark; a tag (!name).
void reader_refuse_name(struct reader *reader, yaml_mark_t mark);
void reader_refuse_tag(struct reader *reader, yaml_mark_t mark);

// Says in words that a contributor understands why libyaml stopped.
void reader_problem(struct reader *reader);
