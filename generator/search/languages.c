// SPDX-License-Identifier: EUPL-1.2
#include "search/languages.h"

#include "base/list.h"

#include <stdlib.h>

struct languages languages_of(struct arena *arena, const struct site *site)
{
    LIST(str) codes = { 0 };
    LIST_ADD(arena, codes, site->language);
    for (size_t i = 0; i < site->page_count; i++) {
        size_t known = 0;
        while (known < codes.count && !str_equal(codes.at[known], site->pages[i]->language))
            known++;
        if (known == codes.count)
            LIST_ADD(arena, codes, site->pages[i]->language);
    }
    qsort(codes.at + 1, codes.count - 1, sizeof *codes.at, str_order);
    return (struct languages){ codes.at, codes.count };
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
