// SPDX-License-Identifier: EUPL-1.2
#include "format/forms.h"

#include <string.h>

// One word in spaces; what stands between two is one class of its own.
static const char PROTECTED[] =
    " aarde alleen anders basis beetje boven buiten crisis even eigenlijk echte enkele geheel "
    "gewoon langs leden leven links mede mate oudere ouderen opeens plaats plots polis rechts "
    "slechts soms straks tijdens toets vaste verder vorige waarde waarden ware waren heden "
    "welke weten zelden zelfs zonde zonden regen zegen bijna morgen binnen samen tegen "
    "zeven negen ";

static const char STOP_DUTCH[] =
    "aan als bij d dan dat de der deze die dit doch door een en er ge geen had hadden heb hebben "
    "hebt heeft het hij hoe hoeveel hun ik in is ja jij jou jouw jullie kan kun kunnen kunt maar "
    "mag me men met mij mijn moet moeten n na naar niet nog nu of om omdat onder ons onze ook op "
    "over per reeds s t te ten ter toch toen tot u uit uw van vanuit via voor waar waarin waarmee "
    "waarom waarop waarvoor wanneer want waren was wat we welk welke werd werden wie wij wil "
    "worden wordt zal ze zich zij zijn zo zo'n zou zouden";

static const char STOP_ENGLISH[] =
    "a an and are as at be but by do for from had has have how i if in is it my of on or our s "
    "so t that the their there they this to was we were what when where which who why will with "
    "you your";

static bool listed(str list, str word)
{
    for (size_t at = 0; (at = str_find(list, word, at)) != STR_NONE; at++) {
        bool begins = at == 0 || list.at[at - 1] == ' ';
        bool ends = at + word.len == list.len || list.at[at + word.len] == ' ';
        if (begins && ends)
            return true;
    }
    return false;
}

bool forms_known(str language)
{
    return str_equal(language, STR("nl"));
}

str stop_words(str language)
{
    if (str_equal(language, STR("en")))
        return str_from_c(STOP_ENGLISH);
    return forms_known(language) ? str_from_c(STOP_DUTCH) : STR("");
}

bool makes_compounds(str language)
{
    static const char *const languages[] = { "af", "de", "fy", "li", "nl" };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (str_equal(language, str_from_c(languages[i])))
            return true;
    return false;
}

bool stop_word(str stops, str word)
{
    return word.len > 0 && word.len <= 9 && listed(stops, word);
}

bool form_protected(str word)
{
    return listed(str_from_c(PROTECTED), word);
}

str forms_protected(void)
{
    return str_trim(str_from_c(PROTECTED));
}

// Ends of words and what they are forms of.
static const char *const IRREGULAR[][2] = {
    { "kinderen", "kind" }, { "eieren", "ei" },   { "liederen", "lied" }, { "volkeren", "volk" },
    { "kalveren", "kalf" }, { "steden", "stad" }, { "schepen", "schip" }, { "heden", "heid" },
};

bool form_irregular(str word, char room[static CANDIDATE_BYTES], str *base)
{
    for (size_t i = 0; i < sizeof IRREGULAR / sizeof *IRREGULAR; i++) {
        str end = str_from_c(IRREGULAR[i][0]);
        if (!str_ends(word, end))
            continue;
        str tail = str_from_c(IRREGULAR[i][1]);
        size_t len = word.len - end.len;
        memcpy(room, word.at, len);
        memcpy(room + len, tail.at, tail.len);
        *base = (str){ room, len + tail.len };
        return true;
    }
    return false;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool is_consonant(char c)
{
    return c >= 'a' && c <= 'z' && !is_vowel(c);
}

static bool all_letters(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

// The first `len` bytes of `word`, followed by `tail`, when that is at least
// `least` letters.
static void candidate_add(struct candidates *to, str word, size_t len, str tail, size_t least)
{
    if (len + tail.len < least || len + tail.len > WORD_BYTES || to->count == CANDIDATES_MAX)
        return;
    char *room = to->room[to->count];
    memcpy(room, word.at, len);
    memcpy(room + len, tail.at, tail.len);
    to->at[to->count++] = (str){ room, len + tail.len };
}

// The bases of `stem` + e or en, where `stem` is the first `len` bytes:
// huiz -> huis, rodd -> rod, jar -> jaar, jar; boek -> boek.
static void open_stem_add(struct candidates *to, str word, size_t len, size_t least)
{
    if (len < 2)
        return;
    char last = word.at[len - 1];
    char before = word.at[len - 2];
    char hardened[2] = { last == 'z' ? 's' : last == 'v' ? 'f' : last, '\0' };
    str tail = { hardened, 1 };
    if (is_consonant(last) && last == before) {
        candidate_add(to, word, len - 1, STR(""), least);
        return;
    }
    bool single = is_consonant(last) && is_vowel(before) && before != 'i' &&
                  (len < 3 || !is_vowel(word.at[len - 3]));
    if (single) {
        char doubled[2] = { before, hardened[0] };
        candidate_add(to, word, len - 1, (str){ doubled, 2 }, least);
    }
    if (hardened[0] != last)
        candidate_add(to, word, len - 1, tail, least);
    else if (is_consonant(last) || (is_vowel(last) && is_vowel(before)))
        candidate_add(to, word, len, STR(""), least);
}

void form_candidates(str word, struct candidates *candidates)
{
    candidates->count = 0;
    size_t len = word.len;
    if (len < 4 || !all_letters(word))
        return;
    if (str_ends(word, STR("en"))) {
        candidate_add(candidates, word, len - 1, STR(""), 5);
        if (word.at[len - 3] != 'e' || word.at[len - 4] == 'e')
            open_stem_add(candidates, word, len - 2, 3);
    } else if (str_ends(word, STR("e"))) {
        open_stem_add(candidates, word, len - 1, 4);
    } else if (str_ends(word, STR("s")) && word.at[len - 2] != 's') {
        candidate_add(candidates, word, len - 1, STR(""), 4);
    } else if (str_ends(word, STR("t")) && word.at[len - 2] != 't') {
        candidate_add(candidates, word, len - 1, STR(""), 4);
    }
}

// How `base` is written before -en: werk -> werken, loop -> lopen, val -> vallen.
static void infinitives(str base, struct candidates *to)
{
    to->count = 0;
    size_t len = base.len;
    if (len < 3)
        return;
    char last = base.at[len - 1];
    bool doubled = is_vowel(base.at[len - 2]) && base.at[len - 2] == base.at[len - 3];
    bool single = is_vowel(base.at[len - 2]) && !is_vowel(base.at[len - 3]);
    char soft = last == 's' ? 'z' : last == 'f' ? 'v' : last;
    if (doubled)
        candidate_add(to, base, len - 2, (str){ (char[]){ soft, 'e', 'n' }, 3 }, 4);
    else if (single)
        candidate_add(to, base, len, (str){ (char[]){ last, 'e', 'n' }, 3 }, 4);
    if (!doubled && !(single && len < 6))
        candidate_add(to, base, len, STR("en"), 4);
    if (!doubled && soft != last)
        candidate_add(to, base, len - 1, (str){ (char[]){ soft, 'e', 'n' }, 3 }, 4);
}

bool form_needs_witness(str word, str base, struct candidates *witnesses)
{
    if (!str_ends(word, STR("t")) || base.len + 1 != word.len)
        return false;
    infinitives(base, witnesses);
    return true;
}

// Every candidate has at least three letters; and of the word that it is made from, it
// has all but its own last two, a witness all but its own last three.
size_t form_beginning(str word)
{
    if (word.len < 3 || !all_letters(word))
        return 0;
    return word.len > FORM_TAIL_MOST ? word.len - FORM_TAIL_MOST : 1;
}

void form_irregulars(str base, struct candidates *words)
{
    words->count = 0;
    for (size_t i = 0; i < sizeof IRREGULAR / sizeof *IRREGULAR; i++)
        if (str_ends(base, str_from_c(IRREGULAR[i][1])))
            candidate_add(words, base, base.len - str_from_c(IRREGULAR[i][1]).len,
                          str_from_c(IRREGULAR[i][0]), 0);
}

// ---- Of a word that occurs nowhere ----

static void irregular_add(struct candidates *to, str word)
{
    for (size_t i = 0; i < sizeof IRREGULAR / sizeof *IRREGULAR; i++)
        for (int k = 0; k < 2; k++) {
            str end = str_from_c(IRREGULAR[i][k]);
            if (str_ends(word, end))
                candidate_add(to, word, word.len - end.len, str_from_c(IRREGULAR[i][1 - k]), 0);
        }
}

// How it is written before -en and before -e; a word that lacks its last -e is mistyped.
static void longer_add(struct candidates *to, str word)
{
    struct candidates many;
    infinitives(word, &many);
    for (size_t i = 0; i < many.count; i++) {
        candidate_add(to, many.at[i], many.at[i].len, STR(""), 0);
        if (!str_starts(many.at[i], word) || many.at[i].len > word.len + 2)
            candidate_add(to, many.at[i], many.at[i].len - 1, STR(""), 0);
    }
}

// The word without its end; with `is_single`, and without the second of two equal letters.
static void larger_add(struct candidates *to, str word, const char *end, bool is_single)
{
    if (!str_ends(word, str_from_c(end)))
        return;
    size_t len = word.len - str_from_c(end).len;
    bool doubled = len >= 2 && word.at[len - 1] == word.at[len - 2];
    candidate_add(to, word, is_single && doubled ? len - 1 : len, STR(""), 3);
}

// What it may be a small one of: huisje, verhaaltje, mannetje, boompje, koninkje.
static void largers_add(struct candidates *to, str word)
{
    str bare = str_ends(word, STR("s")) ? str_slice(word, 0, word.len - 1) : word;
    larger_add(to, bare, "je", false);
    larger_add(to, bare, "tje", false);
    larger_add(to, bare, "tje", true);
    larger_add(to, bare, "pje", false);
    larger_add(to, bare, "etje", false);
    larger_add(to, bare, "etje", true);
    if (str_ends(bare, STR("nkje")))
        candidate_add(to, bare, bare.len - 4, STR("ng"), 3);
}

// The verb of a stem and its noun: mishandel -> mishandelen, mishandeling; leef -> leven.
static void verbs_add(struct candidates *to, str stem)
{
    struct candidates many;
    infinitives(stem, &many);
    for (size_t i = 0; i < many.count; i++) {
        candidate_add(to, many.at[i], many.at[i].len, STR(""), 0);
        candidate_add(to, many.at[i], many.at[i].len - 2, STR("ing"), 0);
    }
}

static bool ends_in_d_or_t(str word)
{
    return str_ends(word, STR("d")) || str_ends(word, STR("t"));
}

// The verb of what may be a past: mishandeld, leefde, werkten; gehuild.  Not of `geslagen`:
// that is no form of `slagen`.
static void pasts_add(struct candidates *to, str word)
{
    str bare = str_ends(word, STR("en"))  ? str_slice(word, 0, word.len - 2)
               : str_ends(word, STR("e")) ? str_slice(word, 0, word.len - 1)
                                          : word;
    str stem = ends_in_d_or_t(bare) ? str_slice(bare, 0, bare.len - 1) : STR("");
    verbs_add(to, stem);
    if (str_starts(stem, STR("ge")))
        verbs_add(to, str_after(stem, 2));
}

// What is made of it, or what it is made of: begeleiden, begeleiding; zwerven, zwerver;
// eenzaam, eenzaamheid; depressief, depressie.
static void derived_add(struct candidates *to, str word)
{
    if (str_ends(word, STR("en"))) {
        candidate_add(to, word, word.len - 2, STR("ing"), 6);
        candidate_add(to, word, word.len - 2, STR("er"), 6);
    }
    if (str_ends(word, STR("ing")))
        candidate_add(to, word, word.len - 3, STR("en"), 5);
    if (str_ends(word, STR("ief")))
        candidate_add(to, word, word.len - 1, STR(""), 6);
    if (str_ends(word, STR("heid")))
        candidate_add(to, word, word.len - 4, STR(""), 4);
    else
        candidate_add(to, word, word.len, STR("heid"), 8);
}

void form_relatives(str word, struct candidates *relatives)
{
    relatives->count = 0;
    if (word.len < 3 || !all_letters(word))
        return;
    irregular_add(relatives, word);
    if (str_ends(word, STR("e")))
        candidate_add(relatives, word, word.len, STR("n"), 0);
    else
        longer_add(relatives, word);
    candidate_add(relatives, word, word.len, STR("s"), 0);
    largers_add(relatives, word);
    pasts_add(relatives, word);
    derived_add(relatives, word);
}
