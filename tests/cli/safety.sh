# SPDX-License-Identifier: EUPL-1.2
# What may not be published is in no byte of the website, however the settings
# and the front matter are written.  `ijsvogel` stands only in such texts.
source "$(dirname "$0")/lib.bash"

# told PATH FIELDS [TEXT]: a story with these lines in its front matter.
told() {
    write "$1" "---\ntitel: Ijsvogel\nsamenvatting: ijsvogel\ndatum: 2026-01-02\nweergave: anoniem\nperspectief: client\n$2\n---\n\n${3:-Ik zag een ijsvogel.}"
}
# settings TEXT: more lines in site.yaml
settings() { printf '%b\n' "$1" >>repository/content/site.yaml; }
# nothing_leaks [ARGUMENT...]: builds; whatever the exit code, no byte has the word.
nothing_leaks() {
    commit repository
    doorleefd build repository --theme "$theme" "$@"
    mkdir -p public
    ! grep -rliE 'ijsvogel' public || { cat out; return 1; }
}

for fields in 'status: gepubliceerd' 'toestemming: T-1' 'status: concept\ntoestemming: T-1' \
    'status: ingetrokken\ntoestemming: T-1' 'status: ter-redactie\ntoestemming: T-1' \
    'status: gepubliceerd\ntoestemming: nee' 'status: gepubliceerd\ntoestemming:' \
    'status: [gepubliceerd, ingetrokken]\ntoestemming: T-1' 'status: ingetroken\ntoestemming: T-1' \
    'status: gepubliceerd\nstatus: ingetrokken\ntoestemming: T-1'; do
    check "a story with '${fields//\\n/, }' is nowhere" "
        told content/verhalen/ijsvogel.md '$fields'
        nothing_leaks
    "
done

check 'a kind that is added does not take the guard of stories away' '
    settings "soorten:\n  - naam: blog\n    als: pagina\n    map: blog"
    told content/verhalen/s.md "status: gepubliceerd"
    nothing_leaks
'
check 'kinds that are no list, or without a folder, publish nothing of stories' '
    told content/verhalen/s.md "status: gepubliceerd"
    settings "soorten:"
    nothing_leaks
    settings "soorten: x"
    nothing_leaks
    printf "titel: Proef\nsoorten:\n  - naam: pagina\n" >repository/content/site.yaml
    nothing_leaks
    printf "titel: Proef\nsoorten:\n  - naam: verhaal\n    als: verhaaal\n    map: relaas\n" >repository/content/site.yaml
    told content/relaas/s.md "status: gepubliceerd"
    nothing_leaks
'
check 'settings that are not read publish nothing' '
    told content/verhalen/s.md "titel: x" "ijsvogel"
    write content/blz.md "---\ntitel: Ijsvogel\n---\n\nIjsvogel."
    git -C repository mv content/site.yaml content/site.yml
    nothing_leaks
    has out settings_name
    git -C repository mv content/site.yml content/Site.yaml
    nothing_leaks
    git -C repository mv content/Site.yaml content/anders.txt
    ln -s anders.txt repository/content/site.yaml
    nothing_leaks
    rm repository/content/site.yaml
    write content/site.yaml "titel: [een"
    nothing_leaks
'
check 'settings that were there before, and are gone, publish nothing' '
    write content/verhalen/s.md "---\ntitel: Ijsvogel\nstatus: gepubliceerd\n---\n\nIjsvogel."
    nothing_leaks
    cp -r public before
    git -C repository mv content/site.yaml content/instellingen.txt
    nothing_leaks
    has out "content/site.yaml: fout: dit bestand was er eerder wel"
    nothing_leaks --worktree
    has out settings_lost
    printf "titel: Proef\n" >proef.yaml
    exits 1 build repository --theme "$theme" --output elders --config proef.yaml
    lacks out settings_lost
    git -C repository mv content inhoud
    nothing_leaks
    has out settings_lost
    same before public
    git -C repository mv inhoud content
    write content/site.yaml ""
    nothing_leaks
    lacks out settings_lost
'
check 'a text that says that there is no consent is nowhere, without settings neither' '
    rm -r repository
    write content/a.md "---\ntitel: Ijsvogel\nstatus: gepubliceerd\ntoestemming: nee\n---\n\nIjsvogel."
    nothing_leaks
    has out publication_doubtful
'
check 'a story in another folder is a story all the same' '
    for folder in Verhalen stories blog themas; do
        told "content/$folder/s.md" "status: gepubliceerd"
    done
    settings "taxonomieen:\n  - naam: thema\n    map: themas"
    nothing_leaks
'
check 'a taxonomy whose folder holds stories publishes none of them' '
    settings "taxonomieen:\n  - naam: thema\n    map: verhalen"
    told content/verhalen/s.md "status: gepubliceerd"
    nothing_leaks
'
check 'an index or README among the stories needs consent too' '
    told content/verhalen/index.md "status: gepubliceerd"
    nothing_leaks
    git -C repository mv content/verhalen/index.md content/verhalen/README.md
    nothing_leaks
'
for fields in 'status: ingetroken' 'status: prive' 'status: ingetrokken op verzoek' 'draft: true' \
    '{status: concept' 'status: geldig\nstatus: ingetrokken' 'published: false'; do
    check "a page with '${fields//\\n/, }' is nowhere, in drafts neither" "
        write content/blz.md '---\ntitel: Ijsvogel\n$fields\n---\n\nIjsvogel.'
        nothing_leaks
        nothing_leaks --drafts
    "
done
check 'a status with another sign is understood' '
    write content/blz.md "---\ntitel: Ijsvogel\nStatus = concept\n---\n\nIjsvogel."
    nothing_leaks
'
check 'what was withdrawn is in no draft, without front matter lines neither' '
    told content/verhalen/a.md "status: ingetrokken"
    told content/verhalen/b.md "status: gepubliceerd\nstatus: ingetrokken"
    write content/c.md "titel: Ijsvogel\nstatus: ingetrokken\n\nIjsvogel."
    nothing_leaks --drafts
'
check 'chapters of a guideline that is no longer public go with it' '
    write content/richtlijnen/a/index.md "---\ntitel: A\nstatus: concept\n---\n\nx"
    write content/richtlijnen/a/deel/1.md "---\ntitel: Ijsvogel\n---\n\nx"
    write content/richtlijnen/b/README.md "---\ntitel: B\nstatus: concept\n---\n\nx"
    write content/richtlijnen/b/1.md "---\ntitel: Ijsvogel\n---\n\nx"
    write content/richtlijnen/c/index.markdown "---\ntitel: C\nstatus: concept\n---\n\nx"
    write content/richtlijnen/c/1.md "---\ntitel: Ijsvogel\n---\n\nx"
    nothing_leaks
'
check 'attachments, reactions and terms of what is withheld are nowhere' '
    told content/verhalen/s.md "status: concept\nthema: [ijsvogel]" "![ijsvogel](ijsvogel.png)"
    printf x >repository/content/verhalen/ijsvogel.png
    printf x >repository/content/reacties-ijsvogel.png
    write content/reacties/s/1.md "---\nop: s\n---\n\n![x](../../reacties-ijsvogel.png) ijsvogel"
    write content/reacties/los/1.md "---\nnummer: 1\n---\n\n![x](../../reacties-ijsvogel.png) ijsvogel"
    settings "taxonomieen:\n  - naam: thema\n    map: themas"
    nothing_leaks
'
check 'a name is shown only when the teller chose one' '
    for how in "" "weergave: anonim" "weergave: anoniem"; do
        write content/verhalen/s.md "---\ntitel: Stil\nsamenvatting: stil\ndatum: 2026-01-02\nperspectief: client\nstatus: gepubliceerd\ntoestemming: T-1\n$how\nweergavenaam: Ijsvogel\n---\n\nTekst."
        nothing_leaks
        exists public/verhalen/s/index.html
    done
'
for note in suicide Zelfdoding 'seksueel geweld' zelfverwonding 'iets onbekends'; do
    check "no other page quotes a story with the content note '$note', nor does its own head" "
        told content/verhalen/a.md 'status: gepubliceerd\ntoestemming: T-1\ninhoudsnotities: [$note]\nsector: [ggz]' '## Kop\n\nEen steltkluut bij de vijver. En [b](b.md).\n\n## De draaihals\n\nTekst.'
        sed -i /^samenvatting/d repository/content/verhalen/a.md
        write content/verhalen/b.md '---\ntitel: B\nsamenvatting: b\ndatum: 2026-01-02\nweergave: anoniem\nperspectief: client\nstatus: gepubliceerd\ntoestemming: T-1\nsector: [ggz]\nkoppelingen: [a]\n---\n\n[a](a.md)'
        commit repository
        for theme in '$theme' '$root/themes/default'; do
            doorleefd build repository --theme \"\$theme\"
            grep -rlE 'steltkluut|draaihals' public --include=*.html --include=*.xml --include=*.json >named
            [ \"\$(cat named)\" = public/verhalen/a/index.html ]
            sed '/<\/head>/q' public/verhalen/a/index.html >head
            lacks head steltkluut
            exits 0 search public steltkluut
            has out /verhalen/a/
            lacks out vijver
            exits 0 search public steltkluut --json
            has out '\"passage\":null'
        done
    "
done
check 'a withdrawn story goes, whatever else is wrong in the repository' '
    write content/verhalen/a.md "---\ntitel: A\nsamenvatting: a\ndatum: 2026-01-02\nweergave: anoniem\nperspectief: client\nstatus: gepubliceerd\ntoestemming: T-1\n---\n\nTekst."
    commit repository
    doorleefd build repository --theme "$theme"
    exists public/verhalen/a
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/a.md
    write content/b.md "---\ntitel: B\naliassen: [verhalen/pagina/2, .hidden/x, \"C:\\\\\\\\x\", feed.xml, search/root.json]\n---\n\n[x](weg.md)"
    commit repository
    doorleefd build repository --theme "$theme"
    [ "$code" -eq 1 ]
    absent public/verhalen/a
    exists public/feed.xml public/search/root.json
'
check 'consent that is still to be filled in: nothing is wrong with a draft, and no other text comes out' '
    write content/klad.md "---\ntitel: Klad\nstatus: concept\ntoestemming:   # het nummer\n---\nTekst."
    write content/stil.md "---\ntitel: Stil\nstatus: geldig\ntoestemming:\n---\nTekst."
    commit repository
    exits 1 build repository --theme "$theme"
    absent public/klad public/stil
    has out "stil.md"
    lacks out "klad.md"
    exits 1 build repository --theme "$theme" --drafts
    exists public/klad
    absent public/stil
'
check 'an old address of very many folders does not stop the website' '
    printf -- "---\ntitel: Diep\naliassen: [/%s]\n---\n" "$(printf "a/%.0s" $(seq 3000))" >repository/content/diep.md
    commit repository
    exits 1 build repository --theme "$theme"
    has out "[alias_wrong]"
    exists public/diep/index.html public/over/index.html
'
finish
