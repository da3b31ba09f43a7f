// SPDX-License-Identifier: EUPL-1.2
#include "commands/bundle.h"

#include "base/hash.h"

#include <string.h>

// Of bodies; then another piece begins.
enum { PIECE_FULL = 1024 * 1024 };

static struct fingerprint piece_key(struct fingerprint print, uint64_t piece)
{
    return fingerprint_of_list((str[]){ FINGERPRINT_VIEW(print), FINGERPRINT_VIEW(piece) }, 2);
}

static uint64_t check_of(struct fingerprint key, str bytes)
{
    return hash_64_seeded(bytes, key.low);
}

// ---- Looking into one ----

// Images lie one behind the other: what is set right in one must not be taken for
// a part of another.
static bool images_lie_well(const struct bundle *bundle, uint64_t from)
{
    for (size_t i = 0; i < bundle->head.count; i++) {
        const struct bundle_entry *entry = &bundle->entries[i];
        if (entry->image == 0)
            continue;
        if (entry->image < from || entry->image % 8 != 0 || entry->image > bundle->head.messages ||
            entry->image_size > bundle->head.messages - entry->image)
            return false;
        from = entry->image + entry->image_size;
    }
    return true;
}

static bool messages_lie_well(const struct bundle *bundle)
{
    uint64_t size = bundle->bytes.len - bundle->head.messages;
    uint64_t from = 0;
    for (size_t i = 0; i < bundle->head.count; i++) {
        const struct bundle_entry *entry = &bundle->entries[i];
        if (entry->messages != from || entry->messages_size > size - from)
            return false;
        from += entry->messages_size;
    }
    return from == size;
}

static bool look_into(struct bundle *bundle)
{
    struct bundle_head *head = &bundle->head;
    if (bundle->bytes.len < sizeof *head)
        return false;
    memcpy(head, bundle->bytes.at, sizeof *head);
    size_t room = bundle->bytes.len - sizeof *head;
    if (head->count > room / sizeof *bundle->entries || head->messages > bundle->bytes.len)
        return false;
    bundle->entries = (const void *)(bundle->bytes.at + sizeof *head);
    return images_lie_well(bundle, sizeof *head + head->count * sizeof *bundle->entries) &&
           messages_lie_well(bundle);
}

static bool has_bodies(const struct bundle *bundle, struct cache *cache)
{
    for (uint64_t i = 0; i < bundle->head.pieces; i++)
        if (!cache_knows(cache, CACHE_BODY, piece_key(bundle->print, i)))
            return false;
    return true;
}

bool bundle_find(struct bundle *bundle, struct cache *cache, struct fingerprint print,
                 struct arena *arena)
{
    *bundle = (struct bundle){ .print = print };
    return cache_get(cache, CACHE_DOCUMENT, print, arena, &bundle->bytes) && look_into(bundle) &&
           has_bodies(bundle, cache);
}

const struct bundle_entry *bundle_entry(const struct bundle *bundle, struct fingerprint key,
                                        size_t likely)
{
    for (size_t i = 0; i < bundle->head.count; i++) {
        size_t place = (likely + i) % bundle->head.count;
        if (fingerprint_equal(bundle->entries[place].key, key))
            return &bundle->entries[place];
    }
    return NULL;
}

str bundle_image(const struct bundle *bundle, const struct bundle_entry *entry)
{
    return (str){ bundle->bytes.at + entry->image, entry->image_size };
}

str bundle_all_messages(const struct bundle *bundle)
{
    return str_after(bundle->bytes, bundle->head.messages);
}

str bundle_messages(const struct bundle *bundle, const struct bundle_entry *entry)
{
    return (str){ bundle->bytes.at + bundle->head.messages + entry->messages,
                  entry->messages_size };
}

static bool piece_get(struct cache *cache, struct fingerprint print,
                      const struct bundle_entry *entry, uint64_t from, uint64_t size,
                      struct arena *arena, str *bytes)
{
    return cache_get_part(cache, CACHE_BODY, piece_key(print, entry->piece), from, size, arena,
                          bytes);
}

bool bundle_body(struct cache *cache, struct fingerprint print, const struct bundle_entry *entry,
                 struct arena *arena, str *body)
{
    return piece_get(cache, print, entry, entry->body, entry->body_size, arena, body) &&
           check_of(entry->key, *body) == entry->body_check;
}

bool bundle_marks(struct cache *cache, struct fingerprint print, const struct bundle_entry *entry,
                  struct arena *arena, str *marks)
{
    uint64_t from = entry->body + entry->body_size;
    return piece_get(cache, print, entry, from, entry->marks_size, arena, marks) &&
           check_of(entry->key, *marks) == entry->marks_check;
}

// ---- Making one ----

void bundle_part_seal(struct bundle_part *part)
{
    part->body_check = check_of(part->key, part->body);
    part->marks_check = check_of(part->key, part->marks);
}

bool bundle_part_take(struct bundle_part *part, struct cache *cache, const struct bundle *old,
                      size_t likely, struct arena *arena)
{
    const struct bundle_entry *entry = bundle_entry(old, part->key, likely);
    str both;
    if (entry == NULL || entry->image == 0 ||
        !piece_get(cache, old->print, entry, entry->body, entry->body_size + entry->marks_size,
                   arena, &both))
        return false;
    part->image = bundle_image(old, entry);
    part->messages = bundle_messages(old, entry);
    part->body = str_slice(both, 0, (size_t)entry->body_size);
    part->marks = str_after(both, (size_t)entry->body_size);
    part->body_check = entry->body_check;
    part->marks_check = entry->marks_check;
    return true;
}

void bundle_begin(struct bundle_maker *maker, struct cache *cache, struct fingerprint print,
                  size_t count)
{
    size_t size = sizeof(struct bundle_head) + count * sizeof(struct bundle_entry);
    maker->cache = cache;
    maker->print = print;
    maker->pieces = 0;
    maker->count = 0;
    buf_clear(&maker->record);
    buf_clear(&maker->messages);
    buf_clear(&maker->bodies);
    memset(buf_reserve(&maker->record, size), 0, size);
    maker->record.len = size;
}

static struct bundle_entry *entry_at(const struct bundle_maker *maker, size_t number)
{
    return (struct bundle_entry *)(void *)(maker->record.at + sizeof(struct bundle_head)) + number;
}

static void piece_end(struct bundle_maker *maker)
{
    if (maker->bodies.len == 0)
        return;
    cache_put(maker->cache, CACHE_BODY, piece_key(maker->print, maker->pieces),
              buf_view(&maker->bodies));
    maker->pieces++;
    buf_clear(&maker->bodies);
}

static uint64_t image_add(struct bundle_maker *maker, str image)
{
    size_t padding = -maker->record.len % 8;
    memset(buf_reserve(&maker->record, padding), 0, padding);
    maker->record.len += padding;
    uint64_t place = maker->record.len;
    buf_add(&maker->record, image);
    return image.len == 0 ? 0 : place;
}

void bundle_add(struct bundle_maker *maker, const struct bundle_part *part)
{
    struct bundle_entry entry = {
        .key = part->key,
        .image = image_add(maker, part->image),
        .image_size = part->image.len,
        .messages = maker->messages.len,
        .messages_size = part->messages.len,
        .piece = maker->pieces,
        .body = maker->bodies.len,
        .body_size = part->body.len,
        .body_check = part->body_check,
        .marks_size = part->marks.len,
        .marks_check = part->marks_check,
    };
    *entry_at(maker, maker->count++) = entry;
    buf_add(&maker->messages, part->messages);
    buf_add(&maker->bodies, part->body);
    buf_add(&maker->bodies, part->marks);
    if (maker->bodies.len >= PIECE_FULL)
        piece_end(maker);
}

void bundle_finish(struct bundle_maker *maker, struct arena *arena, struct bundle *bundle)
{
    piece_end(maker);
    struct bundle_head head = { maker->count, maker->pieces, maker->record.len };
    memcpy(maker->record.at, &head, sizeof head);
    buf_add(&maker->record, buf_view(&maker->messages));
    str record = buf_view(&maker->record);
    cache_put(maker->cache, CACHE_DOCUMENT, maker->print, record);
    *bundle = (struct bundle){ .print = maker->print, .bytes = arena_copy(arena, record) };
    look_into(bundle);
}

void bundle_release(struct bundle_maker *maker)
{
    buf_release(&maker->record);
    buf_release(&maker->messages);
    buf_release(&maker->bodies);
}
