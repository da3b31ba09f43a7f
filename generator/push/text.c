// SPDX-License-Identifier: EUPL-1.2
#include "push/handle.h"

// More than anyone writes in one file.
enum { TEXT_MOST = 16 * 1024 * 1024 };

bool push_is_text(struct push *push, const git_oid *id)
{
    size_t size = 0;
    git_object_t type;
    git_blob *blob = NULL;
    if (git_odb_read_header(&size, &type, push->objects, id) != 0 || size > TEXT_MOST ||
        git_blob_lookup(&blob, push->git, id) != 0)
        return false;
    bool text = git_blob_is_binary(blob) == 0;
    git_blob_free(blob);
    return text;
}
