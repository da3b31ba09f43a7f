// SPDX-License-Identifier: EUPL-1.2
#include "diagnostics/diagnostics.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "diagnostics/excerpt.h"
#include "diagnostics/message.h"

#include <stdlib.h>
#include <string.h>

// What one line of text output shows of a value, and how often of a kind.
enum { VALUE_BYTES_MAX = 600, SHOWN_OF_KIND_MAX = 20 };

static const char *const severity_names[LANGUAGE_COUNT][SEVERITY_COUNT] = {
    [DUTCH] = { "tip", "let op", "fout", "mislukt" },
    [ENGLISH] = { "note", "warning", "error", "failure" },
};

static const char *const github_names[SEVERITY_COUNT] = { "notice", "warning", "error", "error" };

// ---- Recording ----

static str path_copied(struct diagnostics *diagnostics, str path)
{
    if (path.len == 0)
        return STR("");
    str *known = map_get(diagnostics->paths, path);
    if (known == NULL) {
        known = ARENA_NEW(diagnostics->arena, str);
        *known = arena_copy(diagnostics->arena, path);
        map_put(diagnostics->paths, *known, known);
    }
    return *known;
}

// Values can be as long as a file; a message is not.
static str value_copied(struct arena *arena, str value)
{
    if (value.len <= VALUE_BYTES_MAX)
        return value.len == 0 ? STR("") : arena_copy(arena, value);
    size_t end = VALUE_BYTES_MAX;
    while (end > 0 && ((unsigned char)value.at[end] & 0xC0) == 0x80)
        end--;
    return arena_join(arena, (str[]){ str_slice(value, 0, end), STR("…"), { 0 } });
}

void message_add(struct diagnostics *diagnostics, struct message message)
{
    message.place.path = path_copied(diagnostics, message.place.path);
    LIST_ADD(diagnostics->arena, diagnostics->messages, message);
    atomic_fetch_add(&diagnostics->counts[message.kind->severity], 1);
    if (message.kind->passing)
        atomic_store(&diagnostics->passing, true);
}

void diagnose(struct diagnostics *diagnostics, const struct diagnostic_kind *kind,
              struct place place, const str *values)
{
    if (place.later != NULL)
        place = place.later->find(place.later, place);
    struct excerpt excerpt = excerpt_of(place.source, place.column);
    pthread_mutex_lock(&diagnostics->lock);
    struct arena *arena = diagnostics->arena;
    struct message message = { .kind = kind, .place = place, .caret = excerpt.caret };
    message.place.source = excerpt_copied(arena, excerpt);
    for (size_t i = 0; i < DIAGNOSTIC_VALUES; i++)
        message.values[i] = values == NULL ? STR("") : value_copied(arena, values[i]);
    message_add(diagnostics, message);
    pthread_mutex_unlock(&diagnostics->lock);
}

struct diagnostics *diagnostics_new(void)
{
    struct diagnostics *diagnostics = memory_alloc(sizeof *diagnostics);
    memset(diagnostics, 0, sizeof *diagnostics);
    pthread_mutex_init(&diagnostics->lock, NULL);
    diagnostics->arena = arena_new();
    diagnostics->paths = map_new(diagnostics->arena);
    return diagnostics;
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    if (diagnostics == NULL)
        return;
    pthread_mutex_destroy(&diagnostics->lock);
    arena_free(diagnostics->arena);
    free(diagnostics);
}

size_t diagnostics_count(const struct diagnostics *diagnostics, enum severity severity)
{
    return atomic_load(&diagnostics->counts[severity]);
}

bool diagnostics_passing(const struct diagnostics *diagnostics)
{
    return atomic_load(&diagnostics->passing);
}

// ---- Order ----

static int number_compare(unsigned a, unsigned b)
{
    return (a > b) - (a < b);
}

static int text_compare(const struct message *a, const struct message *b)
{
    int order = strcmp(a->kind->name, b->kind->name);
    for (size_t i = 0; order == 0 && i < DIAGNOSTIC_VALUES; i++)
        order = str_compare(a->values[i], b->values[i]);
    // Two checks may share a name.
    if (order == 0)
        order = strcmp(a->kind->text[DUTCH], b->kind->text[DUTCH]);
    return order == 0 ? str_compare(a->place.source, b->place.source) : order;
}

static int message_compare(const void *left, const void *right)
{
    const struct message *a = left;
    const struct message *b = right;
    int order =
        a->place.path.at == b->place.path.at ? 0 : str_compare(a->place.path, b->place.path);
    if (order == 0)
        order = number_compare(a->place.line, b->place.line);
    if (order == 0)
        order = number_compare(a->place.column, b->place.column);
    return order == 0 ? text_compare(a, b) : order;
}

// ---- Wording ----

// The number in `{1}` .. `{4}` at the start of `text`, else 0.
static size_t slot_at(const char *text)
{
    bool slot =
        text[0] == '{' && text[1] >= '1' && text[1] <= '0' + DIAGNOSTIC_VALUES && text[2] == '}';
    return slot ? (size_t)(text[1] - '0') : 0;
}

static void fill(struct buf *to, const char *text, const str *values)
{
    buf_clear(to);
    while (*text != '\0') {
        size_t slot = slot_at(text);
        if (slot != 0)
            buf_add(to, values[slot - 1]);
        else
            buf_add_char(to, *text);
        text += slot != 0 ? 3 : 1;
    }
}

static const char *wording(const char *const texts[LANGUAGE_COUNT], enum language language)
{
    return texts[language] != NULL ? texts[language] : texts[DUTCH];
}

static bool hint_shown(const char *hint, const str *values)
{
    if (hint == NULL)
        return false;
    for (; *hint != '\0'; hint++) {
        size_t slot = slot_at(hint);
        if (slot != 0 && values[slot - 1].len == 0)
            return false;
    }
    return true;
}

// A message in words, while it is printed.
struct wording {
    struct buf text;
    struct buf hint; // empty for none
};

static void word(struct wording *words, const struct message *message, enum language language)
{
    fill(&words->text, wording(message->kind->text, language), message->values);
    const char *hint = wording(message->kind->hint, language);
    fill(&words->hint, hint_shown(hint, message->values) ? hint : "", message->values);
}

// ---- Text ----

static void text_place(struct buf *out, const struct place *place)
{
    if (place->path.len == 0)
        return;
    buf_add_visible(out, place->path);
    if (place->line > 0)
        buf_add_format(out, ":%u", place->line);
    if (place->line > 0 && place->column > 0)
        buf_add_format(out, ":%u", place->column);
    buf_add(out, STR(": "));
}

static void text_excerpt(struct buf *out, const struct message *message)
{
    if (message->place.source.len == 0 || message->place.line == 0)
        return;
    int width = snprintf(NULL, 0, "%4u", message->place.line);
    buf_add_format(out, "%*u | ", width, message->place.line);
    buf_add_visible(out, message->place.source);
    buf_add_char(out, '\n');
    if (message->caret == 0)
        return;
    buf_add_format(out, "%*s | ", width, "");
    buf_add_indent_below(out, message->place.source, message->caret);
    buf_add(out, STR("^\n"));
}

static void text_message(struct buf *out, const struct message *message,
                         const struct wording *words, enum language language)
{
    text_place(out, &message->place);
    buf_add(out, str_from_c(severity_names[language][message->kind->severity]));
    buf_add(out, STR(": "));
    buf_add_visible(out, buf_view(&words->text));
    buf_add_format(out, " [%s]\n", message->kind->name);
    text_excerpt(out, message);
    if (words->hint.len > 0) {
        buf_add(out, STR("   hint: "));
        buf_add_visible(out, buf_view(&words->hint));
        buf_add_char(out, '\n');
    }
}

// ---- JSON ----

static void json_text(struct buf *out, str text)
{
    buf_add_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t character = utf8_next(text, &at);
        if (character == '"' || character == '\\')
            buf_add_format(out, "\\%c", (int)character);
        else if (character == '\n')
            buf_add(out, STR("\\n"));
        else if (character_hidden(character))
            buf_add_format(out, "\\u%04x", (unsigned)character);
        else
            buf_add_character(out, character);
    }
    buf_add_char(out, '"');
}

static void json_message(struct buf *out, const struct message *message,
                         const struct wording *words)
{
    const struct place *place = &message->place;
    buf_add_format(out, "{\"name\":\"%s\",\"severity\":\"%s\",\"path\":", message->kind->name,
                   severity_names[ENGLISH][message->kind->severity]);
    json_text(out, place->path);
    buf_add_format(out, ",\"line\":%u,\"column\":%u,\"message\":", place->line, place->column);
    json_text(out, buf_view(&words->text));
    buf_add(out, STR(",\"hint\":"));
    json_text(out, buf_view(&words->hint));
    buf_add(out, STR("}\n"));
}

// ---- GitHub workflow commands ----

// A property (file=...) has `:` and `,` escaped as well.
static void github_text(struct buf *out, str text, bool property)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t character = utf8_next(text, &at);
        bool coded = character == '%' || character == '\r' || character == '\n' ||
                     (property && (character == ':' || character == ','));
        if (coded)
            buf_add_format(out, "%%%02X", (unsigned)character);
        else
            buf_add_character(out, character_visible(character));
    }
}

static void github_message(struct buf *out, const struct message *message,
                           const struct wording *words)
{
    const struct place *place = &message->place;
    buf_add_format(out, "::%s ", github_names[message->kind->severity]);
    if (place->path.len > 0) {
        buf_add(out, STR("file="));
        github_text(out, place->path, true);
        buf_add_char(out, ',');
    }
    if (place->line > 0)
        buf_add_format(out, "line=%u,", place->line);
    if (place->line > 0 && place->column > 0)
        buf_add_format(out, "col=%u,", place->column);
    buf_add_format(out, "title=%s::", message->kind->name);
    github_text(out, buf_view(&words->text), false);
    if (words->hint.len > 0)
        buf_add(out, STR("%0A"));
    github_text(out, buf_view(&words->hint), false);
    buf_add_char(out, '\n');
}

// ---- The report ----

struct report {
    enum message_form form;
    enum language language;
    FILE *to;
    struct buf out;
    struct wording words;
};

static void report_flush(struct report *report)
{
    str out = buf_view(&report->out);
    fwrite(out.at, 1, out.len, report->to);
    buf_clear(&report->out);
}

static void report_message(struct report *report, const struct message *message)
{
    word(&report->words, message, report->language);
    switch (report->form) {
    case MESSAGES_TEXT:
        text_message(&report->out, message, &report->words, report->language);
        break;
    case MESSAGES_JSON:
        json_message(&report->out, message, &report->words);
        break;
    case MESSAGES_GITHUB:
        github_message(&report->out, message, &report->words);
        break;
    }
    if (report->out.len > 64 * 1024)
        report_flush(report);
}

// How often a kind occurs in one file.
struct tally {
    const char *name;
    size_t count;
};

static struct tally *tally_of(struct arena *arena, struct map *tallies, const char *name)
{
    struct tally *tally = map_get(tallies, str_from_c(name));
    if (tally == NULL) {
        tally = ARENA_NEW(arena, struct tally);
        tally->name = name;
        map_put(tallies, str_from_c(name), tally);
    }
    return tally;
}

static void report_more(struct report *report, const struct tally *tally)
{
    size_t more = tally->count - SHOWN_OF_KIND_MAX;
    if (report->language == DUTCH)
        buf_add_format(&report->out, "... en nog %zu keer [%s] in dit bestand\n", more,
                       tally->name);
    else
        buf_add_format(&report->out, "... and %zu more of [%s] in this file\n", more, tally->name);
}

// The messages of one file: all, or as text the first ones of each kind.
static void report_file(struct report *report, const struct message *messages, size_t count)
{
    bool all = report->form != MESSAGES_TEXT || messages[0].place.path.len == 0;
    struct arena *arena = arena_new();
    struct map *tallies = map_new(arena);
    LIST(struct tally *) exceeded = { 0 };

    for (size_t i = 0; i < count; i++) {
        struct tally *tally = tally_of(arena, tallies, messages[i].kind->name);
        tally->count++;
        if (all || tally->count <= SHOWN_OF_KIND_MAX)
            report_message(report, &messages[i]);
        else if (tally->count == SHOWN_OF_KIND_MAX + 1)
            LIST_ADD(arena, exceeded, tally);
    }
    for (size_t i = 0; i < exceeded.count; i++)
        report_more(report, exceeded.at[i]);
    arena_free(arena);
}

static void sort(struct diagnostics *diagnostics)
{
    if (diagnostics->messages.count > 1)
        qsort(diagnostics->messages.at, diagnostics->messages.count, sizeof(struct message),
              message_compare);
}

void diagnostics_print(struct diagnostics *diagnostics, enum message_form form,
                       enum language language, FILE *to)
{
    struct report report = { .form = form, .language = language, .to = to };
    pthread_mutex_lock(&diagnostics->lock);
    struct message *messages = diagnostics->messages.at;
    size_t count = diagnostics->messages.count;
    sort(diagnostics);
    for (size_t from = 0, end; from < count; from = end) {
        for (end = from + 1; end < count; end++)
            if (messages[end].place.path.at != messages[from].place.path.at)
                break;
        report_file(&report, messages + from, end - from);
    }
    pthread_mutex_unlock(&diagnostics->lock);

    report_flush(&report);
    buf_release(&report.out);
    buf_release(&report.words.text);
    buf_release(&report.words.hint);
}

// ---- For who does more than print ----

size_t diagnostics_select(struct diagnostics *diagnostics, diagnostics_keep *keep, void *context)
{
    pthread_mutex_lock(&diagnostics->lock);
    struct message *messages = diagnostics->messages.at;
    size_t count = diagnostics->messages.count;
    size_t kept = 0;
    sort(diagnostics);
    for (size_t i = 0; i < count; i++)
        if (keep(context, messages[i].kind->severity, messages[i].place.path))
            messages[kept++] = messages[i];
    diagnostics->messages.count = kept;
    pthread_mutex_unlock(&diagnostics->lock);
    return count - kept;
}

static bool is_number(str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
    return value.len > 0;
}

// The message without what came from a file.
static struct message bare(const struct message *message)
{
    struct message result = *message;
    for (size_t i = 0; i < DIAGNOSTIC_VALUES; i++)
        if (!is_number(result.values[i]))
            result.values[i] = STR("…");
    return result;
}

static bool has_slot(const char *hint)
{
    for (; hint != NULL && *hint != '\0'; hint++)
        if (slot_at(hint) != 0)
            return true;
    return false;
}

void diagnostics_each(struct diagnostics *diagnostics, enum language language,
                      diagnostics_take *take, void *context)
{
    struct wording words = { 0 };
    pthread_mutex_lock(&diagnostics->lock);
    sort(diagnostics);
    for (size_t i = 0; i < diagnostics->messages.count; i++) {
        struct message message = bare(&diagnostics->messages.at[i]);
        word(&words, &message, language);
        struct diagnostic_view view = {
            .name = message.kind->name,
            .severity = message.kind->severity,
            .path = message.place.path,
            .line = message.place.line,
            .text = buf_view(&words.text),
            .hint =
                has_slot(wording(message.kind->hint, language)) ? STR("") : buf_view(&words.hint),
        };
        take(context, &view);
    }
    pthread_mutex_unlock(&diagnostics->lock);
    buf_release(&words.text);
    buf_release(&words.hint);
}

static const struct message *last_of(const struct diagnostics *diagnostics, enum severity severity)
{
    for (size_t i = diagnostics->messages.count; i-- > 0;)
        if (diagnostics->messages.at[i].kind->severity == severity)
            return &diagnostics->messages.at[i];
    return NULL;
}

str diagnostics_reason(struct diagnostics *diagnostics, enum language language, struct arena *arena)
{
    struct wording words = { 0 };
    struct buf out = { 0 };
    pthread_mutex_lock(&diagnostics->lock);
    const struct message *message = last_of(diagnostics, FAILURE);
    if (message == NULL)
        message = last_of(diagnostics, ERROR);
    if (message != NULL) {
        word(&words, message, language);
        text_place(&out, &message->place);
        buf_add_visible(&out, buf_view(&words.text));
    }
    pthread_mutex_unlock(&diagnostics->lock);
    str reason = arena_copy(arena, buf_view(&out));
    buf_release(&out);
    buf_release(&words.text);
    buf_release(&words.hint);
    return reason;
}
