// SPDX-License-Identifier: EUPL-1.2
// What may be published, and whether a page has the fields that it needs.
#include "site/building.h"

DIAGNOSTIC(
    consent_missing, ERROR,
    "dit verhaal staat op 'gepubliceerd', maar de toestemming ontbreekt; het komt niet op de site",
    "this story says 'published', but there is no consent; it is left off the site",
    "zet het nummer van het toestemmingsformulier erbij: toestemming: T-2026-001",
    "add the number of the consent form: consent: T-2026-001");
DIAGNOSTIC(status_missing, WARNING, "dit verhaal heeft geen status en komt daarom niet op de site",
           "this story has no status and is therefore left off the site",
           "is het klaar? zet dan bovenaan, tussen twee lijnen met ---: status: gepubliceerd; nog "
           "niet? schrijf daar: status: concept",
           "is it ready? put at the top, between two lines with ---: status: published; not yet? "
           "write there: status: draft");
DIAGNOSTIC(
    publication_doubtful, ERROR,
    "wat hier over publiceren staat, is niet te begrijpen; daarom komt dit niet op de site",
    "what is said here about publishing cannot be understood; so this is left off the site",
    "kijk naar de regels met status en toestemming; goed is bijvoorbeeld: status: gepubliceerd",
    "look at the lines with status and consent; right is, for example: status: published");
DIAGNOSTIC(field_missing, ERROR, "het veld '{1}' ontbreekt", "the field '{1}' is missing",
           "zet tussen de lijnen met --- een regel als: {2}",
           "add a line such as '{2}' between the lines with ---");
DIAGNOSTIC(fields_missing, ERROR, "deze velden ontbreken: {1}", "these fields are missing: {1}",
           "zet ze tussen de lijnen met ---, elk op een eigen regel, zoals: {2}",
           "put them between the lines with ---, each on a line of its own, such as: {2}");
DIAGNOSTIC(field_not_allowed, WARNING, "het veld '{1}' hoort niet bij dit soort bladzijde",
           "the field '{1}' does not belong to this sort of page", "haal de regel weg",
           "remove the line");

DIAGNOSTIC(
    date_future, WARNING,
    "deze datum is nog niet geweest: het verhaal staat al wel online, en tot die dag bovenaan",
    "this date has not been yet: the story is online already, and on top until that day",
    "klopt het jaar? moet het verhaal nog wachten, schrijf dan: status: concept",
    "is the year right? if the story is to wait, write: status: draft");

bool is_withdrawn(const struct document *document)
{
    str status = document_text(document, FIELD_STATUS);
    return str_equal(status, STR("ingetrokken")) || str_equal(status, STR("verdwenen"));
}

static bool status_hides(const struct document *document, bool drafts)
{
    str status = document_text(document, FIELD_STATUS);
    if (is_withdrawn(document))
        return true;
    return !drafts && (str_equal(status, STR("concept")) || str_equal(status, STR("ter-redactie")));
}

static bool story_allowed(struct building *building, const struct document *document)
{
    str status = document_text(document, FIELD_STATUS);
    if (building->drafts)
        return true;
    if (status.len == 0) {
        if (!document_writes(document, FIELD_STATUS))
            diagnose(building->diagnostics, &status_missing, document_place(document), NULL);
        return false;
    }
    if (!str_equal(status, STR("gepubliceerd")))
        return false;
    if (document_text(document, FIELD_CONSENT).len > 0)
        return true;
    diagnose(building->diagnostics, &consent_missing,
             field_place(document, document_field(document, FIELD_STATUS)), NULL);
    return false;
}

// Whatever its folder: a text that says who tells it or that consent was given
// is somebody's story.
static bool is_told(const struct document *document)
{
    static const enum field_id marks[] = { FIELD_CONSENT, FIELD_NAME_DISPLAY, FIELD_DISPLAY_NAME,
                                           FIELD_PERSPECTIVE };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (document_has(document, marks[i]))
            return true;
    return false;
}

bool page_allowed(struct building *building, const struct document *document, enum base_kind base)
{
    if (document->kept_off || status_hides(document, building->drafts))
        return false;
    bool story = base == BASE_STORY || (base != BASE_REACTION && is_told(document));
    if (story && !story_allowed(building, document))
        return false;
    // Without settings other fields may mean anything, but consent is of a story.
    bool ours = building->settings->given || document_writes(document, FIELD_CONSENT);
    if (!document->publication_unclear || !ours)
        return true;
    diagnose(building->diagnostics, &publication_doubtful, document_place(document), NULL);
    return false;
}

void rules_read(struct building *building)
{
    for (enum base_kind base = 0; base <= BASE_REACTION; base++) {
        struct field_rules *rules = &building->rules[base];
        rules->allowed = ~(uint64_t)0 << FIELD_TAXONOMY;
        for (enum field_id id = 0; id < FIELD_TAXONOMY; id++) {
            rules->allowed |= (uint64_t)field_allowed(id, base) << id;
            rules->required |= (uint64_t)field_required(id, base) << id;
        }
    }
}

// What such a field may say.
static str field_example(enum field_id id)
{
    switch (id) {
    case FIELD_TITLE:
        return STR("\"De doos met post\"");
    case FIELD_SUMMARY:
        return STR("\"Waar het over gaat, in een of twee zinnen.\"");
    case FIELD_STATUS:
        return STR("concept");
    case FIELD_CONSENT:
        return STR("T-2026-001");
    case FIELD_NAME_DISPLAY:
        return STR("anoniem");
    case FIELD_PERSPECTIVE:
        return STR("client");
    default:
        return STR("...");
    }
}

static bool is_titled(const struct document *document, enum field_id id)
{
    return (id == FIELD_TITLE || id == FIELD_LABEL) && !document->title_guessed;
}

// One message, however many are missing: who forgot the head of a story forgot all of it.
static void say_missing(struct building *building, const struct document *document,
                        uint64_t missing)
{
    struct buf names = { 0 };
    struct buf line = { 0 };
    size_t count = 0;
    for (enum field_id id = 0; id < FIELD_TAXONOMY; id++) {
        if ((missing >> id & 1) == 0 || is_titled(document, id))
            continue;
        str name = field_name(id, DUTCH);
        str example = field_example(id);
        if (count == 0)
            buf_add_format(&line, "%.*s: %.*s", STR_ARGS(name), STR_ARGS(example));
        buf_add_format(&names, count == 0 ? "%.*s" : ", %.*s", STR_ARGS(name));
        count++;
    }
    if (count > 0)
        diagnose(building->diagnostics, count == 1 ? &field_missing : &fields_missing,
                 document_place(document), VALUES(buf_view(&names), buf_view(&line)));
    buf_release(&names);
    buf_release(&line);
}

void page_fields_check(struct building *building, const struct document *document,
                       enum base_kind base)
{
    const struct field_rules *rules = &building->rules[base];
    uint64_t missing = rules->required & ~document->written;
    uint64_t strange = document->written & ~rules->allowed;
    if (!building->settings->given)
        return;
    if (missing != 0)
        say_missing(building, document, missing);
    for (enum field_id id = 0; strange >> id != 0; id++) {
        const struct field *field = strange >> id & 1 ? document_field(document, id) : NULL;
        if (field != NULL)
            diagnose(building->diagnostics, &field_not_allowed, field_place(document, field),
                     VALUES(field_key(document, field)));
    }
}

// Whether the date stands in the text, and is later than the commit.  Who writes in another
// time zone may be a day ahead.
static bool is_ahead(const struct page *page, struct date today)
{
    struct date date = document_date(page->document, FIELD_DATE_PUBLISHED);
    return date_given(date) && date_compare(date, date_next(today)) > 0;
}

void stories_look_ahead(struct building *building)
{
    enum { LOOKED_AT_MOST = 100 };
    struct page_list stories = building->stories.pages;
    struct date today = source_day(building->source);
    if (!date_given(today))
        return;
    for (size_t i = 0; i < stories.count && i < LOOKED_AT_MOST; i++) {
        const struct document *document = stories.at[i]->document;
        if (date_compare(stories.at[i]->date, today) <= 0)
            return;
        if (is_ahead(stories.at[i], today))
            diagnose(building->diagnostics, &date_future,
                     field_place(document, document_field(document, FIELD_DATE_PUBLISHED)), NULL);
    }
}
