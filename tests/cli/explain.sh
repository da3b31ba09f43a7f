# SPDX-License-Identifier: EUPL-1.2
# What a page is made from, and since when it is as it is.
source "$(dirname "$0")/lib.bash"

story() { write "content/verhalen/$1.md" "---\ntitel: $2\nstatus: gepubliceerd\ntoestemming: T-1\nweergave: anoniem\nperspectief: client\nthema: [hoop]\nsamenvatting: $3\n---\n\nTekst."; }
site() {
    write content/site.yaml "titel: Proef\ntaxonomieen:\n  - naam: sector\n  - naam: thema"
    story een Een Kort.
    story twee Twee Klein.
    commit repository
}
page=/verhalen/een/

check 'a page is made from its text, its terms and what it shows of others' '
    site
    build
    exits 0 explain $page repository --theme "$theme"
    has out "sjabloon: story.mustache"
    has out "tekst: content/verhalen/een.md"
    has out "wat er staat over: /verhalen/twee/"
    has out "programma, vormgeving en instellingen"
'
check 'the next build leaves a page that stands' '
    site
    build
    exits 0 explain $page repository --theme "$theme"
    has out "de volgende bouw laat haar staan"
'
check 'the next build makes a page whose text changed, and says since when' '
    site
    build
    story een Een Anders.
    commit repository
    exits 0 explain $page repository --theme "$theme"
    has out "de volgende bouw maakt haar opnieuw"
    has out "veranderde het laatst met $(git -C repository rev-parse --short=9 HEAD)"
    has out "tekst: content/verhalen/een.md (veranderd)"
    lacks out "/verhalen/twee/ (veranderd)"
'
check 'a page changed with the title of another one that it shows' '
    site
    story twee Tweede Klein.
    commit repository
    changed=$(git -C repository rev-parse --short=9 HEAD)
    write LEES.md "niets van de site"
    commit repository
    exits 0 explain $page repository --theme "$theme"
    has out "veranderde het laatst met $changed"
    has out "wat er staat over: /verhalen/twee/ (veranderd)"
    lacks out "een.md (veranderd)"
'
check 'a page is there since it came' '
    site
    story drie Drie Nieuw.
    commit repository
    exits 0 explain --language en verhalen/drie/index.html repository --theme "$theme"
    has out "then it came"
    has out "is not there yet: the next build makes it"
'
check 'an address is understood as one copies it, of a website in a folder of its host too' '
    site
    write content/site.yaml "titel: Proef\nadres: https://voorbeeld.invalid/pad/\ntaxonomieen:\n  - naam: sector\n  - naam: thema"
    commit repository
    for address in https://voorbeeld.invalid/pad/verhalen/een/ "http://127.0.0.1:8000/verhalen/een/?q=1#kop" \
        /pad/verhalen/een/index.html verhalen/een /pad/verhalen/een "//verhalen/een/#"; do
        exits 0 explain "$address" repository --theme "$theme"
        has out "tekst: content/verhalen/een.md"
    done
    exits 0 explain https://voorbeeld.invalid/pad/ repository --theme "$theme"
    has out "sjabloon: home.mustache"
    exits 0 explain "" repository --theme "$theme"
    has out "sjabloon: home.mustache"
'
check 'of what is made from the site as a whole it is said that it is' '
    site
    sed -i "1a adres: https://voorbeeld.invalid/" repository/content/site.yaml
    commit repository
    build
    for address in feed.xml /trefwoorden/ "/trefwoorden/$(ls public/trefwoorden | sort | head -n 1)" /search/root.json 404.html; do
        exits 0 explain $address repository --theme "$theme"
        has out "uit de site als geheel"
    done
    exits 0 explain sitemap.xml repository --theme "$theme" --language en
    has out "from the site as a whole"
'
check 'an address that is no page is said' '
    site
    exits 3 explain /verhalen/vier/ repository --theme "$theme"
    has out "[explain_unknown]"
'
finish
