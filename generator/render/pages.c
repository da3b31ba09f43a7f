// SPDX-License-Identifier: EUPL-1.2
// Stories, guidelines, chapters and plain pages.
#include "render/context.h"

enum { OUTLINE_MIN = 3 };

// A change on the day that the page tells already is none.
static struct value changed_value(const struct view *view, const struct page *page)
{
    struct date told = page->date;
    if (page->guideline != NULL && date_compare(page->guideline->date, told) > 0)
        told = page->guideline->date;
    return date_compare(page->changed, told) > 0 ? date_value(view, page->changed) : value_false();
}

// Fields that all kinds have.
static void set_common(const struct view *view, struct context *context, const struct page *page)
{
    const struct document *document = page->document;
    context_html(context, STR("body"), page_body(view, page));
    context_text(context, STR("lead"), document_text(document, FIELD_SUMMARY));
    context_text(context, STR("text_language"),
                 str_equal(page->language, view->site->language) ? STR("") : page->language);
    context_set(context, "date", date_value(view, page->date));
    context_set(context, "changed", changed_value(view, page));
    context_count(context, STR("minutes"), STR(""), page->minutes);
    context_set(context, "taxonomies", taxonomies_value(view, page));
    context_set(context, "reactions", reactions_value(view, page));
    context_set(context, "outline", outline_value(view, document));
    context_flag(context, STR("long"), document->heading_count >= OUTLINE_MIN);
}

static struct head head_of(const struct view *view, const struct page *page, str kind,
                           struct value breadcrumb)
{
    return (struct head){
        .helplines = helplines_value(view, page, false),
        .address = page->address,
        .kind = kind,
        .title = page->title,
        .description = page->summary,
        .noindex = page->noindex,
        .article = true,
        .breadcrumb = breadcrumb,
    };
}

static struct value crumbs_of_kind(const struct view *view, const struct page *page)
{
    struct crumbs crumbs = crumbs_new(view);
    crumbs_add(&crumbs, page->kind->plural, kind_address(view->arena, page->kind));
    if (page->guideline != NULL)
        crumbs_add(&crumbs, page->guideline->title, page->guideline->address);
    return crumbs_end(&crumbs, page->title);
}

// ---- Stories ----

// Who tells: a term where perspective is a taxonomy, else words.
static struct value perspective_value(const struct view *view, const struct page *page)
{
    str slug = page->perspective;
    if (slug.len == 0)
        return value_false();
    struct context perspective = context_new(view->arena);
    context_text(&perspective, STR("name"), slug_words(view, "perspective", slug));
    context_set(&perspective, "href", value_false());
    return context_value(&perspective);
}

// The name under which the teller wants to be known, which is not always one.
static str narrator_of(const struct document *document)
{
    static const char *const named[] = { "pseudoniem", "voornaam", "volledig" };
    str how = document_text(document, FIELD_NAME_DISPLAY);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (str_equal(how, str_from_c(named[i])))
            return document_text(document, FIELD_DISPLAY_NAME);
    return STR("");
}

static struct value guidance_value(const struct view *view, const struct page *page)
{
    struct values guidance = values_new(view->arena);
    for (size_t i = 0; i < page->guidance.count; i++) {
        const struct page *target = page->guidance.at[i];
        struct context item = named_link(view, target->title, target->address);
        context_text(&item, STR("text"), target->summary);
        values_add(&guidance, &item);
    }
    return values_value(&guidance);
}

static struct value helped_value(const struct view *view, const struct document *document)
{
    const struct field *helped = document_field(document, FIELD_HELPED);
    return helped == NULL
               ? value_list(NULL, 0)
               : values_of_texts(view->arena, STR("text"), helped->values, helped->count);
}

static void render_story(const struct view *view, const void *subject, size_t number,
                         struct buf *to)
{
    (void)number;
    const struct page *page = subject;
    const struct document *document = page->document;
    struct head head = head_of(view, page, STR("story"), crumbs_of_kind(view, page));
    struct context context = page_context(view, &head);
    set_common(view, &context, page);
    context_text(&context, STR("narrator"), narrator_of(document));
    context_set(&context, "perspective", perspective_value(view, page));
    context_text(&context, STR("age"), document_text(document, FIELD_AGE_GROUP));
    context_text(&context, STR("region"), document_text(document, FIELD_REGION));
    notes_set(view, &context, page);
    context_set(&context, "helped", helped_value(view, document));
    context_flag(&context, STR("fictional"), page->fictional);
    context_set(&context, "related", card_list(view, page->related, 0, page->related.count));
    context_set(&context, "guidance", guidance_value(view, page));
    context_flag(&context, STR("quick_exit"), page->quick_exit);
    context_text(&context, STR("exit_href"), view->site->settings->exit_address);
    fill(view, STR("story"), &context, to);
}

static void story_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct page *page = subject;
    input_page(inputs, page);
    input_cards(inputs, page->related, 0, page->related.count);
    input_cards(inputs, page->guidance, 0, page->guidance.count);
}

// ---- Guidelines ----

static void set_dates(const struct view *view, struct context *context,
                      const struct document *document)
{
    context_set(context, "authorised", date_value(view, document_date(document, FIELD_AUTHORISED)));
    context_set(context, "reviewed", date_value(view, document_date(document, FIELD_REVIEWED)));
}

static struct value chapters_value(const struct view *view, const struct page *cover,
                                   const struct page *current)
{
    struct values chapters = values_new(view->arena);
    for (size_t i = 0; i < cover->chapters.count; i++) {
        const struct page *chapter = cover->chapters.at[i];
        struct context item = named_link(view, chapter->title, chapter->address);
        context_count(&item, STR("number"), STR(""), chapter->chapter_number);
        context_text(&item, STR("lead"), chapter->summary);
        context_flag(&item, STR("current"), chapter == current);
        values_add(&chapters, &item);
    }
    return values_value(&chapters);
}

// The core recommendations of all chapters, those of one audience together, in
// the order in which the audiences first appear.
struct audience {
    str name;
    struct values items;
};

static struct audience *audience_of(struct audience *audiences, size_t *count, str name,
                                    struct arena *arena)
{
    for (size_t i = 0; i < *count; i++)
        if (str_equal(audiences[i].name, name))
            return &audiences[i];
    audiences[*count] = (struct audience){ name, values_new(arena) };
    return &audiences[(*count)++];
}

static void core_add(const struct view *view, const struct page *page, struct audience *audiences,
                     size_t *count)
{
    const struct document_parts *parts = document_parts(page->document);
    for (size_t i = 0; i < parts->recommendation_count; i++) {
        const struct recommendation *recommendation = &parts->recommendations[i];
        if (!recommendation->core)
            continue;
        struct audience *audience =
            audience_of(audiences, count, recommendation->audience, view->arena);
        str address = arena_join(view->arena,
                                 (str[]){ page->address, STR("#"), recommendation->anchor, { 0 } });
        struct context item = context_new(view->arena);
        context_text(&item, STR("text"), recommendation->text);
        context_text(&item, STR("href"), href(view, address));
        values_add(&audience->items, &item);
    }
}

static struct value core_value(const struct view *view, const struct page *cover)
{
    size_t room = document_parts(cover->document)->recommendation_count;
    for (size_t i = 0; i < cover->chapters.count; i++)
        room += document_parts(cover->chapters.at[i]->document)->recommendation_count;
    struct audience *audiences = ARENA_ARRAY(view->arena, struct audience, room);
    size_t count = 0;
    core_add(view, cover, audiences, &count);
    for (size_t i = 0; i < cover->chapters.count; i++)
        core_add(view, cover->chapters.at[i], audiences, &count);

    struct values core = values_new(view->arena);
    for (size_t i = 0; i < count; i++) {
        struct context item = context_new(view->arena);
        context_text(&item, STR("audience"), audiences[i].name);
        context_set(&item, "items", values_value(&audiences[i].items));
        values_add(&core, &item);
    }
    return values_value(&core);
}

static struct value keepers_value(const struct view *view, const struct document *document)
{
    const struct field *keepers = document_field(document, FIELD_KEEPER);
    return keepers == NULL
               ? value_list(NULL, 0)
               : values_of_texts(view->arena, STR("name"), keepers->values, keepers->count);
}

static const struct page *replaced_by(const struct site *site, const struct document *document)
{
    str by = document_text(document, FIELD_REPLACED_BY);
    for (size_t i = 0; by.len > 0 && i < site->page_count; i++) {
        const struct page *page = site->pages[i];
        if (page->base == BASE_GUIDELINE && str_equal(document_text(page->document, FIELD_ID), by))
            return page;
    }
    return NULL;
}

static struct value link_to_page(const struct view *view, const struct page *page)
{
    if (page == NULL)
        return value_false();
    struct context link = named_link(view, page->title, page->address);
    return context_value(&link);
}

static void render_guideline(const struct view *view, const void *subject, size_t number,
                             struct buf *to)
{
    (void)number;
    const struct page *page = subject;
    const struct document *document = page->document;
    struct page noted = guideline_noted(view, page);
    struct head head = head_of(view, &noted, STR("guideline"), crumbs_of_kind(view, page));
    struct context context = page_context(view, &head);
    set_common(view, &context, page);
    notes_set(view, &context, &noted);
    set_dates(view, &context, document);
    context_text(&context, STR("sort"),
                 slug_words(view, "sort", document_text(document, FIELD_SORT)));
    context_text(&context, STR("version"), document_text(document, FIELD_VERSION));
    context_text(&context, STR("valid"),
                 slug_words(view, "valid", document_text(document, FIELD_STATUS)));
    context_set(&context, "keepers", keepers_value(view, document));
    context_set(&context, "replaced_by", link_to_page(view, replaced_by(view->site, document)));
    context_set(&context, "changes", changes_value(view, page));
    context_set(&context, "core", core_value(view, page));
    context_set(&context, "chapters", chapters_value(view, page, NULL));
    context_set(&context, "stories", card_list(view, page->related, 0, page->related.count));
    fill(view, STR("guideline"), &context, to);
}

static void guideline_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct page *page = subject;
    input_page(inputs, page);
    input_card(inputs, replaced_by(inputs->site, page->document));
    input_changes(inputs, page);
    input_cards(inputs, page->chapters, 0, page->chapters.count);
    for (size_t i = 0; i < page->chapters.count; i++)
        input_document(inputs, page->chapters.at[i]->document, NULL);
    input_cards(inputs, page->related, 0, page->related.count);
}

static void render_chapter(const struct view *view, const void *subject, size_t number,
                           struct buf *to)
{
    (void)number;
    const struct page *page = subject;
    const struct page *cover = page->guideline;
    struct head head = head_of(view, page, STR("chapter"), crumbs_of_kind(view, page));
    struct context context = page_context(view, &head);
    set_common(view, &context, page);
    notes_set(view, &context, page);
    set_dates(view, &context,
              document_has(page->document, FIELD_AUTHORISED) ? page->document : cover->document);
    struct context guideline = named_link(view, cover->title, cover->address);
    context_text(&guideline, STR("version"), document_text(cover->document, FIELD_VERSION));
    context_set(&context, "guideline", context_value(&guideline));
    context_set(&context, "changes", changes_value(view, page));
    context_count(&context, STR("number"), STR(""), page->chapter_number);
    context_count(&context, STR("of"), STR(""), cover->chapters.count);
    context_set(&context, "chapters", chapters_value(view, cover, page));
    context_set(&context, "previous", link_to_page(view, page->previous));
    context_set(&context, "next", link_to_page(view, page->next));
    context_set(&context, "stories", card_list(view, page->related, 0, page->related.count));
    fill(view, STR("chapter"), &context, to);
}

static void chapter_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    const struct page *page = subject;
    const struct page *cover = page->guideline;
    input_page(inputs, page);
    input_card(inputs, cover);
    input_document(inputs, cover->document, NULL);
    input_changes(inputs, page);
    input_cards(inputs, cover->chapters, 0, cover->chapters.count);
    input_card(inputs, page->previous);
    input_card(inputs, page->next);
    input_cards(inputs, page->related, 0, page->related.count);
}

// ---- Plain pages ----

static void render_plain(const struct view *view, const void *subject, size_t number,
                         struct buf *to)
{
    (void)number;
    const struct page *page = subject;
    struct crumbs crumbs = crumbs_new(view);
    if (page->kind->prefix.len > 0)
        crumbs_add(&crumbs, page->kind->plural, kind_address(view->arena, page->kind));
    struct head head = head_of(view, page, STR("page"), crumbs_end(&crumbs, page->title));
    struct context context = page_context(view, &head);
    set_common(view, &context, page);
    notes_set(view, &context, page);
    fill(view, STR("page"), &context, to);
}

static void plain_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    (void)number;
    input_page(inputs, subject);
}

static const struct page_type page_types[BASE_KIND_COUNT] = {
    [BASE_PAGE] = { "page", render_plain, plain_inputs, true },
    [BASE_STORY] = { "story", render_story, story_inputs, true },
    [BASE_GUIDELINE] = { "guideline", render_guideline, guideline_inputs, true },
    [BASE_CHAPTER] = { "chapter", render_chapter, chapter_inputs, true },
};

const struct page_type *page_type_of(const struct site *site, const struct page *page)
{
    return page == site->home ? home_page_type() : &page_types[page->base];
}

struct job job_of_page(const struct site *site, const struct page *page)
{
    if (page == site->home)
        return (struct job){ 0 };
    return (struct job){ &page_types[page->base], page->address, page, 0 };
}
