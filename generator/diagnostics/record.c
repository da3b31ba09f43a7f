// SPDX-License-Identifier: EUPL-1.2
// Messages as bytes: each is the name of its kind, three numbers, and the texts.
// A text is its length and its bytes.
#include "diagnostics/message.h"

#include <stdint.h>
#include <string.h>

// What the linker makes of the section that DIAGNOSTIC fills.
extern const struct diagnostic_kind *const __start_diagnostic_table[];
extern const struct diagnostic_kind *const __stop_diagnostic_table[];

const struct diagnostic_kind *const *diagnostic_kinds(size_t *count)
{
    *count = (size_t)(__stop_diagnostic_table - __start_diagnostic_table);
    return __start_diagnostic_table;
}

// ---- To bytes ----

static void pack_number(struct buf *to, size_t number)
{
    uint32_t packed = (uint32_t)number;
    buf_add(to, (str){ (const char *)&packed, sizeof packed });
}

static void pack_text(struct buf *to, str text)
{
    pack_number(to, text.len);
    buf_add(to, text);
}

static void pack_message(struct buf *to, const struct message *message)
{
    pack_text(to, str_from_c(message->kind->name));
    pack_number(to, message->place.line);
    pack_number(to, message->place.column);
    pack_number(to, message->caret);
    pack_text(to, message->place.path);
    pack_text(to, message->place.source);
    for (size_t v = 0; v < DIAGNOSTIC_VALUES; v++)
        pack_text(to, message->values[v]);
}

void diagnostics_pack(struct diagnostics *diagnostics, struct buf *to)
{
    pthread_mutex_lock(&diagnostics->lock);
    for (size_t i = 0; i < diagnostics->messages.count; i++)
        pack_message(to, &diagnostics->messages.at[i]);
    pthread_mutex_unlock(&diagnostics->lock);
}

// ---- From bytes ----

static const struct diagnostic_kind *kind_named(struct diagnostics *diagnostics, str name)
{
    size_t count;
    const struct diagnostic_kind *const *kinds = diagnostic_kinds(&count);
    if (diagnostics->kinds == NULL) {
        diagnostics->kinds = map_new(diagnostics->arena);
        for (size_t i = 0; i < count; i++)
            map_put(diagnostics->kinds, str_from_c(kinds[i]->name), (void *)&kinds[i]);
    }
    const struct diagnostic_kind *const *found = map_get(diagnostics->kinds, name);
    return found == NULL ? NULL : *found;
}

static bool take_number(str *packed, unsigned *number)
{
    uint32_t taken;
    if (packed->len < sizeof taken)
        return false;
    memcpy(&taken, packed->at, sizeof taken);
    *number = taken;
    *packed = str_after(*packed, sizeof taken);
    return true;
}

static bool take_text(str *packed, str *text)
{
    unsigned len;
    if (!take_number(packed, &len) || len > packed->len)
        return false;
    *text = str_slice(*packed, 0, len);
    *packed = str_after(*packed, len);
    return true;
}

static bool take_message(struct diagnostics *diagnostics, str *packed, struct message *message)
{
    str name;
    bool well = take_text(packed, &name) && take_number(packed, &message->place.line) &&
                take_number(packed, &message->place.column) &&
                take_number(packed, &message->caret) && take_text(packed, &message->place.path) &&
                take_text(packed, &message->place.source);
    for (size_t i = 0; well && i < DIAGNOSTIC_VALUES; i++)
        well = take_text(packed, &message->values[i]);
    return well && (message->kind = kind_named(diagnostics, name)) != NULL;
}

static bool replay(struct diagnostics *diagnostics, str packed, bool record)
{
    struct message message;
    while (packed.len > 0) {
        if (!take_message(diagnostics, &packed, &message))
            return false;
        if (!record)
            continue;
        message.place.source = arena_copy(diagnostics->arena, message.place.source);
        for (size_t i = 0; i < DIAGNOSTIC_VALUES; i++)
            message.values[i] = arena_copy(diagnostics->arena, message.values[i]);
        message_add(diagnostics, message);
    }
    return true;
}

bool diagnostics_replay(struct diagnostics *diagnostics, str packed)
{
    if (packed.len == 0)
        return true;
    pthread_mutex_lock(&diagnostics->lock);
    bool well = replay(diagnostics, packed, false) && replay(diagnostics, packed, true);
    pthread_mutex_unlock(&diagnostics->lock);
    return well;
}

// ---- Forgetting ----

static void pack_lasting(const struct diagnostics *diagnostics, struct buf *to)
{
    for (size_t i = 0; i < diagnostics->messages.count; i++)
        if (diagnostics->messages.at[i].kind->lasting)
            pack_message(to, &diagnostics->messages.at[i]);
}

void diagnostics_clear(struct diagnostics *diagnostics)
{
    struct buf lasting = { 0 };
    pthread_mutex_lock(&diagnostics->lock);
    pack_lasting(diagnostics, &lasting);
    arena_reset(diagnostics->arena);
    diagnostics->paths = map_new(diagnostics->arena);
    diagnostics->kinds = NULL;
    memset(&diagnostics->messages, 0, sizeof diagnostics->messages);
    for (size_t i = 0; i < SEVERITY_COUNT; i++)
        atomic_store(&diagnostics->counts[i], 0);
    atomic_store(&diagnostics->passing, false);
    replay(diagnostics, buf_view(&lasting), true);
    pthread_mutex_unlock(&diagnostics->lock);
    buf_release(&lasting);
}
