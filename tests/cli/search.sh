# SPDX-License-Identifier: EUPL-1.2
# doorleefd search: asks a built website; tests/search.yaml: what it must find.
source "$(dirname "$0")/lib.bash"

check 'search finds a page of a built website' '
    build
    exits 0 search public ons
    has out "over/"
    has out "Over ons"
    has out "1 resultaat"
'
check 'search gives what the browser gives' '
    for word in hoop rust herstel; do write content/$word.md "# Over $word\n\nEen tekst met $word en tijd."; done
    commit repository
    build
    exits 0 search public tijd
    node "$root/tests/golden/ask.mjs" public <<<tijd >browser
    grep -o "^  [^ ]*" browser | tr -d " " >wanted
    grep -oFf wanted out >found
    same wanted found
'
check 'search that finds nothing says so' '
    build
    doorleefd search public xyzzyqwv
    [ "$code" -le 1 ]
    lacks out "over/"
    has out "niets gevonden"
    exits 0 search public xyzzyqwv --language en
    has out "nothing found"
'
check 'search that stopped before it found anything says that, too' '
    for n in $(seq 70); do write "content/p$n.md" "# Blad $n\n\nHet huis is wit."; done
    commit repository
    build
    exits 0 search public "\"wit huis\""
    has out "niets gevonden, maar niet alles is doorzocht"
    exits 0 search public "\"huis wit\" -blad"
    has out "niets gevonden"
    lacks out "doorzocht"
'
check 'search tells the passage, its heading and the anchor' '
    write content/lang.md "# Lang\n\nEerst dit.\n\n## De vrije ruimte\n\nIn de vrije ruimte was rust."
    commit repository
    build
    exits 0 search public "vrije ruimte"
    has out "/lang/#de-vrije-ruimte"
    has out "In de vrije ruimte was rust."
    if grep -q "$(printf "\033")" out; then return 1; fi
'
check 'search understands phrases, what is left out, and a word that was mistyped' '
    for n in een twee; do write content/$n.md "# Nummer $n\n\nDe ruimte $n is vrij."; done
    commit repository
    build
    exits 0 search public "\"ruimte een\""
    has out "/een/"
    lacks out "/twee/"
    exits 0 search public ruimte -twee
    has out "/een/"
    lacks out "/twee/"
    exits 0 search public riumte
    has out "gezocht op: ruimte"
    exits 0 search public riumte --language en
    has out "searched for: ruimte"
'
check 'search tells why a page has its place' '
    build
    exits 0 search public ons --explain
    has out "waarde"
    has out "gevonden als: ons"
    has out "dit woord zelf"
    exits 0 search public ons --explain --language en
    has out "this very word"
    exits 0 search public ons
    lacks out "waarde"
'
check 'search gives as many results as are asked for' '
    for n in een twee drie; do write content/$n.md "# Nummer $n\n\nRuimte."; done
    commit repository
    build
    exits 0 search public ruimte --limit 2
    has out "3 resultaten"
    has out " 2  Nummer"
    lacks out " 3  Nummer"
    exits 2 search public ruimte --limit 0
    exits 2 search public ruimte --limit veel
'
check 'search --json is the answer that the browser has' '
    build
    exits 0 search public ons --json --explain
    node -e "
        const answer = JSON.parse(require(\"fs\").readFileSync(\"out\", \"utf8\"));
        const [result] = answer.results;
        if (answer.total !== 1 || result.address !== \"over/\" || result.explain.near !== 1) process.exit(1);
    "
'
check 'search without words or website: exit codes 2 and 3' '
    build
    exits 2 search
    exits 2 search public
    exits 3 search nergens woord
'
check 'no index, a damaged one, one of another version: exit code 3, and it is said' '
    mkdir leeg
    exits 3 search leeg woord
    has out "[index_missing]"
    build
    sed -i "s/\"format\": *[0-9]*/\"format\": 999/" public/search/root.json
    exits 3 search public ons
    has out "[index_version]"
    for part in public/search/*.bin; do head -c 20 /dev/urandom >"$part"; done
    build --output vers
    cp vers/search/root.json public/search/
    exits 3 search public ons
    has out "[index_broken]"
'
check 'a root has at most 2 KB, however many taxonomies and languages there are' '
    printf "titel: Veel\ntaxonomieen:\n" >repository/content/site.yaml
    for i in $(seq 30); do
        printf -- "  - naam: indeling-met-een-lange-naam-$i\n    map: indelingen/$i\n    meervoud: Indelingen met een lange naam $i\n" >>repository/content/site.yaml
        write content/indelingen/$i/eerste.md "---\nlabel: Eerste van $i\n---\nTekst."
    done
    for code in ar de en es fa fr fy it ku pl pt ro ru so tr; do
        write content/$code.md "---\ntaal: $code\nindeling-met-een-lange-naam-7: [eerste]\n---\n\n# Titel $code\n\nwater"
    done
    write content/nl.md "---\nindeling-met-een-lange-naam-30: [eerste]\n---\n\n# Titel nl\n\nwater"
    commit repository
    build
    [ "$(ls public/search/root*.json | wc -l)" = 16 ]
    [ "$(find public/search -name "root*.json" -size +2048c)" = "" ]
    exits 0 search public "water indeling-met-een-lange-naam-30:eerste" --json
    has out "\"address\":\"nl/\""
    exits 0 search public "water indeling-met-een-lange-naam-7:eerste" --json --index-language fa
    has out "\"address\":\"fa/\""
    node "$root/tests/golden/ask.mjs" public <<<"water indeling-met-een-lange-naam-30:eerste" >browser
    has browser "  nl/ Titel nl"
'
check 'a language that the site has not: exit code 3, and which ones it has' '
    write content/en.md "---\ntaal: en\n---\n\n# Water"
    commit repository
    build
    exits 3 search public water --index-language xx
    has out "[index_unspoken]"
    has out "kies een van deze talen: nl, en"
    exits 0 search public water --index-language en-GB
    exits 0 search public ons --index-language nl-BE
    exits 3 search public water --index-language xx --language en
    has out "choose one of these languages: nl, en"
'
check 'words are told as most pages write them' '
    write content/een.md "# De patiënten\n\nHet is één van de Wmo-loketten. Twee pa\u00ADtiënten. Zij zijn zélf op Curaçao."
    write content/twee.md "# Een twee\n\nWij zijn patiënten. Een wet is de WMO, en e-health. Doe het zelf. PatiËnten zijn wij."
    write content/drie.md "# Een drie\n\nWat is de WMO? Patiënten vragen het: een Wmo-loket zegt het zelf. Hulpverlening helpt."
    write content/vier.md "# Een vier\n\nWat patienten vinden van de WMO: vier maal. Curaçao is ver. Hulpverlening helpt."
    commit repository
    build --theme "$root/themes/default"
    says() {
        exits 0 search public "$1" --json
        has out "\"corrected\":\"$2\""
        node -e "
            import(process.argv[1]).then(async ({ fetchFrom }) => {
                const { open } = await import(process.argv[2]);
                const index = await open(\"http://x/\", { fetch: fetchFrom(\"http://x/\", \"public\") });
                console.log((await index.search(process.argv[3])).corrected);
            });
        " "$root/tests/search/fetch.mjs" "$PWD/public/search/reader.js" "$1" >told
        [ "$(cat told)" = "$2" ] || { cat told; return 1; }
    }
    says patienen patiënten
    says wmoo WMO
    says wmoloktten Wmo-loketten
    says ehaelth e-health
    says curacoa Curaçao
    says zellf zelf
    says hulpverleing hulpverlening
    doorleefd search public "over patienen"
    has out "gezocht op: over patiënten"
'
check 'check asks the questions of editors, and leaves nothing behind' '
    write tests/search.yaml "- zoek: ons\n  vind: over.md\n- zoek: wij\n  vind: over/"
    commit repository
    mkdir temporary
    export TMPDIR=$PWD/temporary
    exits 1 check repository --theme "$theme"
    has out "[query_found_nothing]"
    has out "tests/search.yaml:3:9"
    [ "$(ls -A temporary)" = "" ]
    absent public
'
check 'questions are read from the same revision, or from the disk' '
    write tests/search.yaml "- zoek: ons\n  vind: over/"
    commit repository
    exits 0 check repository --theme "$theme"
    write tests/search.yaml "- zoek: xyzzyqwv\n  vind: over/"
    exits 0 check repository --theme "$theme"
    exits 1 check repository --theme "$theme" --worktree
    has out "[query_found_nothing]"
'
check 'each page is asked for in the index of its own language' '
    write content/night.md "---\ntaal: en\n---\n\n# A quiet night\n\nThe water was high."
    write tests/search.yaml "- zoek: water\n  vind: [night.md, over/]\n- zoek: ons\n  vind: over.md"
    commit repository
    exits 1 check repository --theme "$theme"
    has out "1:9: fout: wie zoekt op '"'"'water'"'"', vindt niets; '"'"'over/'"'"' moet"
    lacks out night
'
check 'the questions of this repository find what they must' '
    exits 0 check "$root" --worktree --theme "$theme"
    empty out
'
check 'build asks no questions' '
    write tests/search.yaml "- zoek: xyzzyqwv\n  vind: over/"
    commit repository
    build
    empty out
'
check 'no place for the website that is asked: exit code 3, and it is said' '
    write tests/search.yaml "- zoek: ons\n  vind: over/"
    commit repository
    TMPDIR=$PWD/nergens
    export TMPDIR
    exits 3 check repository --theme "$theme"
    has out "[scratch_failed]"
'
stories() {
    for i in $(seq "$1" "$2"); do
        write "content/verhalen/v$i.md" "---\ntitel: Verhaal $i\nstatus: gepubliceerd\ntoestemming: T-1\nweergave: anoniem\nperspectief: client\nsamenvatting: S\nthema: [hoop]\n---\n\nTekst."
    done
    commit repository
}
check 'the register tells of many pages in two digits, which one more leaves as they are' '
    write content/site.yaml "titel: Proef\ntaxonomieen:\n  - naam: thema"
    page=public/trefwoorden/h/index.html
    stories 1 98 # and the page of the term
    build --theme "$root/themes/default" --output public
    has $page "Zoek alle 99<"
    stories 99 111
    build --theme "$root/themes/default" --output public
    has $page "Zoek in minstens 110<"
    stories 112 118
    build --theme "$root/themes/default" --output public
    has $page "Zoek in minstens 110<"
'
check 'what comes out of an index does not steer the terminal' '
    printf "soorten:\n  - naam: \"re\\\\e[2Jlaas\"\n    als: pagina\n    map: relazen\n" >>repository/content/site.yaml
    write content/relazen/een.md "# Wortelkanaal\n\nWortelkanaal."
    commit repository
    build
    exits 0 search public wortelkanaal --explain
    has out "laas"
    lacks out "$(printf "\033")"
'
finish
