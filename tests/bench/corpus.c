// SPDX-License-Identifier: EUPL-1.2
// Makes a repository of invented stories to measure with: the same for the same
// number and seed, on every machine.
//
//     corpus COUNT [SEED] | git fast-import --quiet       (in a new repository)
//
// Words follow Zipf's law (rank r as often as 1/r) over a vocabulary of Dutch
// words and of compounds made of them, so that a collection of n words has
// about n^0.6 different ones, as real text has (Heaps' law).

#include "base/buf.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 700, SENTENCE = 12, PARAGRAPH = 80, SECTION = 230, PER_FOLDER = 1000 };

static const char function_words[] =
    "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem "
    "dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb "
    "hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel "
    "meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie werd altijd doch wordt "
    "wezen kunnen ons zelf tegen na reeds wil kon niets uw iemand geweest andere";

static const char plain_words[] =
    "zeggen komen gaan weten zien staan vragen denken voelen praten luisteren helpen zoeken vinden "
    "wachten bellen schrijven lezen werken leren wonen slapen lopen zitten huilen lachen beginnen "
    "stoppen durven proberen vertellen begrijpen merken blijven geven krijgen nemen brengen houden "
    "goed slecht klein groot lang kort nieuw oud moe bang boos blij stil rustig druk moeilijk zwaar "
    "licht open dicht eerlijk veilig alleen samen thuis buiten later eerst daarna soms vaak nooit "
    "weer vandaag morgen gisteren ochtend middag avond nacht week maand jaar uur tafel stoel deur "
    "raam keuken straat bus trein fiets winkel brief telefoon formulier koffie brood tuin hond kat "
    "boom regen zon hand hoofd hart stem naam woord zin vraag antwoord plan stap fout kans dag";

static const char nouns[] =
    "zorg hulp ervaring kennis herstel schuld gezin kind ouder naaste familie vriend buurt wijk team "
    "gesprek verhaal leven werk school huis kamer groep training opleiding begeleiding behandeling "
    "opname crisis medicatie diagnose klacht recht plicht geld inkomen uitkering gemeente raad beleid "
    "regel wet aanvraag loket dossier rapport afspraak dienst instelling organisatie vereniging "
    "cliënt patiënt verpleegkundige arts psychiater huisarts maatje coach trainer vrijwilliger "
    "mantelzorg jeugd ouderen vluchteling handicap ziekte pijn verdriet rouw verlies hoop moed "
    "vertrouwen respect ruimte rust tijd aandacht steun kracht veerkracht grens keuze regie doel "
    "droom angst schaamte stigma trauma geweld verslaving alcohol drugs eetstoornis depressie "
    "psychose slaap energie beweging voeding muziek theater kunst sport natuur taal cultuur geloof "
    "zin betekenis toekomst verleden jeugdzorg wonen opvang straf toezicht overgang onderwijs klas "
    "leraar stage diploma baan collega baas salaris contract project onderzoek methode module";

static const char *const sectors[] = {
    "ggz", "verslavingszorg", "jeugdzorg", "forensische-zorg", "maatschappelijke-opvang",
    "beschermd-wonen", "gehandicaptenzorg", "huisartsenzorg", "wijkteam-en-sociaal-werk",
    "sociaal-domein-gemeente", "revalidatie", "ziekenhuiszorg", "chronische-en-zeldzame-ziekten",
    "complexe-zorg-thuis", "armoede-en-schulden", "werk-en-inkomen", "onderwijs",
    "vluchtelingenopvang", "mantelzorg", "clienten-en-patientenorganisaties",
    "zelfregie-en-herstelorganisaties", "cultuur",
};

static const char *const themes[] = {
    "herstel", "vrije-ruimte", "eigen-regie", "empowerment", "hoop", "betekenis-en-zingeving",
    "rouw-en-verlies", "stigma-en-zelfstigma", "schaamte-en-taboe", "inclusie-en-participatie",
    "eenzaamheid", "lotgenoten-en-zelfhulp", "naasten-en-gezin", "diagnose-en-labels",
    "taal-en-jargon", "behandeling-en-medicatie", "samen-beslissen", "crisis", "dwang-en-drang",
    "trauma", "opname", "wonen", "werk-en-dagbesteding", "geld-en-schulden", "school-en-leren",
    "regels-en-bureaucratie", "vastgelopen-zorg", "tijd-voor-jezelf", "samenwerken-in-teams",
    "cultuuromslag", "professionalisering", "waardering-en-beloning", "opleiding-en-kwaliteit",
    "financiering",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

// ---- Chance: xorshift64*, the same on every machine ----

static uint64_t state;

static uint64_t chance(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 2685821657736338717ull;
}

static size_t below(size_t limit)
{
    return (size_t)(chance() >> 33) % limit;
}

// A number below `limit`, i as likely as 1 / (i + 1).
static size_t zipf(size_t limit)
{
    double u = (double)(chance() >> 11) / 9007199254740992.0;
    size_t rank = (size_t)exp(u * log((double)limit + 1.0));
    return rank == 0 ? 0 : rank - 1 < limit ? rank - 1 : limit - 1;
}

// ---- Words ----

struct words {
    str at[1024];
    size_t count;
};

static struct words functions;
static struct words plain;
static struct words parts;

static void words_split(struct words *words, const char *text)
{
    str rest = str_from_c(text);
    while (rest.len > 0 && words->count < COUNT(words->at)) {
        str word;
        str_cut(rest, ' ', &word, &rest);
        if (word.len > 0)
            words->at[words->count++] = word;
    }
}

// Rank 0 .. : function words, plain words, nouns, then compounds of two and of
// three nouns with the usual endings.
static void word_add(struct buf *to, size_t rank)
{
    static const char *const endings[] = { "", "en", "s", "je" };
    if (rank < functions.count) {
        buf_add(to, functions.at[rank]);
        return;
    }
    rank -= functions.count;
    if (rank < plain.count) {
        buf_add(to, plain.at[rank]);
        return;
    }
    rank -= plain.count;
    if (rank < parts.count) {
        buf_add(to, parts.at[rank]);
        return;
    }
    rank -= parts.count;
    // Mixing the numbers, so that neighbours in rank do not share their first part.
    uint64_t mixed = rank * 0x9E3779B97F4A7C15ull;
    buf_add(to, parts.at[(mixed >> 40) % parts.count]);
    if ((mixed >> 12 & 3) == 0)
        buf_add(to, STR("s"));
    buf_add(to, parts.at[(mixed >> 20) % parts.count]);
    if (rank > 20000)
        buf_add(to, parts.at[(mixed >> 30) % parts.count]);
    buf_add(to, str_from_c(endings[mixed >> 8 & 3]));
}

// Most words are common ones; one in sixteen comes from a long tail, so that
// new words keep coming however large the collection.
enum { COMMON = 2500, VOCABULARY = 400000, TAIL = 16 };

static size_t rank_of_next(void)
{
    return zipf(below(TAIL) == 0 ? VOCABULARY : COMMON);
}

static void sentence_add(struct buf *to, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        size_t start = to->len;
        if (i > 0)
            buf_add_char(to, ' ');
        word_add(to, rank_of_next());
        if (i == 0 && to->at[start] >= 'a' && to->at[start] <= 'z')
            to->at[start] = (char)(to->at[start] - 32);
        if (i + 1 < words && i % 6 == 5)
            buf_add_char(to, ',');
    }
}

// ---- Stories ----

static void story_path(struct buf *to, size_t number)
{
    buf_add_format(to, "verhalen/%zu/v-%06zu.md", number / PER_FOLDER, number);
}

static void terms_add(struct buf *to, const char *key, const char *const *terms, size_t count,
                      size_t most)
{
    size_t number = 1 + below(most);
    size_t first = zipf(count);
    buf_add_format(to, "%s: [", key);
    for (size_t i = 0; i < number; i++)
        buf_add_format(to, "%s%s", i == 0 ? "" : ", ", terms[(first + i * 7) % count]);
    buf_add(to, STR("]\n"));
}

static void matter_add(struct buf *to, size_t number)
{
    buf_add(to, STR("---\ntitle: \""));
    sentence_add(to, 4 + below(5));
    buf_add(to, STR("\"\nsummary: \""));
    sentence_add(to, 16 + below(8));
    buf_add_format(to, ".\"\ndate: %zu-%02zu-%02zu\n", 2015 + below(12), 1 + below(12),
                   1 + below(28));
    buf_add_format(to, "id: v-%06zu\nstatus: gepubliceerd\ntoestemming: T-%06zu\n", number, number);
    buf_add(to, STR("perspectief: client\nweergave: anoniem\n"));
    terms_add(to, "sector", sectors, COUNT(sectors), 2);
    terms_add(to, "thema", themes, COUNT(themes), 3);
    buf_add(to, STR("---\n\n"));
}

static void body_add(struct buf *to, size_t number, size_t count)
{
    size_t words = 0;
    size_t wanted = WORDS / 2 + below(WORDS);
    size_t next_section = SECTION;
    while (words < wanted) {
        for (size_t paragraph = 0; paragraph < PARAGRAPH;) {
            size_t len = SENTENCE / 2 + below(SENTENCE);
            sentence_add(to, len);
            buf_add(to, STR(". "));
            paragraph += len;
            words += len;
        }
        buf_add(to, STR("\n\n"));
        if (words > next_section && words < wanted) {
            next_section += SECTION;
            buf_add(to, STR("## "));
            sentence_add(to, 3 + below(3));
            buf_add(to, STR("\n\n"));
        }
    }
    size_t other = below(count);
    buf_add_format(to, "Lees ook [een ander verhaal](../%zu/v-%06zu.md) en **onthoud** dit:\n\n",
                   other / PER_FOLDER, other);
    buf_add(to, STR("- "));
    sentence_add(to, 8);
    buf_add(to, STR("\n- "));
    sentence_add(to, 8);
    buf_add_format(to, "\n\n> Verhaal %zu.\n", number);
}

static void file_print(const struct buf *path, const struct buf *text)
{
    printf("M 100644 inline content/%.*s\ndata %zu\n", STR_ARGS(buf_view(path)), text->len);
    fwrite(text->at, 1, text->len, stdout);
    fputs("\n", stdout);
}

static void settings_print(void)
{
    struct buf path = { 0 };
    struct buf text = { 0 };
    buf_add(&path, STR("site.yaml"));
    buf_add(&text, STR("titel: Meetsite\nadres: https://meetsite.invalid/\ntaxonomieen:\n"
                       "  - naam: sector\n    map: sectoren\n  - naam: thema\n    map: themas\n"));
    file_print(&path, &text);
    buf_release(&path);
    buf_release(&text);
}

// A term page, so that no story has an unknown term.
static void terms_print(const char *folder, const char *const *terms, size_t count)
{
    struct buf path = { 0 };
    struct buf text = { 0 };
    for (size_t i = 0; i < count; i++) {
        buf_clear(&path);
        buf_clear(&text);
        buf_add_format(&path, "%s/%s.md", folder, terms[i]);
        buf_add_format(&text, "---\nlabel: \"%s\"\n---\n\n", terms[i]);
        sentence_add(&text, 20);
        buf_add(&text, STR(".\n"));
        file_print(&path, &text);
    }
    buf_release(&path);
    buf_release(&text);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("use: corpus COUNT [SEED] | git fast-import --quiet\n", stderr);
        return 2;
    }
    size_t count = strtoull(argv[1], NULL, 10);
    state = 88172645463325252ull + (argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    words_split(&functions, function_words);
    words_split(&plain, plain_words);
    words_split(&parts, nouns);

    // The day is behind all of the stories: those of tomorrow are told of.
    fputs("commit refs/heads/main\ncommitter Meting <meting@voorbeeld.invalid> 1798848000 +0000\n"
          "data 6\nCorpus\n",
          stdout);
    settings_print();
    terms_print("sectoren", sectors, COUNT(sectors));
    terms_print("themas", themes, COUNT(themes));
    struct buf path = { 0 };
    struct buf text = { 0 };
    for (size_t i = 0; i < count; i++) {
        buf_clear(&path);
        buf_clear(&text);
        story_path(&path, i);
        matter_add(&text, i);
        body_add(&text, i, count);
        file_print(&path, &text);
    }
    fputs("done\n", stdout);
    buf_release(&path);
    buf_release(&text);
    return 0;
}
