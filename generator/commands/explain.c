// SPDX-License-Identifier: EUPL-1.2
#include "commands/explain.h"

#include "base/list.h"
#include "commands/build.h"

#include <stdlib.h>

// So many commits are looked at for the last one that changed the page.
enum { COMMITS_MAX = 50 };

DIAGNOSTIC(explain_unknown, FAILURE, "er is geen bladzijde '/{1}' die uit teksten is gemaakt",
           "there is no page '/{1}' that is made from texts",
           "schrijf het adres zoals het in de browser staat",
           "write the address as it is in the browser");

struct looking {
    struct arena *arena;
    str address;
    struct recipe recipe;
    bool found;
};

// ---- The address ----

// The part behind the host: "https://voorbeeld.nl/pad/" -> "/pad/"
static str behind_host(str address)
{
    size_t scheme = str_find(address, STR("://"), 0);
    if (scheme == STR_NONE)
        return address;
    size_t path = str_find(address, STR("/"), scheme + 3);
    return path == STR_NONE ? STR("/") : str_after(address, path);
}

static str without_slashes(str path)
{
    while (str_starts(path, STR("/")))
        path = str_after(path, 1);
    return path;
}

// "https://voorbeeld.nl/verhalen/x/index.html#kop" -> "verhalen/x/"
static str address_of(str written)
{
    str address = behind_host(written);
    for (size_t i = 0; i < address.len; i++)
        if (address.at[i] == '#' || address.at[i] == '?')
            address.len = i;
    address = without_slashes(address);
    if (str_ends(address, STR("index.html")))
        address.len -= sizeof "index.html" - 1;
    return address;
}

static bool look_for(struct looking *looking, const struct printer *printer, str address)
{
    looking->address = address;
    looking->found = render_recipe(printer, address, looking->arena, &looking->recipe);
    return looking->found;
}

// With the slash that is at the end of each address of a page, or without.
static bool look_for_both(struct looking *looking, const struct printer *printer, str address)
{
    if (look_for(looking, printer, address) || str_ends(address, STR("/")))
        return looking->found;
    str folder = arena_join(looking->arena, (str[]){ address, STR("/"), { 0 } });
    return look_for(looking, printer, folder);
}

// A website may stand in a folder of its host.
static void look(void *context, const struct printer *printer)
{
    struct looking *looking = context;
    str address = looking->address;
    str top = without_slashes(behind_host(printer->site->settings->address));
    bool within = top.len > 0 && str_starts(address, top);
    str inside = within ? str_after(address, top.len) : address;
    if (!look_for_both(looking, printer, inside) && within)
        look_for_both(looking, printer, address);
    if (!looking->found)
        looking->address = inside;
}

// The page as `revision` makes it; what is wrong with the content is not told here.
static struct looking look_at(const struct options *options, const char *revision, str address,
                              struct arena *arena, struct build_result *result)
{
    struct looking looking = { .arena = arena, .address = address };
    struct build_order order = { .look = look, .context = &looking };
    struct options asked = *options;
    struct diagnostics *diagnostics = diagnostics_new();
    asked.revision = revision;
    *result = build_site(&asked, &order, arena, diagnostics);
    diagnostics_free(diagnostics);
    return looking;
}

// ---- What it is made from ----

static const struct {
    const char *sort;
    const char *names[LANGUAGE_COUNT];
} sorts[] = {
    { "frame", { "programma, vormgeving en instellingen", "program, theme and settings" } },
    { "page", { "plaats in de site, titel, datum, onderwerpen", "place, title, date, terms" } },
    { "document", { "tekst", "text" } },
    { "card", { "wat er staat over", "what is shown of" } },
    { "term", { "onderwerp", "term" } },
    { "list", { "lijst", "list" } },
};

static const char *sort_name(const char *sort, enum language language)
{
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (str_equal(str_from_c(sort), str_from_c(sorts[i].sort)))
            return sorts[i].names[language];
    return sort;
}

static bool same_thing(const struct ingredient *a, const struct ingredient *b)
{
    return str_equal(str_from_c(a->sort), str_from_c(b->sort)) && str_equal(a->name, b->name);
}

static const struct ingredient *find(const struct recipe *recipe, const struct ingredient *wanted)
{
    for (size_t i = 0; i < recipe->count; i++)
        if (same_thing(&recipe->ingredients[i], wanted))
            return &recipe->ingredients[i];
    return NULL;
}

// What is said of nothing is of no use to anyone.
static bool tells(const struct ingredient *ingredient)
{
    return ingredient->name.len > 0 || str_equal(str_from_c(ingredient->sort), STR("frame")) ||
           str_equal(str_from_c(ingredient->sort), STR("page"));
}

static void print_ingredient(const struct ingredient *ingredient, enum language language,
                             const char *what)
{
    bool address = str_equal(str_from_c(ingredient->sort), STR("card")) ||
                   str_equal(str_from_c(ingredient->sort), STR("term"));
    printf("  %s%s%s%.*s%s\n", sort_name(ingredient->sort, language),
           ingredient->name.len > 0 ? ": " : "", address && ingredient->name.len > 0 ? "/" : "",
           STR_ARGS(ingredient->name), what);
}

// Each thing once.
static void print_recipe(const struct recipe *recipe, enum language language)
{
    printf(language == DUTCH ? "sjabloon: %s.mustache\ngemaakt van:\n"
                             : "template: %s.mustache\nmade from:\n",
           recipe->template_name);
    for (size_t i = 0; i < recipe->count; i++) {
        const struct ingredient *ingredient = &recipe->ingredients[i];
        if (find(recipe, ingredient) == ingredient && tells(ingredient))
            print_ingredient(ingredient, language, "");
    }
}

// ---- Whether the next build makes it ----

static void print_standing(const struct options *options, const struct recipe *recipe)
{
    bool dutch = options->language == DUTCH;
    struct fingerprint noted = { 0 };
    bool there = output_noted(options->output, recipe->path, &noted);
    const char *standing =
        !there ? (dutch ? "staat daar nog niet: de volgende bouw maakt haar"
                        : "is not there yet: the next build makes it")
        : fingerprint_empty(recipe->print)
            ? (dutch ? "wordt bij elke bouw gemaakt, en geschreven als zij anders is"
                     : "is made at each build, and written when it differs")
        : fingerprint_equal(noted, recipe->print)
            ? (dutch
                   ? "staat daar zoals zij nu gemaakt zou worden: de volgende bouw laat haar staan"
                   : "is there as it would be made now: the next build leaves it")
            : (dutch ? "staat daar anders: de volgende bouw maakt haar opnieuw"
                     : "is there in another form: the next build makes it again");
    printf("%s/%.*s\n  %s\n", options->output, STR_ARGS(recipe->path), standing);
}

// ---- Since when it is as it is ----

static void print_change(const struct recipe *now, const struct recipe *before,
                         enum language language)
{
    bool dutch = language == DUTCH;
    for (size_t i = 0; i < now->count; i++) {
        const struct ingredient *ingredient = &now->ingredients[i];
        const struct ingredient *old = find(before, ingredient);
        if (!tells(ingredient))
            continue;
        if (old == NULL)
            print_ingredient(ingredient, language, dutch ? " (nieuw)" : " (new)");
        else if (find(now, ingredient) == ingredient &&
                 !fingerprint_equal(old->print, ingredient->print))
            print_ingredient(ingredient, language, dutch ? " (veranderd)" : " (changed)");
    }
    for (size_t i = 0; i < before->count; i++)
        if (find(now, &before->ingredients[i]) == NULL && tells(&before->ingredients[i]))
            print_ingredient(&before->ingredients[i], language, dutch ? " (weg)" : " (gone)");
}

static void print_last_change(const struct options *options, str revision)
{
    if (options->language == DUTCH)
        printf("veranderde het laatst met %.*s:\n", (int)(revision.len < 9 ? revision.len : 9),
               revision.at);
    else
        printf("changed last with %.*s:\n", (int)(revision.len < 9 ? revision.len : 9),
               revision.at);
}

// Goes back along first parents to the commit that made the page what it is.
static void print_history(const struct options *options, const struct recipe *now, str address,
                          str revision, struct arena *arena)
{
    bool dutch = options->language == DUTCH;
    for (unsigned back = 1; back <= COMMITS_MAX; back++) {
        struct build_result result;
        str name = arena_join(arena, (str[]){ str_from_c(options->revision),
                                              STR("~"),
                                              arena_copy(arena, NUMBER(back)),
                                              { 0 } });
        struct looking looking = look_at(options, name.at, address, arena, &result);
        if (result.revision.len == 0)
            return;
        if (!looking.found || !fingerprint_equal(looking.recipe.print, now->print)) {
            print_last_change(options, revision);
            if (looking.found)
                print_change(now, &looking.recipe, options->language);
            else
                puts(dutch ? "  toen kwam zij" : "  then it came");
            return;
        }
        revision = result.revision;
    }
    printf(dutch ? "is dezelfde sinds de laatste %d commits\n"
                 : "has been the same for %d commits\n",
           COMMITS_MAX);
}

// Feeds, the register and the search index, for example.
static bool print_made_of_all(const struct options *options, str address)
{
    struct fingerprint print;
    struct arena *arena = arena_new();
    str page = arena_join(arena, (str[]){ address,
                                          str_ends(address, STR("/")) ? STR("") : STR("/"),
                                          STR("index.html"),
                                          { 0 } });
    bool there = output_noted(options->output, address, &print);
    str path = there ? address : page;
    there = there || output_noted(options->output, page, &print);
    if (there)
        printf(options->language == DUTCH
                   ? "%s/%.*s\n  wordt bij elke bouw gemaakt uit de site als geheel, en geschreven "
                     "als het anders is\n"
                   : "%s/%.*s\n  is made from the site as a whole at each build, and written when "
                     "it differs\n",
               options->output, STR_ARGS(path));
    arena_free(arena);
    return there;
}

static void say_unknown(const struct options *options, str address)
{
    struct diagnostics *diagnostics = diagnostics_new();
    diagnose(diagnostics, &explain_unknown, (struct place){ 0 }, VALUES(address));
    diagnostics_print(diagnostics, options->messages, options->language, stdout);
    diagnostics_free(diagnostics);
}

int explain_run(const struct options *options)
{
    struct arena *arena = arena_new();
    struct options asked = *options;
    struct build_result result;
    str address = address_of(str_from_c(options->arguments[0]));
    asked.arguments++;
    asked.argument_count--;
    struct looking looking = look_at(&asked, asked.revision, address, arena, &result);
    bool known = looking.found || print_made_of_all(&asked, looking.address);
    if (looking.found) {
        print_standing(&asked, &looking.recipe);
        print_recipe(&looking.recipe, asked.language);
        if (!asked.worktree && !fingerprint_empty(looking.recipe.print))
            print_history(&asked, &looking.recipe, looking.address, result.revision, arena);
    } else if (!known) {
        say_unknown(&asked, looking.address);
    }
    arena_free(arena);
    return known ? EXIT_DONE : EXIT_WORLD;
}
