// SPDX-License-Identifier: EUPL-1.2
// "Did you mean": the candidate that looks most like what was written.

#pragma once

#include "base/str.h"

// Edit distance (insert, delete, replace, swap neighbours; counted in bytes),
// or `limit` + 1 when it is more.  Texts above 200 bytes count as too far.
unsigned distance(str a, str b, unsigned limit);

// What it costs to replace a byte of `a` by another one; more than `limit`: it is not done.
typedef unsigned distance_replace(str a, char from, char to, unsigned limit);

// The same, where replacing costs what `replace` says.
unsigned distance_by(str a, str b, unsigned limit, distance_replace *replace);

// Feed the candidates one by one; the first of equals wins.
struct nearest {
    str wanted;
    str found; // empty while nothing is near enough
    unsigned distance;
};

struct nearest nearest_start(str wanted);
void nearest_try(struct nearest *nearest, str candidate);
