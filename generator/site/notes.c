// SPDX-License-Identifier: EUPL-1.2
// Content notes: what a reader is told before a story, and what follows from it.
#include "site/building.h"

#include "base/nearest.h"
#include "base/path.h"

DIAGNOSTIC(note_unknown, ERROR, "'{1}' is geen bekende inhoudsnotitie",
           "'{1}' is no known content note", "bedoel je '{2}'? dat staat er nu bij",
           "did you mean '{2}'? that is what it says now");

// Known content notes, with other words for them.  A site knows those of its
// help lines besides.
static const char *const known_notes[][5] = {
    { "suicide", "zelfmoord", "zelfdoding", "suicidaliteit", "suicidepoging" },
    { "zelfbeschadiging", "zelfverwonding", "automutilatie", "self-harm", NULL },
    { "huiselijk-geweld", "partnergeweld", "geweld-thuis", "mishandeling", "domestic-violence" },
    { "kindermishandeling", "verwaarlozing", "child-abuse", NULL, NULL },
    { "seksueel-geweld", "seksueel-misbruik", "verkrachting", "aanranding", "sexual-violence" },
    { "stalking", "belaging", NULL, NULL, NULL },
    { "dwang-of-separatie", "dwang", "separatie", "isoleercel", "coercion" },
    { "eetstoornis", "anorexia", "boulimia", "eating-disorder", NULL },
    { "middelengebruik", "alcohol", "drugs", "verslaving", "substance-use" },
    { "psychose", "psychosis", "wanen", NULL, NULL },
    { "overlijden-en-rouw", "overlijden", "rouw", "dood", "death" },
    { "medische-ingrepen", "operatie", "medical-procedures", NULL, NULL },
    { "discriminatie", "racisme", "discrimination", NULL, NULL },
};
enum { KNOWN_NOTES = sizeof known_notes / sizeof *known_notes, NOTE_WORDS = 5 };

static bool note_of_site(const struct settings *settings, str slug, struct nearest *nearest)
{
    bool known = false;
    for (size_t i = 0; i < settings->helpline_count; i++)
        for (size_t t = 0; t < settings->helplines[i].topic_count; t++) {
            known |= str_equal(settings->helplines[i].topics[t], slug);
            nearest_try(nearest, settings->helplines[i].topics[t]);
        }
    return known;
}

// The known name of a note.  A misspelt one gets the nearest, so that a reader
// is warned and the right help line shown all the same.
static str note_named(struct building *building, str text, struct place place)
{
    str slug = path_slug(building->arena, text);
    struct nearest nearest = nearest_start(slug);
    str found = STR("");
    for (size_t i = 0; i < KNOWN_NOTES; i++)
        for (size_t w = 0; w < NOTE_WORDS && known_notes[i][w] != NULL; w++) {
            unsigned before = nearest.distance;
            nearest_try(&nearest, str_from_c(known_notes[i][w]));
            if (nearest.distance < before)
                found = str_from_c(known_notes[i][0]);
        }
    if (nearest.distance == 0)
        return found;
    unsigned before = nearest.distance;
    if (note_of_site(building->settings, slug, &nearest))
        return slug;
    if (nearest.distance < before)
        found = nearest.found;
    diagnose(building->diagnostics, &note_unknown, place, VALUES(text, found));
    return found.len > 0 ? found : slug;
}

static bool note_known(const struct settings *settings, str note)
{
    struct nearest nearest = nearest_start(note);
    for (size_t i = 0; i < KNOWN_NOTES; i++)
        if (str_equal(note, str_from_c(known_notes[i][0])))
            return true;
    return note_of_site(settings, note, &nearest);
}

// Nobody meets words about these unasked; nor about what is not understood.
static bool asks_for_quiet(const struct settings *settings, str note)
{
    static const char *const quiet[] = { "suicide", "zelfbeschadiging", "seksueel-geweld" };
    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
        if (str_equal(note, str_from_c(quiet[i])))
            return true;
    return !note_known(settings, note);
}

void page_notes_read(struct building *building, struct page *page)
{
    struct value_walk walk = { .document = page->document, .id = FIELD_CONTENT_NOTES };
    str *notes = NULL;
    while (value_walk_next(&walk)) {
        if (notes == NULL)
            notes = ARENA_ARRAY(building->arena, str, walk.count);
        notes[walk.value] = note_named(building, walk.text, value_walk_place(&walk));
        page->quiet |= asks_for_quiet(building->settings, notes[walk.value]);
        page->note_count = (uint32_t)walk.count;
    }
    page->notes = notes;
}

bool page_exits_quickly(const struct page *page)
{
    static const char *const topics[] = { "huiselijk-geweld", "kindermishandeling",
                                          "seksueel-geweld", "stalking" };
    str wish = document_text(page->document, FIELD_QUICK_EXIT);
    if (wish.len > 0 && !str_equal(wish, STR("auto")))
        return str_equal(wish, STR("aan"));
    for (size_t i = 0; i < page->note_count; i++)
        for (size_t t = 0; t < sizeof topics / sizeof *topics; t++)
            if (str_equal(page->notes[i], str_from_c(topics[t])))
                return true;
    return false;
}
