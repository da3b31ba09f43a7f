// SPDX-License-Identifier: EUPL-1.2
// What changed in a guideline, and the way to that page.
#include "render/context.h"

// A stretch of more words ends with a word that says so, for who listens.
enum { SHORT_WORDS = 5 };

struct value changes_value(const struct view *view, const struct page *page)
{
    const struct page *cover = page->guideline == NULL ? page : page->guideline;
    if (cover->changes == NULL)
        return value_false();
    const struct edition_name *since = &cover->changes->since;
    struct context changes = context_new(view->arena);
    context_text(&changes, STR("href"), href(view, cover->changes->address));
    context_text(&changes, STR("version"), since->version);
    context_set(&changes, "since", date_value(view, since->date));
    return context_value(&changes);
}

void input_changes(struct inputs *inputs, const struct page *page)
{
    const struct page *cover = page->guideline == NULL ? page : page->guideline;
    input_part(inputs, INPUT_LIST, cover->changes == NULL ? STR("") : cover->changes->address);
    input_number(inputs, cover->changes != NULL);
    if (cover->changes == NULL)
        return;
    input_text(inputs, cover->changes->address);
    input_text(inputs, cover->changes->since.version);
    input_date(inputs, cover->changes->since.date);
}

// ---- One paragraph ----

static bool is_long(str text)
{
    size_t spaces = 0;
    for (size_t i = 0; i < text.len; i++)
        spaces += text.at[i] == ' ';
    return spaces >= SHORT_WORDS;
}

static void add_phrase(struct values *values, const struct phrase *phrase)
{
    struct context item = context_new(values->arena);
    context_flag(&item, STR("removed"), phrase->kind == PHRASE_REMOVED);
    context_flag(&item, STR("added"), phrase->kind == PHRASE_ADDED);
    context_flag(&item, STR("gap"), phrase->kind == PHRASE_GAP);
    context_flag(&item, STR("spaced"), phrase->spaced);
    context_flag(&item, STR("long"), is_long(phrase->text));
    context_text(&item, STR("words"), phrase->text);
    values_add(values, &item);
}

static struct value phrases_value(const struct view *view, const struct change *change)
{
    struct values values = values_new(view->arena);
    for (size_t i = 0; i < change->phrases.count; i++)
        add_phrase(&values, &change->phrases.at[i]);
    return values_value(&values);
}

// The heading that it stands under, where the one before did not.
static struct value place_value(const struct view *view, const struct chapter_changes *chapter,
                                const struct change *change, str *last)
{
    bool known = str_equal(change->anchor, *last);
    *last = change->anchor;
    if (known || change->heading.len == 0 || change->block == BLOCK_HEADING)
        return value_false();
    str address =
        arena_join(view->arena, (str[]){ chapter->page->address, STR("#"), change->anchor, { 0 } });
    struct context place = named_link(view, change->heading, address);
    return context_value(&place);
}

static void set_kinds(struct context *item, const struct change *change)
{
    context_flag(item, STR("changed"), change->kind == CHANGE_CHANGED);
    context_flag(item, STR("added"), change->kind == CHANGE_ADDED);
    context_flag(item, STR("removed"), change->kind == CHANGE_REMOVED);
    context_flag(item, STR("moved"), change->kind == CHANGE_MOVED);
    context_flag(item, STR("chapter_title"), change->title);
    context_flag(item, STR("heading"), change->block == BLOCK_HEADING && !change->title);
    context_flag(item, STR("list_item"), change->block == BLOCK_ITEM);
    context_flag(item, STR("row"), change->block == BLOCK_ROW);
    context_flag(item, STR("recommendation"), change->block == BLOCK_RECOMMENDATION);
    context_flag(item, STR("note"), change->block == BLOCK_NOTE);
}

// Whether it is like the one before it and beside it: one label does for both.
static bool is_again(const struct change *change, const struct change *before)
{
    return change->kind != CHANGE_CHANGED && change->kind == before->kind &&
           change->block == before->block && change->block != BLOCK_HEADING &&
           str_equal(change->anchor, before->anchor) && str_equal(change->from, before->from);
}

static struct value chapter_value(const struct view *view, const struct chapter_changes *chapter)
{
    struct values values = values_new(view->arena);
    str last = STR("");
    for (size_t i = 0; i < chapter->change_count; i++) {
        const struct change *change = &chapter->changes[i];
        struct context item = context_new(view->arena);
        set_kinds(&item, change);
        context_set(&item, "place", place_value(view, chapter, change, &last));
        context_flag(&item, STR("again"), i > 0 && is_again(change, change - 1));
        context_text(&item, STR("words"), change->text);
        context_text(&item, STR("from"), change->from);
        context_set(&item, "phrases", phrases_value(view, change));
        values_add(&values, &item);
    }
    return values_value(&values);
}

// ---- One version ----

// Empty for none, so that a template can ask.
static void set_count(struct context *context, const char *name, const char *one_name, size_t total)
{
    context_text(context, str_from_c(name),
                 total == 0 ? STR("") : arena_copy(context->arena, NUMBER(total)));
    context_flag(context, str_from_c(one_name), total == 1);
}

// Changes that are not shown.
static size_t more_of(const struct chapter_changes *chapter)
{
    size_t more = 0;
    for (int kind = 0; kind < CHANGE_KIND_COUNT; kind++)
        more += chapter->more[kind];
    return more;
}

static struct value chapters_value(const struct view *view, const struct version_changes *version)
{
    struct values values = values_new(view->arena);
    for (size_t i = 0; i < version->chapter_count; i++) {
        const struct chapter_changes *chapter = &version->chapters[i];
        struct context item = context_new(view->arena);
        context_text(&item, STR("name"), chapter->title);
        context_text(&item, STR("href"),
                     chapter->page == NULL ? STR("") : href(view, chapter->page->address));
        context_flag(&item, STR("cover"),
                     chapter->page != NULL && chapter->page->base == BASE_GUIDELINE);
        context_flag(&item, STR("added"), chapter->kind == CHANGE_ADDED);
        context_flag(&item, STR("removed"), chapter->kind == CHANGE_REMOVED);
        context_set(&item, "changes", chapter_value(view, chapter));
        set_count(&item, "more", "one", more_of(chapter));
        values_add(&values, &item);
    }
    return values_value(&values);
}

static void set_totals(struct context *item, const struct version_changes *version)
{
    const size_t *counts = version->counts;
    set_count(item, "changed_total", "one_changed", counts[CHANGE_CHANGED]);
    set_count(item, "added_total", "one_added", counts[CHANGE_ADDED]);
    set_count(item, "removed_total", "one_removed", counts[CHANGE_REMOVED]);
    set_count(item, "moved_total", "one_moved", counts[CHANGE_MOVED]);
    set_count(item, "touched", "one_touched", version->touched);
    set_count(item, "chapters_added", "one_chapter_added", version->chapters_added);
    set_count(item, "chapters_removed", "one_chapter_removed", version->chapters_removed);
}

static struct value edition_value(const struct view *view, const struct edition_name *name)
{
    if (!date_given(name->date))
        return value_false();
    struct context edition = context_new(view->arena);
    context_text(&edition, STR("version"), name->version);
    context_set(&edition, "date", date_value(view, name->date));
    return context_value(&edition);
}

static struct value versions_value(const struct view *view, struct version_changes_list list)
{
    struct values values = values_new(view->arena);
    for (size_t i = 0; i < list.count; i++) {
        const struct version_changes *version = &list.at[i];
        struct context item = context_new(view->arena);
        context_set(&item, "since", edition_value(view, &version->since));
        context_set(&item, "until", edition_value(view, &version->until));
        context_flag(&item, STR("empty"), version->chapter_count == 0);
        set_totals(&item, version);
        context_set(&item, "chapters", chapters_value(view, version));
        values_add(&values, &item);
    }
    return values_value(&values);
}

// ---- The page ----

static void render_changes(const struct view *view, const void *subject, size_t number,
                           struct buf *to)
{
    (void)number;
    const struct page *cover = subject;
    str title = theme_text(view->theme, STR("changes_title"));
    struct crumbs crumbs = crumbs_new(view);
    crumbs_add(&crumbs, cover->kind->plural, kind_address(view->arena, cover->kind));
    crumbs_add(&crumbs, cover->title, cover->address);
    struct head head = {
        .address = cover->changes->address,
        .kind = STR("changes"),
        .title = arena_join(view->arena, (str[]){ title, STR(": "), cover->title, { 0 } }),
        // Who looks for advice must not find what it once was.
        .noindex = true,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct page noted = guideline_noted(view, cover);
    head.helplines = helplines_value(view, &noted, false);
    struct context context = page_context(view, &head);
    notes_set(view, &context, &noted);
    struct context guideline = named_link(view, cover->title, cover->address);
    context_text(&guideline, STR("version"), document_text(cover->document, FIELD_VERSION));
    context_set(&context, "guideline", context_value(&guideline));
    context_text(&context, STR("text_language"),
                 str_equal(cover->language, view->site->language) ? STR("") : cover->language);
    context_set(&context, "versions",
                versions_value(view, site_changes(cover->changes, view->arena)));
    fill(view, STR("changes"), &context, to);
}

static void changes_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct page *cover = subject;
    input_page(inputs, cover);
    input_cards(inputs, cover->chapters, 0, cover->chapters.count);
    for (size_t i = 0; i < cover->chapters.count; i++)
        input_document(inputs, cover->chapters.at[i]->document, NULL);
    input_changes(inputs, cover);
    input_print(inputs, cover->changes->print);
}

static const struct page_type changes_type = { "changes", render_changes, changes_inputs, false };

void plan_changes(struct rendering *rendering)
{
    for (size_t i = 0; i < rendering->site->page_count; i++) {
        const struct page *page = rendering->site->pages[i];
        if (page->changes != NULL)
            plan(rendering, &changes_type, page->changes->address, page, 0);
    }
}
