// SPDX-License-Identifier: EUPL-1.2
#include "base/date.h"

#include <strings.h>

static const char *const months[][3] = {
    { "januari", "january", "jan" },
    { "februari", "february", "feb" },
    { "maart", "march", "mrt" },
    { "april", "april", "apr" },
    { "mei", "may", "mei" },
    { "juni", "june", "jun" },
    { "juli", "july", "jul" },
    { "augustus", "august", "aug" },
    { "september", "september", "sep" },
    { "oktober", "october", "okt" },
    { "november", "november", "nov" },
    { "december", "december", "dec" },
};

static bool is_leap(unsigned year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned month_days(unsigned year, unsigned month)
{
    static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

static bool is_day(unsigned year, unsigned month, unsigned day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= month_days(year, month);
}

bool date_valid(struct date date)
{
    return is_day(date.year, date.month, date.day);
}

struct date date_of(unsigned year, unsigned month, unsigned day)
{
    if (!is_day(year, month, day))
        return (struct date){ 0 };
    return (struct date){ (uint16_t)year, (uint8_t)month, (uint8_t)day };
}

bool date_given(struct date date)
{
    return date.year != 0;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_later(struct date a, struct date b)
{
    return date_compare(a, b) < 0 ? b : a;
}

// Four centuries always have the same number of days.  A year that begins in March
// ends with the day that leap years have more, and its months have 31, 30, 31, 30 and
// 31 days, again and again.
enum { CENTURIES_YEARS = 400, CENTURIES_DAYS = 146097, DAYS_TO_1970 = 719468 };

struct date date_after_days(unsigned days)
{
    days += DAYS_TO_1970; // since the first of March of the year 0
    unsigned centuries = days / CENTURIES_DAYS;
    days %= CENTURIES_DAYS;
    unsigned year = (days - days / 1460 + days / 36524 - days / (CENTURIES_DAYS - 1)) / 365;
    days -= 365 * year + year / 4 - year / 100;
    unsigned month = (5 * days + 2) / 153; // from March, which is 0
    days -= (153 * month + 2) / 5;
    year += centuries * CENTURIES_YEARS + (month >= 10);
    return date_of(year, month < 10 ? month + 3 : month - 9, days + 1);
}

struct date date_next(struct date date)
{
    struct date next = date_of(date.year, date.month, date.day + 1U);
    if (!date_given(next))
        next = date_of(date.year, date.month + 1U, 1);
    return date_given(next) ? next : date_of(date.year + 1U, 1, 1);
}

str date_iso(struct arena *arena, struct date date)
{
    char text[] = "0000-00-00";
    unsigned digits = date.year * 10000u + date.month * 100u + date.day;
    for (size_t i = sizeof text - 1; i-- > 0; digits /= text[i] == '-' ? 1 : 10)
        if (text[i] != '-')
            text[i] = (char)('0' + digits % 10);
    return arena_copy(arena, (str){ text, sizeof text - 1 });
}

static bool month_read(str text, unsigned *month)
{
    for (unsigned i = 0; i < 12; i++)
        for (unsigned form = 0; form < 3; form++) {
            str name = str_from_c(months[i][form]);
            if (name.len == text.len && strncasecmp(name.at, text.at, name.len) == 0) {
                *month = i + 1;
                return true;
            }
        }
    return false;
}

// Cuts at the first of the characters in `separators` and skips the run.
static bool part(str *rest, const char *separators, str *taken)
{
    str text = *rest;
    for (size_t i = 0; i < text.len; i++)
        for (const char *separator = separators; *separator != '\0'; separator++)
            if (text.at[i] == *separator) {
                *taken = str_slice(text, 0, i);
                *rest = str_trim(str_after(text, i + 1));
                return true;
            }
    return false;
}

static str without_time(str text)
{
    bool timed = text.len > 10 && text.at[4] == '-' && (text.at[10] == 'T' || text.at[10] == ' ');
    return timed ? str_slice(text, 0, 10) : text;
}

bool date_read(str text, struct date *date)
{
    str first;
    str second;
    str third = without_time(str_trim(text));
    if (!part(&third, "-/ ", &first) || !part(&third, "-/ ", &second))
        return false;

    unsigned numbers[3];
    str year = first.len == 4 ? first : third;
    str day = first.len == 4 ? third : first;
    if (year.len != 4 || day.len > 2 || !str_to_number(year, &numbers[0]) ||
        !str_to_number(day, &numbers[2]))
        return false;
    if (!(second.len <= 2 && str_to_number(second, &numbers[1])) &&
        !month_read(second, &numbers[1]))
        return false;
    if (!is_day(numbers[0], numbers[1], numbers[2]))
        return false;
    *date = date_of(numbers[0], numbers[1], numbers[2]);
    return true;
}
