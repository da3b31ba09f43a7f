// SPDX-License-Identifier: EUPL-1.2
#include "attachment/attachment.h"

#include "attachment/picture.h"
#include "attachment/svg.h"
#include "base/path.h"
#include "base/utf8.h"

str attachment_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics)
{
    if (str_equal(utf8_folded(arena, path_extension(path)), STR(".svg")))
        return svg_cleaned(arena, path, bytes, diagnostics);
    return picture_cleaned(arena, path, bytes, diagnostics);
}
