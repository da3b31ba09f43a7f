// SPDX-License-Identifier: EUPL-1.2
// What the Makefile makes of reader.js and more.js: the same in fewer bytes, since every
// reader has to fetch them.
#include "search/reader.h"

#include "base/embedded.h"

EMBEDDED(reader, READER_FOLDER "/reader.js");
EMBEDDED(more, READER_FOLDER "/more.js");

str reader_module(void)
{
    return EMBEDDED_BYTES(reader);
}

str reader_more(void)
{
    return EMBEDDED_BYTES(more);
}
