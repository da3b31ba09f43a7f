# SPDX-License-Identifier: EUPL-1.2
# What readers fetch of reader.js and more.js, read as one piece (sed -Ez): without comments (but
# the licence), indentation, ends of lines that mean nothing, and blanks around signs.
s/\n *\/\/[^\n]*/\n/g
s/\n[ \n]+/\n/g
s/([{,(;])\n/\1/g
s/\n([])}])/\1/g
s/ ([-+*]?=|[=!]==|=>|&&|\|\||[<>]=|<<|>>>?|[-+*&|?:<>]) /\1/g
s/([,;:{]) /\1/g
s/ ([{}(])/\1/g
s/;}/}/g
s/,([])}])/\1/g
s/:EUPL/: EUPL/
