// SPDX-License-Identifier: EUPL-1.2
// Which files the website has.  The pages of the site, and those of a list, are
// planned as one: at 100,000 pages a row for each would be read from memory only to
// find that nothing is to be done.
#include "render/context.h"

#include "base/bisect.h"

static void add(struct rendering *rendering, struct stretch stretch)
{
    stretch.from = rendering->job_count;
    rendering->job_count += stretch.count;
    LIST_ADD(rendering->arena, rendering->stretches, stretch);
}

void plan(struct rendering *rendering, const struct page_type *type, str address,
          const void *subject, size_t number)
{
    struct job job = { type, address, subject, number };
    add(rendering, (struct stretch){ .job = job, .count = 1 });
}

void plan_listing(struct rendering *rendering, const struct page_type *type, str address,
                  const void *subject, size_t entries)
{
    struct job job = { type, address, subject, 0 };
    size_t pages = listing_pages(rendering->site, entries);
    add(rendering, (struct stretch){ .job = job, .count = pages, .sort = STRETCH_LISTING });
}

void plan_own(struct rendering *rendering)
{
    add(rendering, (struct stretch){ .count = rendering->site->page_count, .sort = STRETCH_OWN });
}

// ---- Jobs ----

const struct stretch *stretch_of(const struct rendering *rendering, size_t number)
{
    size_t behind;
    BISECT(behind, 1, rendering->stretches.count, rendering->stretches.at[behind].from <= number);
    return &rendering->stretches.at[behind - 1];
}

struct job stretch_job(const struct rendering *rendering, const struct stretch *stretch,
                       size_t number, struct arena *arena)
{
    struct job job = stretch->job;
    size_t offset = number - stretch->from;
    if (stretch->sort == STRETCH_OWN)
        return job_of_page(rendering->site, rendering->site->pages[offset]);
    if (stretch->sort == STRETCH_LISTING) {
        job.number = offset;
        job.address = address_among(arena, job.address, offset, stretch->count);
    }
    return job;
}
