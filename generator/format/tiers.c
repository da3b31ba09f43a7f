// SPDX-License-Identifier: EUPL-1.2
#include "format/tiers.h"

size_t tier_usual(size_t tier)
{
    return tier == 0 ? 256 : tier == 1 ? 2048 : 4096;
}

size_t tier_least(size_t tier)
{
    return tier_usual(tier) - tier_usual(tier) / 8;
}

size_t tier_most(size_t tier)
{
    return tier_usual(tier) + tier_usual(tier) / 4;
}

// One page in `chance`, by its number, may begin a tier.
static bool page_begins(uint32_t page, size_t chance)
{
    return (page * 0x9E3779B97F4A7C15u >> 32) % chance == 0;
}

// A tier ends where the level changes, or before some pages: without these a level that
// many pages have would be cut after so many of them.
static bool is_end(const struct posting *posting, size_t chance)
{
    return posting[0].level != posting[-1].level || page_begins(posting->page, chance);
}

size_t tier_end(size_t tier, const struct posting *postings, size_t known, size_t left)
{
    size_t most = left < tier_most(tier) ? left : tier_most(tier);
    size_t at = left <= tier_usual(tier) ? left : tier_least(tier);
    while (at < most && at < known && !is_end(&postings[at], tier_usual(tier) / 8))
        at++;
    return at > known || (at == known && at < most) ? 0 : at;
}

void tier_count_add(struct buf *to, size_t tier, size_t count, size_t left)
{
    if (left > tier_usual(tier))
        varint_add(to, count - tier_least(tier));
}

size_t tier_count_read(struct cursor *from, size_t tier, size_t left)
{
    if (left <= tier_usual(tier))
        return left;
    uint64_t more = cursor_varint(from);
    size_t most = left < tier_most(tier) ? left : tier_most(tier);
    if (more <= most - tier_least(tier))
        return tier_least(tier) + (size_t)more;
    from->broken = true;
    return left;
}
