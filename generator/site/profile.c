// SPDX-License-Identifier: EUPL-1.2
// What a page says of itself in its front matter.
#include "site/building.h"

enum { WORDS_A_MINUTE = 200 };

enum { CODE_LEAST = 2, CODE_MOST = 3 };

// The code of a language without its region (nl-BE: nl), or empty.
static str language_code(struct arena *arena, str written)
{
    size_t len = 0;
    while (len < written.len && ((written.at[len] | 32) >= 'a' && (written.at[len] | 32) <= 'z'))
        len++;
    bool ends = len == written.len || written.at[len] == '-' || written.at[len] == '_';
    if (!ends || len < CODE_LEAST || len > CODE_MOST)
        return STR("");
    char *code = arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++)
        code[i] = (char)(written.at[i] | 32);
    return (str){ code, len };
}

str site_language(struct arena *arena, const struct settings *settings)
{
    str code = language_code(arena, settings->language);
    return code.len > 0 ? code : STR("nl");
}

// What the front matter says goes before what git says.  Of a page that is no
// story readers see when it was changed, not when it came.
static void dates_fill(const struct building *building, size_t file, struct page *page)
{
    struct file_dates dates = source_dates(building->source, file);
    page->date = document_date(page->document, FIELD_DATE_PUBLISHED);
    if (!date_given(page->date))
        page->date = document_date(page->document, FIELD_AUTHORISED);
    page->published = date_given(page->date) ? page->date : dates.first;
    // That a text came to git after its own date is no change.
    bool changed = !date_given(page->date) || date_compare(dates.last, dates.first) > 0;
    page->changed = changed ? date_later(page->published, dates.last) : page->published;
    if (page->base == BASE_STORY)
        page->date = page->published;
}

void page_profile_read(struct building *building, size_t file, struct page *page)
{
    const struct document *document = page->document;
    page_terms_look(building, page);
    page->title = document->title;
    page_notes_read(building, page);
    page->summary = document_text(document, FIELD_SUMMARY);
    if (page->summary.len == 0 && !page->quiet)
        page->summary = document_lead(document);
    dates_fill(building, file, page);
    page->perspective = document_text(document, FIELD_PERSPECTIVE);
    page->language = language_code(building->arena, document_text(document, FIELD_LANGUAGE));
    if (page->language.len == 0)
        page->language = building->site->language;
    page->minutes = document->words / WORDS_A_MINUTE + 1;
    page->noindex = building->settings->noindex || !document_answer(document, FIELD_INDEX, true) ||
                    building->drafts;
    page->in_feed = document_answer(document, FIELD_FEED, true) && date_given(page->published);
    page->fictional = document_answer(document, FIELD_FICTIONAL, false);
    page->quick_exit = page_exits_quickly(page);
}

void chapter_dates_read(struct building *building, size_t file, size_t cover_file,
                        struct page *chapter)
{
    const struct page *cover = chapter->guideline;
    struct date changed = source_dates(building->source, file).last;
    struct date came = source_dates(building->source, cover_file).first;
    if (date_given(cover->date) && date_compare(changed, came) <= 0)
        chapter->changed = date_later(chapter->date, cover->published);
}
