# SPDX-License-Identifier: EUPL-1.2
# The default theme around content that was not written with it in mind.
source "$(dirname "$0")/lib.bash"

sound() {
    node "$root/tests/checks/site.mjs" public https://proef.voorbeeld.invalid/
}

check 'headings cannot take the ids of the page around them' '
    ids=$(grep -rhoE " id=\"[a-z0-9-]+\"" "$root/themes/default/templates" | cut -d\" -f2 | sort -u)
    headings=$(for id in $ids noot-1 nootverwijzing-1 aanbeveling-1 letter-a; do printf "## %s\\\\n\\\\nTekst[^1].\\\\n\\\\n" "$id"; done)
    write content/over.md "# Over\n\n$headings\n\n> [!AANBEVELING] voor allen\n> Doe dit.\n\n[^1]: Een noot."
    story="titel: Verhaal\nsamenvatting: Kort.\ndatum: 2026-01-02\nstatus: gepubliceerd\ntoestemming: T-1\nweergave: anoniem\nperspectief: client\nsector: [ggz]"
    write content/verhalen/v-1.md "---\n$story\n---\n$headings\n\n[^1]: Een noot."
    write content/sector/ggz.md "---\nlabel: Ggz\n---\n$headings\n\n[^1]: Een noot."
    settings="titel: Proef\nadres: https://proef.voorbeeld.invalid/\ntaxonomieen:\n  - naam: sector"
    write content/site.yaml "$settings\nhulplijnen:\n  - naam: Lijn\n    telefoon: \"1\""
    commit repository
    doorleefd build repository
    exists public/verhalen/v-1/index.html public/sector/ggz/index.html
    sound | grep -v sitemap >told || true
    lacks told "ids occur twice"
'
check 'two notes and reactions on one page do not share ids' '
    story="titel: Verhaal\nsamenvatting: Kort.\ndatum: 2026-01-02\nstatus: gepubliceerd\ntoestemming: T-1\nweergave: anoniem\nperspectief: client"
    write content/verhalen/v-1.md "---\n$story\n---\n## Kop\n\nTekst[^1].\n\n[^1]: Een noot."
    for i in 1 2; do write content/reacties/r-$i.md "---\nop: v-1\n---\n## Kop\n\nTekst[^1].\n\n[^1]: Een noot."; done
    commit repository
    doorleefd build repository
    sound | grep -v sitemap >told || true
    lacks told "ids occur twice"
'
check 'a repository without settings, taxonomies or address' '
    rm -r repository
    write een.md "# Een"
    commit repository
    exits 0 build repository
    node "$root/tests/checks/site.mjs" public
'
check 'a site in English' '
    write content/site.yaml "title: Test\naddress: https://proef.voorbeeld.invalid/\nlanguage: en"
    commit repository
    exits 0 build repository
    has public/over/index.html "lang=\"en\""
    lacks public/over/index.html "Kruimelpad"
    lacks out theme_
'
check 'a site overrides one template, one text and one asset' '
    write content/theme/templates/footer.mustache "<footer>Eigen voet</footer>"
    write content/theme/texts/nl.yaml "help_title: Eigen woorden"
    write content/theme/assets/style.css "/* eigen */"
    write content/theme/assets/logo.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    write content/site.yaml "titel: Proef\nhulplijnen:\n  - naam: Lijn\n    telefoon: \"1\""
    commit repository
    exits 0 build repository
    has public/over/index.html "Eigen voet"
    has public/over/index.html "Eigen woorden"
    has public/assets/style.css "eigen"
    exists public/assets/logo.svg
    absent public/theme
'
check 'an override that cannot be used: the message says where, and nothing is published' '
    write content/theme/templates/page.mustache "<p>\n{{titel}}</p>"
    commit repository
    doorleefd build repository
    [ "$code" -ne 0 ]
    has out "content/theme/templates/page.mustache:2"
    has out "[theme_unknown_name]"
    absent public/index.html
'
check 'a theme without a template or a text that pages need is refused, and nothing is published' '
    cp -r "$theme" half
    rm half/templates/matrix.mustache
    sed -i /month_3/d half/texts/nl.yaml
    doorleefd build repository --theme ./half
    [ "$code" -eq 1 ]
    has out "templates/matrix.mustache"
    has out "month_3"
    has out "[theme_incomplete]"
    absent public
'
finish
