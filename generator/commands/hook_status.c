// SPDX-License-Identifier: EUPL-1.2
// What everybody may read about a build.  Stories that are not published have
// names and texts that are no one's business, and so have parts of those that
// are: of a file that is not on the site messages are counted only, and what came
// from any file is left out of them.
#include "commands/hook.h"

#include "base/buf.h"
#include "base/html.h"
#include "base/path.h"
#include "render/render.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PAGE STATUS_ADDRESS "index.html"
#define RECORD "bouw.json"
#define PAGE_MARK "<!-- doorleefd: bouwstatus -->"
#define RECORD_MARK "\"generator\":\"doorleefd\""

enum { MESSAGES_MOST = 500, REVISION_SHOWN = 10 };

// ---- Whose messages may be seen ----

struct shown {
    const struct build_made *made; // NULL for nothing
    struct texts *texts;           // of it that are on the site; NULL: not asked for yet
    LIST(struct status_file) files;
    LIST(struct status_message) messages; // of the last file
    size_t count;
    size_t elsewhere;
    struct arena *arena;
};

// The settings and the theme say nothing about anyone.
static bool is_of_site(str path)
{
    bool theme = str_starts(path, STR("theme/")) || str_find(path, STR("/theme/"), 0) != STR_NONE;
    return str_equal(path_name(path), STR("site.yaml")) ||
           (theme && (str_ends(path, STR(".mustache")) || str_ends(path, STR(".yaml"))));
}

static bool is_public(struct shown *shown, str path)
{
    if (is_of_site(path))
        return true;
    if (shown->made == NULL)
        return false;
    if (shown->texts == NULL)
        shown->texts = texts_shown(shown->arena, shown->made);
    return texts_have_path(shown->texts, shown->arena, path);
}

static void end_file(struct shown *shown)
{
    if (shown->files.count == 0)
        return;
    struct status_file *file = &shown->files.at[shown->files.count - 1];
    file->messages = shown->messages.at;
    file->count = shown->messages.count;
    memset(&shown->messages, 0, sizeof shown->messages);
}

static void take_message(void *context, const struct diagnostic_view *view)
{
    struct shown *shown = context;
    if (view->severity == NOTE)
        return;
    if (!is_public(shown, view->path) || shown->count == MESSAGES_MOST) {
        shown->elsewhere++;
        return;
    }
    shown->count++;
    if (shown->files.count == 0 ||
        !str_equal(shown->files.at[shown->files.count - 1].path, view->path)) {
        end_file(shown);
        LIST_ADD(shown->arena, shown->files,
                 ((struct status_file){ .path = arena_copy(shown->arena, view->path) }));
    }
    struct status_message message = {
        .text = arena_copy(shown->arena, view->text),
        .hint = arena_copy(shown->arena, view->hint),
        .line = view->line,
        .error = view->severity >= ERROR,
    };
    LIST_ADD(shown->arena, shown->messages, message);
}

// ---- The record, for programs ----

static void add_message(struct buf *to, str path, const struct status_message *message)
{
    buf_add_format(to, "  {\"severity\":\"%s\",\"path\":", message->error ? "error" : "warning");
    buf_add_json(to, path);
    buf_add_format(to, ",\"line\":%u,\"message\":", message->line);
    buf_add_json(to, message->text);
    buf_add(to, STR(",\"hint\":"));
    buf_add_json(to, message->hint);
    buf_add_char(to, '}');
}

// 2026-11-22T14:02:03+01:00
static void add_moment(struct buf *to, const struct tm *local)
{
    char text[32];
    if (strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z", local) != 24)
        return;
    buf_add(to, (str){ text, 22 });
    buf_add_char(to, ':');
    buf_add(to, (str){ text + 22, 2 });
}

static void add_record(struct buf *to, const struct status *status, const struct tm *local,
                       const struct build_result *result)
{
    buf_add(to, STR("{" RECORD_MARK ",\"published\":"));
    buf_add(to, result->published ? STR("true") : STR("false"));
    buf_add(to, STR(",\"time\":\""));
    add_moment(to, local);
    buf_add(to, STR("\",\"revision\":"));
    buf_add_json(to, status->revision);
    buf_add_format(to,
                   ",\n \"pages\":%zu,\"updated\":%zu,\"removed\":%zu,\"errors\":%zu,"
                   "\"warnings\":%zu,\"elsewhere\":%zu,\n \"messages\":[",
                   result->pages, status->pages_written, status->pages_removed, status->errors,
                   status->warnings, status->elsewhere);
    bool first = true;
    for (size_t i = 0; i < status->file_count; i++)
        for (size_t m = 0; m < status->files[i].count; m++) {
            buf_add(to, first ? STR("\n") : STR(",\n"));
            add_message(to, status->files[i].path, &status->files[i].messages[m]);
            first = false;
        }
    buf_add(to, STR("]}\n"));
}

// ---- A page without a theme ----

static void add_line(struct buf *to, const char *tag, const char *text)
{
    buf_add_format(to, "<%s>", tag);
    buf_add_escaped(to, str_from_c(text));
    buf_add_format(to, "</%s>\n", tag);
}

static void add_plain_messages(struct buf *to, const struct status *status)
{
    for (size_t i = 0; i < status->file_count; i++) {
        buf_add(to, STR("<h2>"));
        buf_add_escaped(to, status->files[i].path);
        buf_add(to, STR("</h2>\n<ul>\n"));
        for (size_t m = 0; m < status->files[i].count; m++) {
            const struct status_message *message = &status->files[i].messages[m];
            buf_add_format(to, "<li>%u: ", message->line);
            buf_add_escaped(to, message->text);
            buf_add_char(to, ' ');
            buf_add_escaped(to, message->hint);
            buf_add(to, STR("</li>\n"));
        }
        buf_add(to, STR("</ul>\n"));
    }
}

static void add_plain_page(struct buf *to, const struct hook *hook, const struct status *status,
                           const struct build_result *result)
{
    buf_add_format(to,
                   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"robots\" content=\"noindex\">\n",
                   hook_said(hook, "nl", "en"));
    add_line(to, "title", hook_said(hook, "Bouwstatus", "Build status"));
    buf_add(to, STR("</head>\n<body>\n<main>\n"));
    add_line(to, "h1", hook_said(hook, "Bouwstatus", "Build status"));
    add_line(to, "p",
             result->published
                 ? hook_said(hook, "De site is bijgewerkt.", "The site was updated.")
                 : hook_said(hook,
                             "Het bijwerken is niet gelukt; de site is zoals hij was. De reden "
                             "staat op het scherm van wie het laatst iets pushte.",
                             "The update failed; the site is as it was. The reason is on the "
                             "screen of who pushed last."));
    char moment[64];
    snprintf(moment, sizeof moment, "%u-%02u-%02u %.*s, %.*s", status->date.year,
             status->date.month, status->date.day, STR_ARGS(status->time),
             STR_ARGS(status->revision));
    add_line(to, "p", moment);
    add_plain_messages(to, status);
    buf_add(to, STR("<p><a href=\"../\">"));
    buf_add(to, str_from_c(hook_said(hook, "Naar de site", "To the site")));
    buf_add(to, STR("</a></p>\n</main>\n</body>\n</html>\n"));
}

// ---- Both ----

static struct status status_of(struct shown *shown, const struct tm *local,
                               const struct build_result *result)
{
    char text[8] = "";
    strftime(text, sizeof text, "%H:%M", local);
    return (struct status){
        .date = date_of((unsigned)local->tm_year + 1900, (unsigned)local->tm_mon + 1,
                        (unsigned)local->tm_mday),
        .time = arena_copy(shown->arena, str_from_c(text)),
        .revision = str_slice(result->revision, 0, REVISION_SHOWN),
        .pages_written = result->counts.pages_written,
        .pages_removed = result->counts.pages_removed,
        .errors = result->errors,
        .warnings = result->warnings,
        .elsewhere = shown->elsewhere,
        .files = shown->files.at,
        .file_count = shown->files.count,
    };
}

static void put(struct hook *hook, const struct build_made *made, const struct status *status,
                const struct tm *local, const struct build_result *result)
{
    const char *folder = hook->options->output;
    struct buf record = { 0 };
    struct buf page = { 0 };
    add_record(&record, status, local, result);
    if (made == NULL || !render_status(made->site, made->theme, status, hook->arena, &page))
        add_plain_page(&page, hook, status, result);
    buf_add(&page, STR(PAGE_MARK "\n"));
    // A page of the site in the same place goes before ours.
    if (made == NULL || !output_made(made->output, STR(RECORD)))
        output_put_beside(folder, STR(RECORD), buf_view(&record), STR(RECORD_MARK), hook->aside);
    if (made == NULL || !output_made(made->output, STR(PAGE)))
        output_put_beside(folder, STR(PAGE), buf_view(&page), STR(PAGE_MARK), hook->aside);
    buf_release(&record);
    buf_release(&page);
}

static void write_both(struct hook *hook, const struct build_made *made,
                       const struct build_result *result)
{
    struct tm local;
    time_t now = time(NULL);
    struct shown shown = { .made = made, .arena = arena_new() };
    diagnostics_each(hook->diagnostics, hook->options->language, take_message, &shown);
    end_file(&shown);
    if (localtime_r(&now, &local) != NULL) {
        struct status status = status_of(&shown, &local, result);
        put(hook, made, &status, &local, result);
    }
    arena_free(shown.arena);
}

void hook_status_take(void *context, const struct build_made *made)
{
    struct hook *hook = context;
    if (hook->options->no_status)
        hook_status_remove(hook->options->output);
    else
        write_both(hook, made, made->result);
}

void hook_status_failed(struct hook *hook, const struct build_result *result)
{
    struct build_result counted = *result;
    counted.errors =
        diagnostics_count(hook->diagnostics, ERROR) + diagnostics_count(hook->diagnostics, FAILURE);
    counted.warnings = diagnostics_count(hook->diagnostics, WARNING);
    // Before the first build there is no site to tell it on.
    if (!hook->options->no_status && access(hook->options->output, F_OK) == 0)
        write_both(hook, NULL, &counted);
}

void hook_status_remove(const char *folder)
{
    output_remove_beside(folder, STR(RECORD), STR(RECORD_MARK));
    output_remove_beside(folder, STR(PAGE), STR(PAGE_MARK));
}
