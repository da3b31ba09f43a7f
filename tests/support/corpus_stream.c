// SPDX-License-Identifier: EUPL-1.2
#include "corpus_stream.h"

#include <stdlib.h>
#include <string.h>

static const char file_start[] = "M 100644 inline ";

bool corpus_next(FILE *stream, struct buf *path, struct buf *text)
{
    char line[4096];
    buf_clear(path);
    buf_clear(text);
    while (fgets(line, sizeof line, stream) != NULL) {
        if (strncmp(line, file_start, sizeof file_start - 1) != 0)
            continue;
        const char *name = line + sizeof file_start - 1;
        buf_add(path, (str){ name, strcspn(name, "\n") });
        // "data 1234"
        size_t len = fgets(line, sizeof line, stream) == NULL ? 0 : strtoull(line + 5, NULL, 10);
        text->len = fread(buf_reserve(text, len), 1, len, stream);
        return text->len == len;
    }
    return false;
}
