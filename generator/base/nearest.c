// SPDX-License-Identifier: EUPL-1.2
#include "base/nearest.h"

enum { LENGTH_MAX = 200 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned replace_any(str a, char from, char to, unsigned limit)
{
    (void)a;
    (void)limit;
    return from != to;
}

unsigned distance(str a, str b, unsigned limit)
{
    return distance_by(a, b, limit, replace_any);
}

// Three rows of the table of optimal string alignment.
unsigned distance_by(str a, str b, unsigned limit, distance_replace *replace)
{
    unsigned rows[3][LENGTH_MAX + 1];
    size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (apart > limit || a.len > LENGTH_MAX || b.len > LENGTH_MAX)
        return limit + 1;

    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3];
        const unsigned *above2 = rows[(i + 1) % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + replace(a, a.at[i - 1], b.at[j - 1], limit));
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                row[j] = least(row[j], above2[j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > limit)
            return limit + 1;
    }
    return least(rows[a.len % 3][b.len], limit + 1);
}

struct nearest nearest_start(str wanted)
{
    // A third of the letters may be wrong, at most three.
    unsigned limit = wanted.len < 3 ? 0 : wanted.len < 9 ? (unsigned)(wanted.len + 2) / 4 : 3;
    return (struct nearest){ .wanted = wanted, .found = { "", 0 }, .distance = limit + 1 };
}

void nearest_try(struct nearest *nearest, str candidate)
{
    if (nearest->distance == 0)
        return;
    unsigned far = distance(nearest->wanted, candidate, nearest->distance - 1);
    if (far < nearest->distance) {
        nearest->distance = far;
        nearest->found = candidate;
    }
}
