// SPDX-License-Identifier: EUPL-1.2
// What changed in guidelines since the versions that their covers name.
//
// What is public may come back as what was removed; what may not be published
// does not: no text of a chapter that is gone, and nothing of one that is there
// but withheld now, or that was withheld then.
#include "site/editions.h"

#include <string.h>

// ---- One guideline ----

// Whether the version was authorised as such: a later one may keep the day on which
// the one before it was.
static bool has_own_day(const struct edition *edition, const struct edition *newer,
                        const struct edition *older)
{
    if (!date_given(edition->authorised))
        return false;
    const struct edition *beside = older != NULL ? older : newer;
    bool same_day = date_compare(edition->authorised, beside->authorised) == 0;
    return !same_day || (older == NULL && !str_equal(edition->name.version, newer->name.version));
}

// What a reader knows a version by: the day that the cover names, or that it was
// authorised on, or else that it was put into the repository on.
static void editions_date(struct comparison *comparison)
{
    const struct edition *newer = &comparison->now;
    for (size_t i = 0; i < comparison->past_count; i++) {
        struct edition *edition = &comparison->past[i];
        const struct edition *older = i + 1 < comparison->past_count ? edition + 1 : NULL;
        if (!date_given(edition->name.date))
            edition->name.date =
                has_own_day(edition, newer, older) ? edition->authorised : edition->version.day;
        newer = edition;
    }
}

static void print_edition(struct buf *all, const struct edition *edition)
{
    buf_add(all, (str){ (const char *)&edition->name.date, sizeof edition->name.date });
    for (size_t i = 0; i < edition->count; i++) {
        buf_add(all, edition->texts[i].path);
        buf_add_char(all, '\0');
        buf_add(all, (str){ (const char *)edition->texts[i].id, SOURCE_ID_SIZE });
    }
    buf_add_char(all, '\0');
}

static struct fingerprint print_of(const struct comparison *comparison)
{
    struct buf all = { 0 };
    for (size_t i = 0; i < comparison->past_count; i++)
        print_edition(&all, &comparison->past[i]);
    buf_add(&all, FINGERPRINT_VIEW(comparison->withheld_print));
    struct fingerprint print = fingerprint_of(buf_view(&all));
    buf_release(&all);
    return print;
}

// A copy that can be written to: what was found once stays as it is.
static struct edition *past_copied(struct arena *arena, const struct comparison *comparison)
{
    struct edition *past = ARENA_ARRAY(arena, struct edition, comparison->past_count);
    for (size_t i = 0; i < comparison->past_count; i++) {
        past[i] = comparison->past[i];
        past[i].texts = ARENA_ARRAY(arena, struct edition_text, past[i].count);
        memcpy(past[i].texts, comparison->past[i].texts, past[i].count * sizeof *past[i].texts);
    }
    return past;
}

static struct building quiet_copy(const struct building *building, struct arena *arena)
{
    struct building quiet = *building;
    quiet.arena = arena;
    quiet.drafts = false;
    quiet.diagnostics = diagnostics_new();
    return quiet;
}

static void past_read(const struct comparison *comparison, struct arena *arena,
                      struct edition *past)
{
    struct building quiet = quiet_copy(comparison->building, arena);
    struct versions *versions = versions_open(comparison->building->source);
    for (size_t i = 0; i < comparison->past_count; i++)
        edition_read(&quiet, versions, arena, comparison, &past[i]);
    versions_free(versions);
    diagnostics_free(quiet.diagnostics);
}

struct version_changes_list site_changes(const struct changes *changes, struct arena *arena)
{
    const struct comparison *comparison = changes->comparison;
    struct arena *own = arena_new();
    struct edition *past = past_copied(own, comparison);
    struct edition now = comparison->now;
    size_t count = comparison->past_count;
    struct version_changes *at = ARENA_ARRAY(arena, struct version_changes, count);
    past_read(comparison, own, past);
    for (size_t i = 0; i < count; i++)
        at[i] = editions_compare(arena, comparison, &past[i], i == 0 ? &now : &past[i - 1]);
    arena_free(own);
    return (struct version_changes_list){ at, count };
}

// ---- All of them ----

// A chapter may have the address: then the page gets the next, with a message.
static void changes_add(struct building *building, struct page *cover,
                        struct comparison *comparison)
{
    editions_date(comparison);
    struct changes *changes = ARENA_NEW(building->arena, struct changes);
    str wanted = arena_join(building->arena, (str[]){ cover->address, STR("wijzigingen/"), { 0 } });
    changes->address = address_take(
        building, wanted, STR("Doorleefd"),
        field_place(cover->document, document_field(cover->document, FIELD_CHANGES_SINCE)));
    changes->since = comparison->past[0].name;
    changes->print = print_of(comparison);
    changes->comparison = comparison;
    cover->changes = changes;
}

// The building as it is now, for when the changes are asked for.
static const struct building *building_kept(const struct building *building)
{
    struct building *kept = ARENA_NEW(building->arena, struct building);
    *kept = *building;
    return kept;
}

void changes_find(struct building *building)
{
    struct versions *versions = NULL;
    const struct building *kept = NULL;
    struct building quiet = quiet_copy(building, building->arena);
    for (size_t i = 0; i < building->guidelines.pages.count; i++) {
        struct page *cover = building->guidelines.pages.at[i];
        const struct field *field = document_field(cover->document, FIELD_CHANGES_SINCE);
        if (field == NULL || field->count == 0)
            continue;
        if (versions == NULL)
            versions = versions_open(building->source);
        if (kept == NULL)
            kept = building_kept(building);
        struct comparison *comparison = ARENA_NEW(building->arena, struct comparison);
        comparison->cover = cover;
        comparison->building = kept;
        editions_find(building, &quiet, versions, comparison);
        if (comparison->past_count > 0)
            changes_add(building, cover, comparison);
    }
    versions_free(versions);
    diagnostics_free(quiet.diagnostics);
}
