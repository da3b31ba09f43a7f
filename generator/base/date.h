// SPDX-License-Identifier: EUPL-1.2
// Days of the (proleptic Gregorian) calendar, without time or zone.

#pragma once

#include "base/arena.h"

#include <stdint.h>

// { 0 } is no date.
struct date {
    uint16_t year; // 1 .. 9999
    uint8_t month;
    uint8_t day;
};

bool date_valid(struct date date);

// The day of those numbers, or none where there is no such day.
struct date date_of(unsigned year, unsigned month, unsigned day);
bool date_given(struct date date);

// Orders in time; no date comes first.
int date_compare(struct date a, struct date b);
struct date date_later(struct date a, struct date b);

// The day that comes so many days after the first of January 1970.  The days
// must be fewer than DATE_DAYS_MAX.
enum { DATE_DAYS_MAX = 2932897 };
struct date date_after_days(unsigned days);

// The day after it; none after the last of all.
struct date date_next(struct date date);

// 2026-03-14, as ISO 8601 writes it.
str date_iso(struct arena *arena, struct date date);

// Reads `2026-03-14`, `14-03-2026` (also with `/`), `14 maart 2026`,
// `14 March 2026`, and the first of these followed by a time, which is left
// out.  Returns false for anything else and for days that do not exist.
bool date_read(str text, struct date *date);
