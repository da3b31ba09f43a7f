// SPDX-License-Identifier: EUPL-1.2
#include "search/idle.h"

// Stop words (forms.c) are not in these lists: they are left out anyway.
static const char DUTCH[] =
    " aangeven aanmaken aantal acht achter achteraf achttien alle allebei alleen allerlei "
    "alles altijd ander andere anders apart beide beiden bekijk bekijken bent bepaal "
    "bepaalde best bestaat beste beter betere bijlage bijlagen bijna binnen blijf "
    "blijft blijkt blijven boven breng brengt bronnen bronvermelding buiten conclusie daar "
    "daarna daarom dag deel denk denken denkt derde dertien dertig dezelfde dichtbij direct "
    "diverse doe doen doet doordat drie duidelijk duizend dus echt echter eenentwintig eens "
    "eerder eerst eerste eigen eigenlijk elf elk elkaar elke enkel enkele erachter erg "
    "erover ervan even extra figuur fijn ga gaan gaat gauw gebruik gebruiken gebruikt geef "
    "geeft gehad gekomen geleden gelukkig gemaakt genoeg geven geweest gewoon gezegd gezien "
    "ging goed goede graag groot grote haar half halve heel hele helemaal helpt hem "
    "hetzelfde hield hier hoef hoeft honderd hoofdstuk hoofdstukken hoorde hoort houd houdt "
    "huidige ieder iedere iedereen iemand iets inhoud inleiding jaar juist keer kende kent "
    "kies kijk klaar klein kleine kom komen komt kon konden kost kreeg krijg krijgen krijgt "
    "kwam kwamen laat laatste langer laten later leek leg liep liet liever ligt lijkt lijst "
    "literatuur loop loopt lopen lukt lukte maak maakt maakte maakten maken manier meer "
    "meest meeste meteen mezelf minder mis moest moesten mogelijk mogen moment momenteel "
    "morgen naast negen negentien niemand niets nieuw nieuwe nodig noem nooit noten onderaan "
    "onderdeel ongeveer ooit opnieuw paragraaf pas precies referenties rest samenvatting "
    "sinds slecht slechte snel soms sta staan staat start starten steeds stel stelt "
    "stond stonden straks stuk tabel tegelijk tegen terug tien tijdens toe toelichting toon "
    "totaal tussen twaalf twee tweede twintig uiteindelijk vaak vandaag vast veel veertien "
    "verder verschillende vertel verteld vertelde vertellen vier vijf vijftien vijftig vind "
    "vinden vindt voetnoten volgende volgens volledig voorbeeld voorbeelden voordat voortaan "
    "vorige vraag vragen vroeg weer weet weg weinig welkom weten wilde wilden zat zaten zeg "
    "zeggen zegt zelf zelfs zes zestien zestig zet zeven zeventien zie zien ziet zit zitten "
    "zoals zocht zodat zoek zoeken zonder zorgt zowel zullen ";

static const char ENGLISH[] =
    " about above after again all also always another any appendix around asked away back because "
    "been before being below best better between both came can chapter come conclusion contents "
    "could did does doing done down during each even ever every everyone everything figure find "
    "first further get getting give goes going good got had her here him his introduction into "
    "itself just keep know last less let like literature look made make makes making many may me "
    "more most much must myself need never new next no not nothing notes now off one only other "
    "others out overview own paragraph per please put references same see seen she should since "
    "some someone something sometimes sources still summary table take than them then these thing "
    "things those three through together too two under until up upon us use using very want way "
    "well went while within without would yes yet yours ";

str idle_words(str language)
{
    bool english = str_equal(language, STR("en")) || str_starts(language, STR("en-"));
    return english ? str_from_c(ENGLISH) : str_from_c(DUTCH);
}

bool idle_word(str idle, str word)
{
    for (size_t at = 1; (at = str_find(idle, word, at)) != STR_NONE; at++)
        if (idle.at[at - 1] == ' ' && at + word.len < idle.len && idle.at[at + word.len] == ' ')
            return true;
    return false;
}
