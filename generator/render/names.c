// SPDX-License-Identifier: EUPL-1.2
// The names that templates may use, and the templates that there must be, as
// themes/README.md explains them.
#include "render/context.h"

static const char *const names[] = {
    "added",
    "added_total",
    "again",
    "age",
    "all_terms_href",
    "alternates",
    "anchor",
    "article",
    "asset",
    "at_least",
    "audience",
    "author",
    "authorised",
    "az",
    "base",
    "body",
    "breadcrumb",
    "broader",
    "canonical",
    "cards",
    "cells",
    "changed",
    "changed_total",
    "changes",
    "chapter_title",
    "chapters",
    "chapters_added",
    "chapters_removed",
    "chips",
    "column_label",
    "columns",
    "contact",
    "core",
    "count",
    "cover",
    "crossings",
    "current",
    "date",
    "description",
    "elsewhere",
    "email",
    "empty",
    "entries",
    "error",
    "errors",
    "exit_href",
    "feed",
    "fictional",
    "files",
    "filters",
    "first",
    "footer_menu",
    "from",
    "gap",
    "guidance",
    "guideline",
    "guideline_list",
    "guideline_total",
    "guidelines",
    "guidelines_count",
    "guidelines_href",
    "head_title",
    "heading",
    "help",
    "helped",
    "helplines",
    "hint",
    "home",
    "hours",
    "href",
    "intro",
    "iso",
    "items",
    "keepers",
    "keywords",
    "kind",
    "kind_label",
    "label",
    "language",
    "last",
    "last_number",
    "lead",
    "letter",
    "letters",
    "line",
    "list_item",
    "long",
    "mailto",
    "matrix",
    "matrix_href",
    "menu",
    "message",
    "messages",
    "minutes",
    "more",
    "moved",
    "moved_total",
    "name",
    "narrator",
    "narrower",
    "newest",
    "next",
    "noindex",
    "note",
    "note_lines",
    "notes",
    "number",
    "of",
    "og_type",
    "one",
    "one_added",
    "one_changed",
    "one_chapter_added",
    "one_chapter_removed",
    "one_error",
    "one_guideline",
    "one_moved",
    "one_page",
    "one_removed",
    "one_story",
    "one_touched",
    "one_warning",
    "outline",
    "page_number",
    "page_total",
    "pages",
    "pagination",
    "parts",
    "path",
    "perspective",
    "phone",
    "phrases",
    "place",
    "plain",
    "previous",
    "quick_exit",
    "reactions",
    "recommendation",
    "region",
    "related",
    "removed",
    "removed_total",
    "replaced_by",
    "reviewed",
    "revision",
    "root",
    "row",
    "row_label",
    "rows",
    "safety",
    "search",
    "second",
    "sections",
    "sectors",
    "sectors_href",
    "sectors_label",
    "see",
    "share",
    "since",
    "site",
    "sitemap",
    "sort",
    "spaced",
    "stories",
    "stories_count",
    "stories_href",
    "story",
    "story_list",
    "story_total",
    "summary",
    "synonyms",
    "tagline",
    "target",
    "taxonomies",
    "taxonomy",
    "tel",
    "terms",
    "text",
    "text_language",
    "time",
    "tint",
    "title",
    "top_label",
    "top_terms",
    "total",
    "touched",
    "until",
    "updated",
    "valid",
    "version",
    "versions",
    "warnings",
    "withdraw",
    "words",
};

// Those of the names above that are lists, or may be there or not: each has a
// flag `has_<name>`.
static const char *const optional[] = {
    "alternates",  "authorised",  "breadcrumb", "broader",    "cards",     "cells",
    "changed",     "changes",     "chapters",   "chips",      "columns",   "contact",
    "core",        "crossings",   "date",       "entries",    "feed",      "files",
    "filters",     "footer_menu", "guidance",   "guidelines", "helped",    "helplines",
    "items",       "keepers",     "letters",    "menu",       "messages",  "narrower",
    "newest",      "note_lines",  "notes",      "outline",    "pages",     "pagination",
    "parts",       "perspective", "phrases",    "place",      "reactions", "related",
    "replaced_by", "reviewed",    "rows",       "sections",   "sectors",   "see",
    "since",       "stories",     "synonyms",   "taxonomies", "terms",     "top_terms",
    "until",       "versions",
};

DIAGNOSTIC(theme_incomplete, ERROR, "in de vormgeving ontbreekt '{1}'", "the theme lacks '{1}'",
           "neem het over uit themes/default", "take it from themes/default");

// What a theme must have: without it a page would be empty, or a date half.
static const char *const templates[] = {
    "az",       "changes",         "chapter",      "crossing", "guideline", "home",
    "keywords", "keywords_letter", "listing",      "matrix",   "not_found", "page",
    "redirect", "search",          "sitemap_page", "story",    "taxonomy",  "term",
};
static const char *const texts[] = {
    "az_title", "changes_title",   "home",         "keywords_title", "month_1",
    "month_10", "month_11",        "month_12",     "month_2",        "month_3",
    "month_4",  "month_5",         "month_6",      "month_7",        "month_8",
    "month_9",  "not_found_title", "search_title", "sitemap_title",
};

bool render_accepts(const struct theme *theme, struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    bool complete = true;
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++) {
        str name = str_from_c(templates[i]);
        if (theme_has(theme, name))
            continue;
        str path = arena_join(arena, (str[]){ STR("templates/"), name, STR(".mustache"), { 0 } });
        diagnose(diagnostics, &theme_incomplete, (struct place){ 0 }, VALUES(path));
        complete = false;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (theme_text(theme, str_from_c(texts[i])).len > 0)
            continue;
        diagnose(diagnostics, &theme_incomplete, (struct place){ 0 }, VALUES(str_from_c(texts[i])));
        complete = false;
    }
    arena_free(arena);
    return complete;
}

// assets/fonts/a.css -> fonts_a_css
str asset_name(struct arena *arena, str path)
{
    str below = str_after(path, sizeof "assets/" - 1);
    char *name = (char *)arena_copy(arena, below).at;
    for (size_t i = 0; i < below.len; i++) {
        bool plain =
            (name[i] >= '0' && name[i] <= '9') || ((name[i] | 32) >= 'a' && (name[i] | 32) <= 'z');
        if (!plain)
            name[i] = '_';
    }
    return (str){ name, below.len };
}

const str *render_names(struct arena *arena, struct file_list theme, struct file_list overrides,
                        size_t *count)
{
    LIST(str) all = { 0 };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        LIST_ADD(arena, all, str_from_c(names[i]));
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        LIST_ADD(arena, all,
                 arena_join(arena, (str[]){ STR("has_"), str_from_c(optional[i]), { 0 } }));
    for (size_t i = 0; i < theme.count; i++)
        if (str_starts(theme.at[i].path, STR("assets/")))
            LIST_ADD(arena, all, asset_name(arena, theme.at[i].path));
    for (size_t i = 0; i < overrides.count; i++)
        if (str_starts(overrides.at[i].path, STR("assets/")))
            LIST_ADD(arena, all, asset_name(arena, overrides.at[i].path));
    *count = all.count;
    return all.at;
}
