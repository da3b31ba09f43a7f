// SPDX-License-Identifier: EUPL-1.2
#include "document/publication.h"

#include "document/encoding.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

// The line from where a key may begin, in whatever signs it stands: `status: x`,
// `{ "Status" = x`, `- status:x`.
static str from_letter(str line)
{
    size_t at = 0;
    while (at < line.len && !is_letter(line.at[at]))
        at++;
    return str_after(line, at);
}

// Whether the line begins with a word of small letters, whatever letters it has itself.
// Most differ in the first one.
static bool begins_with(str line, const char *word)
{
    if (line.len == 0 || (line.at[0] | 32) != word[0])
        return false;
    size_t len = strlen(word);
    return line.len >= len && strncasecmp(line.at, word, len) == 0;
}

// Whether the key is of that name.
static bool begins_with_key(str line, const char *key, str *value)
{
    str name = str_from_c(key);
    if (!begins_with(line, key))
        return false;
    str rest = str_after(line, name.len);
    size_t sign = 0;
    while (sign < rest.len &&
           (rest.at[sign] == ' ' || rest.at[sign] == '"' || rest.at[sign] == '\''))
        sign++;
    if (sign == rest.len || (rest.at[sign] != ':' && rest.at[sign] != '='))
        return false;
    *value = str_trim(str_after(rest, sign + 1));
    return true;
}

static bool says_no(str value)
{
    static const char *const words[] = { "false", "no", "nee", "off", "uit" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (value.len == str_from_c(words[i]).len &&
            strncasecmp(value.at, words[i], value.len) == 0)
            return true;
    return false;
}

// "inhoudsnotites:", "waarschuwingen:", "trigger:": a note that a reader would
// miss.
static bool notes_missed(const struct document *document, str line)
{
    static const char *const starts[] = { "inhoudsno", "inhoudswa", "waarschuw", "trigger",
                                          "content_n", "content_w", "contentwa", "contentno" };
    str value;
    if (document_writes(document, FIELD_CONTENT_NOTES))
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (begins_with(line, starts[i]))
            return str_cut(line, ':', &line, &value) && str_trim(value).len > 0;
    return false;
}

// Whether the first letter is that of one of the words below: all lines are looked at, and
// most are about something else.
static bool begins_as_a_key(str key)
{
    return key.len > 0 && strchr("stcdpiw", key.at[0] | 32) != NULL;
}

// A form that nobody filled in yet, of a text that says itself that it is to wait.
static bool consent_waits(const struct document *document, str value)
{
    str status = document_text(document, FIELD_STATUS);
    return (value.len == 0 || value.at[0] == '#') &&
           (str_equal(status, STR("concept")) || str_equal(status, STR("ter-redactie")));
}

// A line about publication that none of the fields accounts for.
static bool line_unclear(const struct document *document, str line)
{
    str value;
    str key = from_letter(line);
    if (!begins_as_a_key(key))
        return false;
    if (begins_with_key(key, "status", &value) || begins_with_key(key, "stand", &value))
        return document_field(document, FIELD_STATUS) == NULL;
    if (begins_with_key(key, "toestemming", &value) || begins_with_key(key, "consent", &value))
        return document_field(document, FIELD_CONSENT) == NULL && !consent_waits(document, value);
    if (begins_with_key(key, "draft", &value))
        return !says_no(value);
    if (notes_missed(document, line))
        return true;
    return begins_with_key(key, "published", &value) && says_no(value);
}

// Cuts at the end of the first line, however it ends.
static str line_next(str *rest)
{
    size_t end = 0;
    while (end < rest->len && rest->at[end] != '\n' && rest->at[end] != '\r')
        end++;
    str line = str_slice(*rest, 0, end);
    *rest = str_after(*rest, end + 1);
    return line;
}

bool publication_unclear(const struct document *document, str matter, str body)
{
    str rest = document->has_front_matter ? matter : body;
    while (rest.len > 0) {
        str line = line_next(&rest);
        if (line_unclear(document, line))
            return true;
        if (!document->has_front_matter && str_trim(line).len == 0)
            return false;
    }
    return false;
}

// The word of a value: without quotes, and without what comes after it.
static str first_word(str value)
{
    size_t from = 0;
    while (from < value.len && (value.at[from] == '"' || value.at[from] == '\''))
        from++;
    size_t to = from;
    while (to < value.len && (is_letter(value.at[to]) || value.at[to] == '-'))
        to++;
    return str_slice(value, from, to);
}

static bool hides(str status)
{
    static const char *const words[] = { "concept",      "draft",     "klad",
                                         "ter-redactie", "in-review", "review",
                                         "ingetrokken",  "withdrawn", "teruggetrokken",
                                         "verdwenen",    "gone",      "verwijderd" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (status.len == str_from_c(words[i]).len &&
            strncasecmp(words[i], status.at, status.len) == 0)
            return true;
    return false;
}

static bool says_withheld(str bytes)
{
    str value;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_after(bytes, 3);
    str fence = str_trim(line_next(&bytes));
    if (!str_equal(fence, STR("---")) && !str_equal(fence, STR("+++")))
        return false;
    while (bytes.len > 0) {
        str line = line_next(&bytes);
        if (str_equal(str_trim(line), fence))
            return false;
        str key = from_letter(line);
        if (begins_with_key(key, "status", &value) && hides(first_word(value)))
            return true;
        if (begins_with_key(key, "draft", &value) && !says_no(first_word(value)))
            return true;
    }
    return false;
}

bool document_withheld(str bytes)
{
    if (!text_is_utf16(bytes))
        return says_withheld(bytes);
    struct arena *arena = arena_new();
    bool withheld = says_withheld(text_from_utf16(arena, bytes));
    arena_free(arena);
    return withheld;
}
