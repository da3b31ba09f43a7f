// SPDX-License-Identifier: EUPL-1.2
#include "collection/weights.h"

#include "collection/sighted.h"
#include "collection/sightings.h"

#include <math.h>

// What a part counts for, and how much a long one is held against its words.
static const struct {
    double weight;
    double length;
} PARTS[PART_COUNT] = {
    [PART_TITLE] = { 3.0, 0.4 },   [PART_HEADINGS] = { 0.5, 0.4 }, [PART_TERMS] = { 0.5, 0.3 },
    [PART_SUMMARY] = { 0.6, 0.3 }, [PART_BODY] = { 1.0, 0.7 },
};

static const double SATURATION = 1.2;

// In steps of a quarter octave: so a page more or less, which changes the number of
// pages, their average length, and on how many of them its words are by a little,
// changes hardly ever what a word says about another page.
static double roughly(double number)
{
    return number <= 0 ? number : exp2(round(log2(number) * 4) / 4);
}

struct weights weights_of(const struct collection *collection)
{
    struct weights weights = { .entries = roughly((double)collection->entry_count),
                               .lengths = (const uint32_t(*)[PART_COUNT])collection->lengths };
    for (size_t part = 0; part < PART_COUNT; part++) {
        uint64_t words = 0;
        uint64_t filled = 0;
        for (size_t i = 0; i < collection->space; i++) {
            words += collection->lengths[i][part];
            filled += collection->lengths[i][part] > 0;
        }
        double average = filled == 0 ? 1 : roughly((double)words / (double)filled);
        weights.parts[part].base = SATURATION * (1 - PARTS[part].length);
        weights.parts[part].slope = SATURATION * PARTS[part].length / average;
    }
    str parts = { (const char *)weights.parts, sizeof weights.parts };
    weights.print = fingerprint_of_list((str[]){ FINGERPRINT_VIEW(weights.entries), parts }, 2);
    return weights;
}

void found_count(const struct sighting *sightings, size_t count, uint32_t found[PART_COUNT])
{
    for (size_t part = 0; part < PART_COUNT; part++) {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += sightings[i].counts[part] > 0;
        found[part] = sum;
    }
}

struct rarity rarity_of(const struct weights *weights, const uint32_t found[PART_COUNT])
{
    struct rarity rarity;
    for (size_t part = 0; part < PART_COUNT; part++) {
        double with = roughly((double)found[part]);
        double without = weights->entries > with ? weights->entries - with : 0;
        rarity.of[part] =
            PARTS[part].weight * log(1 + (without + 0.5) / (with + 0.5)) * (SATURATION + 1);
    }
    return rarity;
}

static double part_impact(const struct weights *weights, const struct rarity *rarity, size_t part,
                          uint16_t counted, uint32_t length)
{
    const struct part_weight *weight = &weights->parts[part];
    double count = (double)counted / COUNT_WHOLE;
    double against = weight->base + weight->slope * (double)length;
    return rarity->of[part] * count / (count + against);
}

unsigned sighting_level(const struct weights *weights, const struct rarity *rarity,
                        const struct sighting *sighting, const uint32_t lengths[PART_COUNT])
{
    double impact = 0;
    size_t first = only_in_body(sighting->counts) ? PART_BODY : 0; // as most are
    for (size_t part = first; part < PART_COUNT; part++)
        if (sighting->counts[part] > 0)
            impact += part_impact(weights, rarity, part, sighting->counts[part], lengths[part]);
    return level_of(impact);
}

void weigh(const struct weights *weights, const struct rarity *rarity,
           const struct sighting *sightings, size_t count, struct posting *postings,
           unsigned char *levels)
{
    // Sorted by counting: how many there are of each level says where they go.
    size_t start[LEVEL_COUNT] = { 0 };
    for (size_t i = 0; i < count; i++) {
        const uint32_t *lengths = weights->lengths[sightings[i].number];
        levels[i] = (unsigned char)sighting_level(weights, rarity, &sightings[i], lengths);
        start[levels[i]]++;
    }
    size_t before = 0;
    for (size_t level = LEVEL_COUNT; level-- > 0;) {
        size_t len = start[level];
        start[level] = before;
        before += len;
    }
    for (size_t i = 0; i < count; i++)
        postings[start[levels[i]]++] =
            (struct posting){ sightings[i].number, levels[i], sightings[i].told };
}
