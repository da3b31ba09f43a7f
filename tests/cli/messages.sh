# SPDX-License-Identifier: EUPL-1.2
# The three forms of the messages, in two languages.
source "$(dirname "$0")/lib.bash"

faults() {
    write content/kapot.md '# Kapot\n\nCafé: [weg](weg.md), 100%: [ook](ook,weg.md).'
    write content/beeld.md '# Beeld\n\n![](a.svg)'
    write content/a.svg '<svg xmlns="http://www.w3.org/2000/svg"/>'
    commit repository
}

check 'text: place, severity, text, name, excerpt, caret' '
    faults
    exits 1 check repository --theme "$theme"
    has out "content/kapot.md:3:7: fout: "
    has out "   3 | Café: [weg](weg.md)"
    has out "     |       ^"
    has out "content/beeld.md:3:1: let op: "
'
check 'text in English' '
    faults
    exits 1 check repository --theme "$theme" --language en
    has out "content/kapot.md:3:7: error: "
    has out "content/beeld.md:3:1: warning: "
    lacks out " fout: "
'
check 'json: one object a line, nothing else on standard output' '
    faults
    exits 1 check repository --theme "$theme" --messages json
    node -e "
        const lines = require(\"fs\").readFileSync(\"out\", \"utf8\").trim().split(\"\\n\").map(JSON.parse);
        const wanted = { name: \"link_dead\", severity: \"error\", path: \"content/kapot.md\", line: 3, column: 7 };
        const found = lines.filter((one) => one.name === \"link_dead\");
        require(\"assert\").equal(found.length, 2);
        for (const key of Object.keys(wanted)) require(\"assert\").equal(found[0][key], wanted[key]);
        require(\"assert\").equal(lines.length, 3);
        require(\"assert\").ok(lines.every((one) => typeof one.message === \"string\" && typeof one.hint === \"string\"));
    "
'
check 'github: workflow commands' '
    faults
    exits 1 check repository --theme "$theme" --messages github
    has out "::error file=content/kapot.md,line=3,col=7,title=link_dead::"
    has out "::warning file=content/beeld.md,line=3,col=1,title=image_without_text::"
    [ "$(wc -l <out)" -eq 3 ]
'
check 'github: what could be a command of its own is coded' '
    mkdir -p "repository/content/a::b,c"
    write "content/a::b,c/kapot.md" "[weg](weg%250A::error::x.md)"
    commit repository
    exits 1 check repository --theme "$theme" --messages github
    has out "file=content/a%3A%3Ab%2Cc/kapot.md,"
    [ "$(grep -c "^::" out)" -eq "$(wc -l <out)" ]
'
check 'no escape sequence of a stranger reaches the terminal' '
    write content/kapot.md "[\\033[31mrood](weg\\033.md)"
    write "content/$(printf "a\\033b").md" "[weg](weg.md)"
    commit repository
    for form in text json github; do
        exits 1 check repository --theme "$theme" --messages $form
        lacks out "$(printf "\\033")"
    done
'
check 'the messages are in the same order each time, and the same for build and check' '
    for i in $(seq 30); do write content/k$i.md "[weg](weg$i.md) [weg](weg.md)"; done
    commit repository
    exits 1 check repository --theme "$theme" --jobs 1; cp out one
    exits 1 check repository --theme "$theme" --jobs 8; same one out
    exits 1 build repository --theme "$theme" --jobs 2; same one out
    LC_ALL=C sort -c -t: -k1,1 <(grep -o "^content/k[0-9]*.md" out)
'
check 'as text one kind is shown 20 times a file and the rest is counted' '
    write content/kapot.md "$(for i in $(seq 50); do printf "[weg](weg%s.md)\\\\n\\\\n" $i; done)"
    commit repository
    exits 1 check repository --theme "$theme"
    [ "$(grep -c "\[link_dead\]$" out)" -eq 20 ]
    has out "30 keer [link_dead]"
    exits 1 check repository --theme "$theme" --messages json
    [ "$(wc -l <out)" -eq 50 ]
'
check '--timings tells each stage on standard error' '
    build --timings --language en
    has err "reading texts"
    empty out
'
finish
