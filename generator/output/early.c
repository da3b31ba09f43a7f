// SPDX-License-Identifier: EUPL-1.2
#include "output/early.h"

#include "base/path.h"
#include "output/opened.h"
#include "output/order.h"
#include "output/place.h"

#include <errno.h>
#include <unistd.h>

static bool put(struct output *output, const struct made *made, str bytes,
                const struct stamp *stamp)
{
    int folder = place_open(output->top, path_folder(made->path));
    bool well = folder >= 0 && place_write_whole(folder, path_name(made->path), bytes, stamp);
    // Else there is no folder yet, or someone put something there.
    if (folder >= 0 && !well && errno != EEXIST)
        atomic_store(&output->early.refused, true);
    if (folder >= 0)
        close(folder);
    return well;
}

bool early_put(struct output *output, struct made *made, str bytes, const struct stamp *stamp)
{
    made->early = made->fresh && order_may_be_early(made->path) &&
                  !atomic_load(&output->early.refused) && stage_begin(&output->stage) &&
                  put(output, made, bytes, stamp);
    return made->early;
}

static void drop(struct output *output, bool all)
{
    const struct made_set *set = &output->made;
    for (size_t i = 0; i < set->new.count; i++) {
        struct made *made = set->new.at[i];
        if (made->early && (all || made->left_out))
            place_remove(output->top, made->path);
        made->early = made->early && !all;
    }
}

void early_drop_left_out(struct output *output)
{
    drop(output, false);
}

void early_drop(struct output *output)
{
    if (output->top >= 0 && !output->early.listed)
        drop(output, true);
}
