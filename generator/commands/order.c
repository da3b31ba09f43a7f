// SPDX-License-Identifier: EUPL-1.2
#include "commands/order.h"

#include <stdlib.h>

static bool is_among(str path, const str *paths, size_t count)
{
    return count > 0 && bsearch(&path, paths, count, sizeof *paths, str_order) != NULL;
}

bool order_has_changed(const struct build_order *order, str path)
{
    return order->all_changed || is_among(path, order->changed, order->changed_count);
}

static const struct document *kept_off(struct arena *arena, const struct document *document)
{
    struct document *copy = ARENA_NEW(arena, struct document);
    *copy = *document;
    copy->kept_off = true;
    return copy;
}

const struct document *const *order_documents(const struct build_order *order, struct arena *arena,
                                              struct source *source,
                                              const struct document *const *documents)
{
    if (order->withheld_count == 0)
        return documents;
    size_t count;
    const struct source_file *files = source_files(source, &count);
    const struct document **left = ARENA_ARRAY(arena, const struct document *, count);
    for (size_t i = 0; i < count; i++) {
        left[i] = documents[i];
        if (!is_among(files[i].full_path, order->withheld, order->withheld_count))
            continue;
        if (left[i] != NULL)
            left[i] = kept_off(arena, documents[i]);
        else
            source_withhold(source, i);
    }
    return left;
}

const struct settings *order_settings(const struct build_order *order, struct arena *arena,
                                      const char *address, const struct settings *settings)
{
    if (!order->noindex && address == NULL)
        return settings;
    struct settings *copy = ARENA_NEW(arena, struct settings);
    *copy = *settings;
    copy->noindex |= order->noindex;
    if (address != NULL) {
        str given = str_from_c(address);
        copy->address = str_ends(given, STR("/"))
                            ? given
                            : arena_join(arena, (str[]){ given, STR("/"), { 0 } });
    }
    copy->print = fingerprint_of_parts((str[]){ FINGERPRINT_VIEW(settings->print),
                                                copy->address,
                                                copy->noindex ? STR("noindex") : STR(""),
                                                { 0 } });
    return copy;
}
