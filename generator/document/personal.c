// SPDX-License-Identifier: EUPL-1.2
#include "document/personal.h"

#include <string.h>

#define HINT_NL                                                                          \
    "is het van iemand zelf? haal het weg, en zeg het tegen de redactie: in git blijft " \
    "het staan"
#define HINT_EN "does it belong to a person? take it out, and tell the editors: it stays in git"

DIAGNOSTIC(personal_email, WARNING, "hier staat een e-mailadres, dat iedereen kan lezen",
           "here is an e-mail address that everybody can read", HINT_NL, HINT_EN);
DIAGNOSTIC(personal_phone, WARNING, "hier staat een telefoonnummer, dat iedereen kan lezen",
           "here is a telephone number that everybody can read", HINT_NL, HINT_EN);
DIAGNOSTIC(personal_account, WARNING, "hier staat een rekeningnummer, dat iedereen kan lezen",
           "here is an account number that everybody can read", HINT_NL, HINT_EN);
DIAGNOSTIC(personal_postcode, WARNING, "hier staat een postcode, die iedereen kan lezen",
           "here is a postcode that everybody can read", HINT_NL, HINT_EN);
DIAGNOSTIC(personal_bsn, WARNING,
           "hier lijkt een burgerservicenummer te staan, dat iedereen kan lezen",
           "here seems to be a citizen service number that everybody can read", HINT_NL, HINT_EN);

// Of one file no more is told.
enum { TOLD_MOST = 10 };

struct looking {
    const struct document *document;
    str bytes;
    struct diagnostics *diagnostics;
    unsigned told;
    size_t line_end; // of the line that was told of last
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

// The character at `i`, or a blank outside the text.
static char at(str text, size_t i)
{
    return i < text.len ? text.at[i] : ' ';
}

// Whether something that begins at `i` is the rest of a word, a number or an address.
static bool goes_on_from(str text, size_t i)
{
    char before = at(text, i - 1);
    if (before == '.' || before == ',')
        return is_digit(at(text, i - 2));
    return is_digit(before) || is_letter(before) || strchr("/-_=#%", before) != NULL ||
           ((unsigned char)before & 0x80) != 0;
}

static bool ends_at(str text, size_t i)
{
    return !is_digit(at(text, i)) && !is_letter(at(text, i)) && at(text, i) != ':';
}

// One message a line is enough: who looks at it sees the rest.
static void tell(struct looking *looking, const struct diagnostic_kind *kind, size_t offset)
{
    if (looking->told == TOLD_MOST || (looking->told > 0 && offset < looking->line_end))
        return;
    const char *end = memchr(looking->bytes.at + offset, '\n', looking->bytes.len - offset);
    looking->line_end = end == NULL ? looking->bytes.len : (size_t)(end - looking->bytes.at);
    looking->told++;
    diagnose(looking->diagnostics, kind,
             place_in(looking->document->full_path, looking->bytes, offset), NULL);
}

// ---- Addresses ----

static bool is_mail_character(char c)
{
    return is_digit(c) || is_letter(c) || (c != '\0' && strchr("._%+-", c) != NULL);
}

// Names that are for examples: nobody gets mail there.
static bool is_reserved(str domain)
{
    return str_ends(domain, STR(".invalid")) || str_ends(domain, STR(".example")) ||
           str_ends(domain, STR(".test"));
}

// Of a name no more than this is looked at, so that many signs cost no more than few.
enum { NAME_MOST = 64, DOMAIN_MOST = 255 };

static void look_at_mail(struct looking *looking, size_t sign)
{
    str text = looking->bytes;
    size_t from = sign;
    size_t to = sign + 1;
    size_t dot = 0;
    while (from > 0 && sign - from < NAME_MOST && is_mail_character(text.at[from - 1]))
        from--;
    for (; to - sign < DOMAIN_MOST && is_mail_character(at(text, to)); to++)
        if (text.at[to] == '.' && is_letter(at(text, to + 1)) && is_letter(at(text, to + 2)))
            dot = to;
    while (to > sign && (text.at[to - 1] == '.' || text.at[to - 1] == '-'))
        to--;
    if (from < sign && dot > sign + 1 && !is_reserved(str_slice(text, sign + 1, to)))
        tell(looking, &personal_email, from);
}

// ---- Numbers ----

enum { DIGITS_MOST = 16, BETWEEN_MOST = 3 };

// Digits with the signs that people write between them.
struct number {
    char digits[DIGITS_MOST];
    size_t count;
    size_t first; // how many stand together at the start
    size_t groups;
    size_t end;
};

static size_t skip_between(str text, size_t i)
{
    size_t end = i;
    while (end - i < BETWEEN_MOST && strchr(" -.()", at(text, end)) != NULL && end < text.len)
        end++;
    return is_digit(at(text, end)) ? end : i;
}

static struct number number_at(str text, size_t i)
{
    struct number number = { .end = i };
    while (is_digit(at(text, number.end)) && number.count < DIGITS_MOST) {
        number.groups++;
        while (is_digit(at(text, number.end)) && number.count < DIGITS_MOST)
            number.digits[number.count++] = text.at[number.end++];
        if (number.groups == 1)
            number.first = number.count;
        number.end = skip_between(text, number.end);
    }
    return number;
}

// 06-12-2024 10 uur: a day, and then something else.
static bool is_day(str text, size_t i)
{
    return at(text, i + 2) == at(text, i + 5) && !is_digit(at(text, i + 2)) &&
           is_digit(at(text, i + 3)) && is_digit(at(text, i + 4)) &&
           (at(text, i + 6) == '1' || at(text, i + 6) == '2') && is_digit(at(text, i + 9)) &&
           !is_digit(at(text, i + 10));
}

// Of a person, as a rule: numbers with 08 and 09 belong to organisations.
static bool is_phone(str text, size_t i, const struct number *number)
{
    const char *digits = number->digits;
    bool abroad = number->count >= 11 && memcmp(digits, "31", 2) == 0 && at(text, i - 1) == '+';
    if (number->count >= 13 && memcmp(digits, "0031", 4) == 0)
        return digits[4] != '8' && digits[4] != '9' && number->count <= 14;
    if (abroad)
        return number->count <= 12 && digits[2] != '8' && digits[2] != '9';
    if (number->count != 10 || digits[0] != '0' || is_day(text, i))
        return false;
    return digits[1] == '6' || (digits[1] >= '1' && digits[1] <= '7' &&
                                (number->first == 3 || number->first == 4 || number->first == 10));
}

// NL91 ABNA 0417 1643 00
static bool is_account(str text, size_t i)
{
    size_t end = i + 2;
    size_t digits = 0;
    if ((at(text, i - 2) | 32) != 'n' || (at(text, i - 1) | 32) != 'l' || goes_on_from(text, i - 2))
        return false;
    end += at(text, end) == ' ';
    for (size_t n = 0; n < 4; n++)
        if (!is_letter(at(text, end++)))
            return false;
    for (; digits < 10 && (is_digit(at(text, end)) || at(text, end) == ' '); end++)
        digits += is_digit(at(text, end));
    return digits == 10;
}

// 1234 AB; after a year may come two capitals too.
static bool is_postcode(str text, size_t i, const struct number *number)
{
    bool spaced = at(text, i + 4) == ' ';
    size_t letters = i + 4 + spaced;
    int thousands = 10 * (number->digits[0] - '0') + number->digits[1] - '0';
    return number->first == 4 && number->digits[0] != '0' && is_capital(at(text, letters)) &&
           is_capital(at(text, letters + 1)) && ends_at(text, letters + 2) &&
           !(spaced && (thousands == 19 || thousands == 20));
}

// Nine digits of which the weighted sum is a multiple of eleven.
static bool is_bsn(const struct number *number)
{
    int sum = -(number->digits[8] - '0');
    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (number->digits[i] - '0');
    return number->count == 9 && number->groups == 1 && sum != 0 && sum % 11 == 0;
}

static size_t look_at_number(struct looking *looking, size_t i)
{
    str text = looking->bytes;
    struct number number = number_at(text, i);
    bool ends = ends_at(text, number.end);
    size_t next = i + number.first;
    if (is_account(text, i))
        tell(looking, &personal_account, i - 2);
    else if (goes_on_from(text, i))
        return next;
    else if (ends && is_phone(text, i, &number))
        tell(looking, &personal_phone, i);
    else if (ends && is_bsn(&number))
        tell(looking, &personal_bsn, i);
    else if (is_postcode(text, i, &number))
        tell(looking, &personal_postcode, i);
    else
        return next;
    return number.end > next ? number.end : next;
}

// ---- The file ----

// Whether one of eight bytes is a digit: from `0` on a sum reaches the highest bit, from
// `9` + 1 on the other does as well.
static bool has_digit(const char *eight)
{
    uint64_t bytes;
    memcpy(&bytes, eight, sizeof bytes);
    uint64_t ascii = bytes & 0x7F7F7F7F7F7F7F7Fu;
    uint64_t differ = (ascii + 0x5050505050505050u) ^ (ascii + 0x4646464646464646u);
    return (differ & ~bytes & 0x8080808080808080u) != 0;
}

static size_t digit_from(str text, size_t i)
{
    while (i < text.len) {
        size_t end = i + 8 <= text.len ? i + 8 : text.len;
        if (end == i + 8 && !has_digit(text.at + i))
            i = end;
        for (; i < end; i++)
            if (is_digit(text.at[i]))
                return i;
    }
    return i;
}

static bool is_told_by_somebody(const struct document *document)
{
    static const enum field_id marks[] = { FIELD_CONSENT, FIELD_NAME_DISPLAY, FIELD_DISPLAY_NAME,
                                           FIELD_PERSPECTIVE, FIELD_REACTION_TO };
    str status = document_text(document, FIELD_STATUS);
    if (str_equal(status, STR("ingetrokken")) || str_equal(status, STR("verdwenen")))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (document_writes(document, marks[i]))
            return true;
    return false;
}

void personal_check(const struct document *document, str bytes, struct diagnostics *diagnostics)
{
    struct looking looking = { document, bytes, diagnostics, 0, 0 };
    if (!is_told_by_somebody(document))
        return;
    for (size_t i = 0; (i = digit_from(bytes, i)) < bytes.len && looking.told < TOLD_MOST;)
        i = look_at_number(&looking, i);
    const char *sign = bytes.at;
    looking.line_end = 0;
    for (; (sign = memchr(sign, '@', (size_t)(bytes.at + bytes.len - sign))) != NULL; sign++)
        look_at_mail(&looking, (size_t)(sign - bytes.at));
}
