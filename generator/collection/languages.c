// SPDX-License-Identifier: EUPL-1.2
#include "collection/languages.h"

#include "base/list.h"
#include "base/map.h"

#include <stdlib.h>

struct spoken {
    str code;
    size_t pages;
};

// In how many pages each language is.
struct census {
    struct arena *arena;
    struct map *known;
    LIST(struct spoken *) all;
};

static struct spoken *spoken_of(struct census *census, str code)
{
    struct spoken *spoken = map_get(census->known, code);
    if (spoken != NULL)
        return spoken;
    spoken = ARENA_NEW(census->arena, struct spoken);
    *spoken = (struct spoken){ code, 0 };
    map_put(census->known, code, spoken);
    LIST_ADD(census->arena, census->all, spoken);
    return spoken;
}

static int spoken_order(const void *a, const void *b)
{
    const struct spoken *one = *(struct spoken *const *)a;
    const struct spoken *other = *(struct spoken *const *)b;
    if (one->pages != other->pages)
        return one->pages > other->pages ? -1 : 1;
    return str_compare(one->code, other->code);
}

struct languages languages_of(struct arena *arena, const struct site *site)
{
    struct census census = { .arena = arena, .known = map_new(arena) };
    struct spoken *own = spoken_of(&census, site->language);
    struct spoken *spoken = own;
    for (size_t i = 0; i < site->page_count; i++) {
        if (!str_equal(site->pages[i]->language, spoken->code))
            spoken = spoken_of(&census, site->pages[i]->language);
        spoken->pages++;
    }
    own->pages = SIZE_MAX; // the first, however many there are
    qsort(census.all.at, census.all.count, sizeof *census.all.at, spoken_order);
    size_t count = census.all.count < LANGUAGES_MOST ? census.all.count : LANGUAGES_MOST;
    str *codes = ARENA_ARRAY(arena, str, count);
    for (size_t i = 0; i < count; i++)
        codes[i] = census.all.at[i]->code;
    qsort(codes + 1, count - 1, sizeof *codes, str_order);
    return (struct languages){ codes, count, census.all.count > count };
}

bool language_belongs(const struct languages *languages, size_t number, str language)
{
    if (str_equal(language, languages->codes[number]))
        return true;
    if (number > 0 || !languages->more)
        return false;
    return bsearch(&language, languages->codes + 1, languages->count - 1, sizeof language,
                   str_order) == NULL;
}

str language_label(str code)
{
    static const char *const labels[][2] = {
        { "ar", "العربية" },     { "bg", "Български" }, { "de", "Deutsch" },
        { "en", "English" },     { "es", "Español" },   { "fa", "فارسی" },
        { "fr", "Français" },    { "fy", "Frysk" },     { "it", "Italiano" },
        { "ku", "Kurdî" },       { "li", "Limburgs" },  { "nl", "Nederlands" },
        { "pap", "Papiamento" }, { "pl", "Polski" },    { "pt", "Português" },
        { "ro", "Română" },      { "ru", "Русский" },   { "so", "Soomaali" },
        { "ti", "ትግርኛ" },        { "tr", "Türkçe" },    { "uk", "Українська" },
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_equal(code, str_from_c(labels[i][0])))
            return str_from_c(labels[i][1]);
    return code;
}

str language_root(struct arena *arena, const struct languages *languages, size_t number)
{
    if (number == 0)
        return STR("root.json");
    return arena_join(arena,
                      (str[]){ STR("root-"), languages->codes[number], STR(".json"), { 0 } });
}
