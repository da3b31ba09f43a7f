# SPDX-License-Identifier: EUPL-1.2
# Checks every #include in generator/ against generator/LAYERS.
# use: awk -f tests/checks/layers.awk generator/LAYERS $(find generator -name '*.[ch]')

function complain(message, hint) {
    printf "%s:%d: error: %s\n  hint: %s\n", FILENAME, FNR, message, hint
    mistakes++
}

# generator/site/links.c -> site; generator/main.c -> main
function folder_of(path,   parts, count) {
    count = split(path, parts, "/")
    return count > 2 ? parts[2] : "main"
}

FILENAME ~ /LAYERS$/ {
    if ($1 == "layer")   for (i = 2; i <= NF; i++) layer[$i] = FNR
    if ($1 == "public")  for (i = 2; i <= NF; i++) public[$i] = 1
    if ($1 == "library") for (i = 3; i <= NF; i++) knows[$2, $i] = 1
    if ($1 == "library") libraries[$2] = 1
    next
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    from = folder_of(FILENAME)
    split($0, quoted, "\"")
    header = quoted[2]
    to = header ~ /\// ? substr(header, 1, index(header, "/") - 1) : "main"

    if (!(from in layer))
        complain("folder '" from "' is not in generator/LAYERS", "give it a line there")
    else if (to == from)
        next
    else if (to == "main" || !(to in layer))
        complain("'" header "' names no folder of generator/LAYERS", "write \"folder/header.h\"")
    else if (layer[to] >= layer[from])
        complain("'" from "' may not include '" header "'", \
                 "'" to "' is not below '" from "' in generator/LAYERS; pass the value in, or move the code")
    else if (!(to in public) && header != to "/" to ".h")
        complain("'" header "' is private to '" to "'", "include \"" to "/" to ".h\"")
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    from = folder_of(FILENAME)
    for (library in libraries)
        if (index($0, "<" library) && !((library, from) in knows))
            complain("'" from "' may not include <" library ">", \
                     "only the folder named in generator/LAYERS knows that library")
}

END { exit mistakes > 0 }
