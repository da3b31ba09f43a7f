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
           "is het klaar? schrijf dan: status: gepubliceerd; nog niet? controleer het met --drafts",
           "is it ready? write: status: published; not yet? check it with --drafts");
DIAGNOSTIC(
    publication_doubtful, ERROR,
    "wat hier over publiceren staat, is niet te begrijpen; daarom komt dit niet op de site",
    "what is said here about publishing cannot be understood; so this is left off the site",
    "kijk naar de regels met status en toestemming; goed is bijvoorbeeld: status: gepubliceerd",
    "look at the lines with status and consent; right is, for example: status: published");
DIAGNOSTIC(field_missing, ERROR, "het veld '{1}' ontbreekt", "the field '{1}' is missing",
           "zet tussen de lijnen met --- een regel als: {1}: ...",
           "add a line such as '{1}: ...' between the lines with ---");
DIAGNOSTIC(field_not_allowed, WARNING, "het veld '{1}' hoort niet bij dit soort bladzijde",
           "the field '{1}' does not belong to this sort of page", "haal de regel weg",
           "remove the line");

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
    if (!document->publication_unclear || !building->settings->given)
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

static void field_missing_check(struct building *building, const struct document *document,
                                enum field_id id)
{
    bool titled = (id == FIELD_TITLE || id == FIELD_LABEL) && !document->title_guessed;
    if (!titled)
        diagnose(building->diagnostics, &field_missing, document_place(document),
                 VALUES(field_name(id, DUTCH)));
}

void page_fields_check(struct building *building, const struct document *document,
                       enum base_kind base)
{
    const struct field_rules *rules = &building->rules[base];
    uint64_t missing = rules->required & ~document->written;
    uint64_t strange = document->written & ~rules->allowed;
    if (!building->settings->given)
        return;
    for (enum field_id id = 0; id < FIELD_TAXONOMY && (missing | strange) >> id != 0; id++) {
        if (missing >> id & 1)
            field_missing_check(building, document, id);
        const struct field *field = strange >> id & 1 ? document_field(document, id) : NULL;
        if (field != NULL)
            diagnose(building->diagnostics, &field_not_allowed, field_place(document, field),
                     VALUES(field_key(document, field)));
    }
}
