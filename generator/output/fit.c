// SPDX-License-Identifier: EUPL-1.2
// Looks, before anything changes, whether everything can.
#include "base/path.h"
#include "output/place.h"
#include "output/publication.h"

#include <errno.h>

static bool is_known(void *context, str path)
{
    return manifest_find(context, path) != MANIFEST_NONE;
}

// The folder that was last found fit to be written in, and the one in it that is to
// be made.
struct ready {
    str folder;
    str missing;
    uint64_t device;
};

static bool is_below(str path, str folder)
{
    return str_starts(path, folder) && (path.len == folder.len || path.at[folder.len] == '/');
}

// Looks whether the folder of a file can be written, or the one that it will be made
// in.  Where that is on another device, the file will wait there.
static bool check_folder(struct output *output, const struct item *item, uint64_t device,
                         struct ready *ready)
{
    str folder = path_folder(item->path);
    str missing = { 0 };
    if (ready->missing.len > 0 && is_below(folder, ready->missing)) {
        missing = ready->missing;
        folder = ready->folder;
    }
    while (ready->folder.at == NULL || !str_equal(folder, ready->folder)) {
        if (place_folder_ready(output->top, folder, &ready->device)) {
            ready->folder = folder;
        } else if (errno == ENOENT && folder.len > 0) {
            missing = folder;
            folder = path_folder(folder);
        } else {
            output_fail(output, folder, errno);
            return false;
        }
    }
    ready->missing = missing;
    if (ready->device != device && item->made != NULL)
        item->made->beside = folder;
    return true;
}

bool items_fit(struct output *output, const struct items *items)
{
    uint64_t device = 0;
    struct ready ready = { 0 };
    if (!place_folder_ready(output->top, STR(""), &device)) {
        output_fail(output, STR(""), errno);
        return false;
    }
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        if (item->made != NULL && item->made->early)
            continue;
        if (item->made != NULL && item->made->folder &&
            !place_holds_only(output->top, item->path, is_known, &output->manifest)) {
            output_fail_blocked(output, item->path);
            return false;
        }
        if (!check_folder(output, item, device, &ready))
            return false;
    }
    return true;
}
