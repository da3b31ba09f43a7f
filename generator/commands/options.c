// SPDX-License-Identifier: EUPL-1.2
#include "commands/options.h"

#include "base/nearest.h"
#include "base/parallel.h"
#include "site/site.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_ADDRESS,
    OPTION_JOBS,
    OPTION_COUNTED,
    OPTION_MESSAGES,
    OPTION_LANGUAGE,
};

enum { RESULTS = 10, RESULTS_MOST = 1000 };

// An option is a row: where its value goes, what it is for, and which commands heed it.
struct option {
    const char *name;
    unsigned of;
    enum option_type type;
    size_t offset; // in struct options
    const char *value_name;
    const char *help[LANGUAGE_COUNT];
};

static const struct option options_table[] = {
    { "revision",
      OF_MAKING,
      OPTION_TEXT,
      offsetof(struct options, revision),
      "REV",
      { "commit, tag of branch (HEAD)", "commit, tag or branch (HEAD)" } },
    { "worktree",
      OF_MAKING,
      OPTION_FLAG,
      offsetof(struct options, worktree),
      "",
      { "lees de bestanden op schijf, ook wat nog niet vastgelegd is",
        "read the files on disk, uncommitted work included" } },
    { "content",
      OF_MAKING,
      OPTION_TEXT,
      offsetof(struct options, content),
      "MAP",
      { "map met de inhoud in de repository (content)",
        "folder of the content in the repository (content)" } },
    { "config",
      OF_MAKING,
      OPTION_TEXT,
      offsetof(struct options, config),
      "BESTAND",
      { "instellingen die voorgaan op site.yaml", "settings laid over site.yaml" } },
    { "theme",
      OF_MAKING,
      OPTION_TEXT,
      offsetof(struct options, theme),
      "NAAM|MAP",
      { "vormgeving (default)", "theme (default)" } },
    { "output",
      OF_BUILD,
      OPTION_TEXT,
      offsetof(struct options, output),
      "MAP",
      { "waar de website komt (public)", "where the website goes (public)" } },
    { "cache",
      OF_MAKING,
      OPTION_TEXT,
      offsetof(struct options, cache),
      "MAP",
      { "wat eerdere bouwen onthielden (in de map van git)",
        "what earlier builds remembered (in git's folder)" } },
    { "no-cache",
      OF_MAKING,
      OPTION_FLAG,
      offsetof(struct options, no_cache),
      "",
      { "gebruik en onthoud niets", "use and remember nothing" } },
    { "changes",
      OF_BUILD,
      OPTION_TEXT,
      offsetof(struct options, changes),
      "BESTAND",
      { "schrijf op wat veranderde, ook in BESTAND.new en .removed",
        "list what changed, also in BESTAND.new and .removed" } },
    { "jobs",
      OF_MAKING,
      OPTION_JOBS,
      offsetof(struct options, jobs),
      "N",
      { "aantal rekenkernen (alle)", "number of processors (all)" } },
    { "compress",
      OF_BUILD,
      OPTION_FLAG,
      offsetof(struct options, compress),
      "",
      { "zet naast tekstbestanden ook .gz en .br, voor de webserver",
        "put .gz and .br beside text files, for the web server" } },
    { "drafts",
      OF_MAKING,
      OPTION_FLAG,
      offsetof(struct options, drafts),
      "",
      { "ook wat nog niet gepubliceerd is, om zelf te bekijken",
        "what is not yet published as well, to look at" } },
    { "strict",
      OF_BUILD,
      OPTION_FLAG,
      offsetof(struct options, strict),
      "",
      { "zet niets op de site als er een fout is", "publish nothing when there is an error" } },
    { "timings",
      OF_BUILD | OF_CHECK,
      OPTION_FLAG,
      offsetof(struct options, timings),
      "",
      { "toon tijd en geheugen van elke stap", "show time and memory of each stage" } },
    { "messages",
      OF_EACH,
      OPTION_MESSAGES,
      offsetof(struct options, messages),
      "text|json|github",
      { "vorm van de meldingen (text)", "form of the messages (text)" } },
    { "language",
      OF_EACH,
      OPTION_LANGUAGE,
      offsetof(struct options, language),
      "nl|en",
      { "taal van de meldingen (nl)", "language of the messages (nl)" } },
    { "limit",
      OF_SEARCH,
      OPTION_COUNTED,
      offsetof(struct options, limit),
      "N",
      { "aantal resultaten (10)", "number of results (10)" } },
    { "explain",
      OF_SEARCH,
      OPTION_FLAG,
      offsetof(struct options, explain),
      "",
      { "waarom een pagina op haar plaats staat", "why a page has the place it has" } },
    { "json",
      OF_SEARCH,
      OPTION_FLAG,
      offsetof(struct options, json),
      "",
      { "het antwoord voor andere programma's", "the answer for other programs" } },
    { "index-language",
      OF_SEARCH,
      OPTION_TEXT,
      offsetof(struct options, index_language),
      "TAAL",
      { "taal van de pagina's (die van de site)", "language of the pages (that of the site)" } },
    { "address",
      OF_MAKING,
      OPTION_ADDRESS,
      offsetof(struct options, address),
      "ADRES",
      { "adres van de website (dat van site.yaml)",
        "address of the website (that of site.yaml)" } },
    { "previews",
      OF_HOOK,
      OPTION_FLAG,
      offsetof(struct options, previews),
      "",
      { "andere branches komen in preview/", "other branches go to preview/" } },
    { "background",
      OF_HOOK,
      OPTION_FLAG,
      offsetof(struct options, background),
      "",
      { "bouw verder als de push klaar is", "go on building when the push is done" } },
    { "no-status",
      OF_HOOK,
      OPTION_FLAG,
      offsetof(struct options, no_status),
      "",
      { "geen bladzijde /bouwstatus/", "no page /bouwstatus/" } },
    { "allow-email",
      OF_HOOK,
      OPTION_TEXT,
      offsetof(struct options, allow_email),
      "PATROON,...",
      { "weiger commits met een ander e-mailadres",
        "refuse commits with another e-mail address" } },
    { "allow-kinds",
      OF_HOOK,
      OPTION_TEXT,
      offsetof(struct options, allow_kinds),
      "md,jpg,...",
      { "weiger bestanden van een andere soort", "refuse files of another kind" } },
    { "max-file",
      OF_HOOK,
      OPTION_TEXT,
      offsetof(struct options, max_file),
      "GROOTTE",
      { "weiger grotere bestanden, zoals 5m", "refuse larger files, such as 5m" } },
    { "help",
      OF_EACH,
      OPTION_FLAG,
      offsetof(struct options, help),
      "",
      { "deze uitleg", "this text" } },
};
enum { OPTION_COUNT = sizeof options_table / sizeof *options_table };
_Static_assert((int)OPTION_COUNT <= (int)OPTIONS_MOST, "there is room for what was given");

void options_print(unsigned of, enum language language, FILE *to)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options_table[i];
        if ((option->of & of) != of)
            continue;
        int width = fprintf(to, "    --%s %s", option->name, option->value_name);
        fprintf(to, "%*s%s\n", width < 36 ? 36 - width : 1, "", option->help[language]);
    }
}

static bool complain(const struct options *options, const char *dutch, const char *english,
                     const char *subject, str near)
{
    fprintf(stderr, "doorleefd: %s: %s", subject, options->language == DUTCH ? dutch : english);
    if (near.len > 0)
        fprintf(stderr,
                options->language == DUTCH ? "; bedoelde je --%.*s?" : "; did you mean --%.*s?",
                STR_ARGS(near));
    fputs(options->language == DUTCH ? "\n  'doorleefd --help' toont wat er kan\n"
                                     : "\n  'doorleefd --help' shows what can be asked\n",
          stderr);
    return false;
}

static const struct option *option_find(str name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (str_equal(str_from_c(options_table[i].name), name))
            return &options_table[i];
    return NULL;
}

static str option_nearest(str name)
{
    struct nearest nearest = nearest_start(name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        nearest_try(&nearest, str_from_c(options_table[i].name));
    return nearest.found;
}

// The position of `value` among `words`, or -1.
static int choice(const char *value, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (str_equal(str_from_c(value), str_from_c(words[i])))
            return i;
    return -1;
}

static bool number_store(void *place, const char *value, unsigned most)
{
    unsigned number;
    if (!str_to_number(str_from_c(value), &number) || number == 0 || number > most)
        return false;
    *(unsigned *)place = number;
    return true;
}

static bool option_store(struct options *options, const struct option *option, const char *value)
{
    static const char *const forms[] = { "text", "json", "github" };
    static const char *const languages[] = { "nl", "en" };
    void *place = (char *)options + option->offset;
    int chosen = 0;
    switch (option->type) {
    case OPTION_FLAG:
        *(bool *)place = true;
        break;
    case OPTION_ADDRESS:
    case OPTION_TEXT:
        if (value[0] == '\0' ||
            (option->type == OPTION_ADDRESS && !settings_address_complete(str_from_c(value))))
            return false;
        *(const char **)place = value;
        break;
    case OPTION_JOBS:
        return number_store(place, value, PARALLEL_JOBS_MAX);
    case OPTION_COUNTED:
        return number_store(place, value, RESULTS_MOST);
    case OPTION_MESSAGES:
        if ((chosen = choice(value, forms, 3)) >= 0)
            *(enum message_form *)place = (enum message_form)chosen;
        break;
    case OPTION_LANGUAGE:
        if ((chosen = choice(value, languages, 2)) >= 0)
            *(enum language *)place = (enum language)chosen;
        break;
    }
    return chosen >= 0;
}

static bool option_set(struct options *options, const struct option *option, const char *value)
{
    if (!option_store(options, option, value))
        return false;
    options->given[option - options_table] = value == NULL ? "true" : value;
    return true;
}

const char *options_given(const struct options *options, const char *name)
{
    const struct option *option = option_find(str_from_c(name));
    return option == NULL ? NULL : options->given[option - options_table];
}

bool options_set(struct options *options, const char *name, const char *value)
{
    const struct option *option = option_find(str_from_c(name));
    return option != NULL && option_set(options, option, value);
}

// `--name value` and `--name=value`; moves `*at` over what it takes.
static bool option_read(struct options *options, int argc, char **argv, int *at)
{
    const char *written = argv[*at];
    str name;
    str rest;
    bool joined = str_cut(str_from_c(written + 2), '=', &name, &rest);
    const struct option *option = option_find(name);
    if (option == NULL)
        return complain(options, "deze optie bestaat niet", "there is no such option", written,
                        option_nearest(name));
    const char *value = joined ? rest.at : NULL;
    if (option->type == OPTION_FLAG && joined)
        return complain(options, "hierbij hoort geen waarde", "this takes no value", written,
                        STR(""));
    if (option->type != OPTION_FLAG && !joined) {
        if (*at + 1 >= argc)
            return complain(options, "hierachter ontbreekt de waarde", "its value is missing",
                            written, STR(""));
        value = argv[++*at];
    }
    if (option_set(options, option, value))
        return true;
    if (option->type == OPTION_ADDRESS)
        return complain(options, "schrijf het hele adres, zoals https://voorbeeld.nl/",
                        "write the whole address, such as https://example.org/", written, STR(""));
    return complain(options, "dat is geen goede waarde", "that is not a good value", written,
                    STR(""));
}

static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1)
        return 1;
    return count > PARALLEL_JOBS_MAX ? PARALLEL_JOBS_MAX : (unsigned)count;
}

bool options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){
        .revision = "HEAD",
        .theme = "default",
        .output = "public",
        .jobs = processors(),
        .limit = RESULTS,
    };
    bool only_arguments = false;
    int count = 0;
    for (int i = 0; i < argc; i++) {
        str word = str_from_c(argv[i]);
        if (!only_arguments && str_equal(word, STR("--")))
            only_arguments = true;
        else if (only_arguments || !str_starts(word, STR("--")))
            argv[count++] = argv[i];
        else if (!option_read(options, argc, argv, &i))
            return false;
    }
    options->arguments = (const char *const *)argv;
    options->argument_count = count;
    return true;
}
