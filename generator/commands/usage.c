// SPDX-License-Identifier: EUPL-1.2
#include "commands/usage.h"

// The help of a command, above its options.
static const struct usage {
    const char *name;
    unsigned of;
    const char *head[LANGUAGE_COUNT];
} usages[] = {
    { "build",
      OF_BUILD,
      { "doorleefd build [REPOSITORY] maakt de website.\n",
        "doorleefd build [REPOSITORY] makes the website.\n" } },
    { "check",
      OF_CHECK,
      { "doorleefd check [REPOSITORY] leest en controleert, en schrijft niets.\n",
        "doorleefd check [REPOSITORY] reads and checks, and writes nothing.\n" } },
    { "new",
      OF_NEW,
      { "doorleefd new MAP maakt een map met een kleine website om mee te beginnen.\n",
        "doorleefd new FOLDER makes a folder with a small website to begin with.\n" } },
    { "search",
      OF_SEARCH,
      { "doorleefd search MAP WOORDEN... zoekt in een gemaakte website.\n",
        "doorleefd search FOLDER WORDS... searches a website that was made.\n" } },
    { "explain",
      OF_EXPLAIN,
      { "doorleefd explain ADRES [REPOSITORY] toont waar een bladzijde van gemaakt is.\n",
        "doorleefd explain ADDRESS [REPOSITORY] shows what a page is made from.\n" } },
    { "hook",
      OF_HOOK,
      { "doorleefd hook laat een git-repository de website bouwen bij elke push.\n\n"
        "  doorleefd hook install [REPOSITORY]   bouwt voortaan bij elke push\n"
        "  doorleefd hook publish [REPOSITORY]   bouwt nu wat het laatst gepusht is\n\n"
        "Bij hook install horen ook de opties van build: --output, --theme, --config, --strict ...\n",
        "doorleefd hook has a git repository build the website on each push.\n\n"
        "  doorleefd hook install [REPOSITORY]   builds on each push from now on\n"
        "  doorleefd hook publish [REPOSITORY]   builds what was pushed last\n\n"
        "hook install takes the options of build as well: --output, --theme, --config, --strict "
        "...\n" } },
};
enum { USAGE_COUNT = sizeof usages / sizeof *usages };

static const char *const of_all[LANGUAGE_COUNT] = {
    "doorleefd maakt van een git-repository met ervaringsverhalen en richtlijnen een website.\n\n"
    "  doorleefd new MAP                     begint een nieuwe website\n"
    "  doorleefd build [REPOSITORY]          maakt de website\n"
    "  doorleefd check [REPOSITORY]          leest en controleert, schrijft niets\n"
    "  doorleefd search MAP WOORDEN...       zoekt in een gemaakte website\n"
    "  doorleefd explain ADRES [REPOSITORY]  toont waar een bladzijde van gemaakt is\n"
    "  doorleefd hook install [REPOSITORY]   bouwt voortaan bij elke push\n"
    "  doorleefd version\n\n"
    "'doorleefd build --help' toont de opties van build, en zo bij elke opdracht. Overal horen:\n",
    "doorleefd turns a git repository of experience stories and guidelines into a website.\n\n"
    "  doorleefd new FOLDER                    begins a new website\n"
    "  doorleefd build [REPOSITORY]            makes the website\n"
    "  doorleefd check [REPOSITORY]            reads and checks, writes nothing\n"
    "  doorleefd search FOLDER WORDS...        searches a website that was made\n"
    "  doorleefd explain ADDRESS [REPOSITORY]  shows what a page is made from\n"
    "  doorleefd hook install [REPOSITORY]     builds on each push from now on\n"
    "  doorleefd version\n\n"
    "'doorleefd build --help' shows the options of build, and so for each command. All take:\n",
};

void usage_print(str name, enum language language, FILE *to)
{
    const struct usage *usage = NULL;
    for (size_t i = 0; i < USAGE_COUNT; i++)
        if (str_equal(str_from_c(usages[i].name), name))
            usage = &usages[i];
    fprintf(to, "%s\n", usage == NULL ? of_all[language] : usage->head[language]);
    options_print(usage == NULL ? OF_EACH : usage->of, language, to);
}
