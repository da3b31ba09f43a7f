// SPDX-License-Identifier: EUPL-1.2
#include "output/standing.h"

#include "base/parallel.h"
#include "base/path.h"
#include "output/place.h"

#include <unistd.h>

// Looking takes a core more than the disk.
enum { FILES_AT_ONCE = 256, LOOKERS = 2 };

enum { UNSEEN, FITS, DIFFERS };

// Looks at files that stand beside one another from nearby: paths are walked by the
// system at each look, and half of them is the same.
struct view {
    int top;
    int folder;
    str path; // of the folder
};

static void view_close(struct view *view)
{
    if (view->folder >= 0)
        close(view->folder);
}

static bool view_fits(struct view *view, const struct noted *noted)
{
    struct stamp stamp;
    str path = noted_path(noted);
    str around = path_folder(path_folder(path));
    if (view->folder < 0 || !str_equal(around, view->path)) {
        view_close(view);
        view->path = around;
        view->folder = place_open(view->top, around);
    }
    str rest = str_after(path, around.len > 0 ? around.len + 1 : 0);
    return view->folder >= 0 && place_stamp(view->folder, rest, &stamp) &&
           note_fits(&noted->note, stamp);
}

static void see(struct standing *standing, struct view *view, size_t number)
{
    bool fits = view_fits(view, standing->manifest->files.at[number]);
    atomic_store_explicit(&standing->seen[number], fits ? FITS : DIFFERS, memory_order_relaxed);
}

static unsigned seen(const struct standing *standing, size_t number)
{
    return atomic_load_explicit(&standing->seen[number], memory_order_relaxed);
}

void standing_begin(struct standing *standing, const struct manifest *manifest)
{
    standing->manifest = manifest;
    standing->seen = ARENA_ARRAY(manifest->arena, atomic_uchar, manifest->files.count);
}

// Whether there was a stretch that nobody had begun with.
static bool look_at_some(struct standing *standing)
{
    struct view view = { standing->manifest->top, -1, { 0 } };
    size_t count = standing->manifest->files.count;
    size_t from = atomic_fetch_add(&standing->next, FILES_AT_ONCE);
    for (size_t i = from; i < count && i < from + FILES_AT_ONCE; i++)
        if (seen(standing, i) == UNSEEN)
            see(standing, &view, i);
    view_close(&view);
    return from < count;
}

static void look(struct standing *standing)
{
    while (look_at_some(standing))
        continue;
}

static void look_task(void *context, size_t number, unsigned worker)
{
    (void)number;
    (void)worker;
    look(context);
}

void standing_look(struct standing *standing)
{
    parallel_each(LOOKERS, LOOKERS, look_task, standing);
}

bool standing_sees(struct standing *standing, size_t number)
{
    if (seen(standing, number) == UNSEEN) {
        struct view view = { standing->manifest->top, -1, { 0 } };
        see(standing, &view, number);
        view_close(&view);
    }
    return seen(standing, number) == FITS;
}

bool standing_fits(struct standing *standing, size_t number)
{
    if (seen(standing, number) == UNSEEN)
        look(standing);
    // Another thread may be about to look at it.
    return standing_sees(standing, number);
}

bool standing_whole(struct standing *standing)
{
    standing_look(standing);
    for (size_t i = 0; i < standing->manifest->files.count; i++)
        if (!standing_fits(standing, i))
            return false;
    return true;
}
