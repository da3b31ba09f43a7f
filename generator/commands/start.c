// SPDX-License-Identifier: EUPL-1.2
// The folder start/ as a part of the program, so that a new site can be made anywhere.
#include "commands/start.h"

#include "base/embedded.h"

// Every file of the folder is a row.
#define FILES(FILE)                                               \
    FILE(readme, "README.md")                                     \
    FILE(ignored, ".gitignore")                                   \
    FILE(settings, "content/site.yaml")                           \
    FILE(about, "content/over.md")                                \
    FILE(share, "content/deel-je-verhaal.md")                     \
    FILE(withdraw, "content/verhaal-intrekken.md")                \
    FILE(help, "content/hulp-en-praten.md")                       \
    FILE(safety, "content/veilig-online.md")                      \
    FILE(privacy, "content/privacy.md")                           \
    FILE(story, "content/verhalen/voorbeeld.md")                  \
    FILE(guideline, "content/richtlijnen/voorbeeld/index.md")     \
    FILE(chapter, "content/richtlijnen/voorbeeld/01-begin.md")    \
    FILE(sector_debts, "content/sectoren/armoede-en-schulden.md") \
    FILE(sector_psychiatry, "content/sectoren/ggz.md")            \
    FILE(sector_carers, "content/sectoren/mantelzorg.md")         \
    FILE(theme_recovery, "content/themas/herstel.md")             \
    FILE(theme_hope, "content/themas/hoop.md")                    \
    FILE(theme_family, "content/themas/naasten-en-gezin.md")      \
    FILE(queries, "tests/search.yaml")

#define EMBED(name, path) EMBEDDED(start_##name, START_FOLDER "/" path);
FILES(EMBED)

enum {
#define NUMBER_OF(name, path) NUMBER_##name,
    FILES(NUMBER_OF) COUNT
};

size_t start_count(void)
{
    return COUNT;
}

struct file start_file(size_t number)
{
    switch (number) {
#define RETURN_FILE(name, path) \
    case NUMBER_##name:         \
        return (struct file){ STR(path), EMBEDDED_BYTES(start_##name) };
        FILES(RETURN_FILE)
    default:
        return (struct file){ STR(""), STR("") };
    }
}
