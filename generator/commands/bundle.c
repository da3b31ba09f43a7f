// SPDX-License-Identifier: EUPL-1.2
#include "commands/bundle.h"

#include "base/hash.h"

#include <string.h>

// Of bodies; then another piece begins.
enum { PIECE_FULL = 1024 * 1024 };

// A bundle names so many pieces, and some for what its bodies need, before they are
// joined: each piece of earlier ones holds bodies that are of no use any more.
enum { PIECES_FREE = 8, PIECES_NEEDED = 2 };

static uint64_t check_of(struct fingerprint key, str bytes)
{
    return hash_64_seeded(bytes, key.low);
}

// ---- Looking into one ----

// Whether documents and messages stand one behind the other, each within its bounds.
static bool lies_well(const struct bundle *bundle)
{
    uint64_t packed = bundle->head.packed;
    uint64_t messages = bundle->head.messages;
    for (size_t i = 0; i < bundle->head.count; i++) {
        const struct bundle_entry *entry = &bundle->entries[i];
        if (entry->packed < packed || entry->packed > bundle->head.messages ||
            entry->messages < messages || entry->messages > bundle->bytes.len)
            return false;
        packed = entry->packed;
        messages = entry->messages;
    }
    return true;
}

static bool look_into(struct bundle *bundle)
{
    struct bundle_head *head = &bundle->head;
    if (bundle->bytes.len < sizeof *head)
        return false;
    memcpy(head, bundle->bytes.at, sizeof *head);
    size_t room = bundle->bytes.len - sizeof *head;
    if (head->pieces > room / sizeof *bundle->pieces ||
        head->count > (room - head->pieces * sizeof *bundle->pieces) / sizeof *bundle->entries ||
        head->packed > head->messages || head->messages > bundle->bytes.len)
        return false;
    bundle->pieces = (const void *)(bundle->bytes.at + sizeof *head);
    bundle->entries = (const void *)(bundle->pieces + head->pieces);
    return lies_well(bundle);
}

static bool has_bodies(const struct bundle *bundle, struct cache *cache)
{
    for (uint64_t i = 0; i < bundle->head.pieces; i++)
        if (!cache_knows(cache, CACHE_BODY, bundle->pieces[i]))
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

static bool is_last(const struct bundle *bundle, const struct bundle_entry *entry)
{
    return entry == &bundle->entries[bundle->head.count - 1];
}

str bundle_packed(const struct bundle *bundle, const struct bundle_entry *entry)
{
    uint64_t end = is_last(bundle, entry) ? bundle->head.messages : entry[1].packed;
    return str_slice(bundle->bytes, (size_t)entry->packed, (size_t)end);
}

str bundle_messages(const struct bundle *bundle, const struct bundle_entry *entry)
{
    uint64_t end = is_last(bundle, entry) ? bundle->bytes.len : entry[1].messages;
    return str_slice(bundle->bytes, (size_t)entry->messages, (size_t)end);
}

str bundle_all_messages(const struct bundle *bundle)
{
    return str_after(bundle->bytes, (size_t)bundle->head.messages);
}

// ---- Bodies ----

static bool piece_get(struct cache *cache, const struct bundle *bundle,
                      const struct bundle_rest *rest, uint64_t from, uint64_t size,
                      struct arena *arena, str *bytes)
{
    return rest->piece < bundle->head.pieces &&
           cache_get_part(cache, CACHE_BODY, bundle->pieces[rest->piece], from, size, arena, bytes);
}

bool bundle_body(struct cache *cache, const struct bundle *bundle, const struct bundle_entry *entry,
                 struct arena *arena, str *body)
{
    const struct bundle_rest *rest = &entry->rest;
    return piece_get(cache, bundle, rest, rest->body, rest->body_size, arena, body) &&
           check_of(entry->key, *body) == rest->body_check;
}

bool bundle_parts(struct cache *cache, const struct bundle *bundle,
                  const struct bundle_entry *entry, struct arena *arena, str *parts)
{
    const struct bundle_rest *rest = &entry->rest;
    uint64_t from = (uint64_t)rest->body + rest->body_size;
    return piece_get(cache, bundle, rest, from, rest->parts_size, arena, parts) &&
           check_of(entry->key, *parts) == rest->parts_check;
}

bool bundle_marks(struct cache *cache, const struct bundle *bundle,
                  const struct bundle_entry *entry, struct arena *arena, str *marks)
{
    const struct bundle_rest *rest = &entry->rest;
    uint64_t from = (uint64_t)rest->body + rest->body_size + rest->parts_size;
    return piece_get(cache, bundle, rest, from, rest->marks_size, arena, marks) &&
           check_of(entry->key, *marks) == rest->marks_check;
}

// ---- Making one ----

enum { NO_PIECE = UINT32_MAX };

static uint64_t size_of_rest(const struct bundle_rest *rest)
{
    return (uint64_t)rest->body_size + rest->parts_size + rest->marks_size;
}

static bool has_many_pieces(const struct bundle *bundle)
{
    uint64_t size = 0;
    for (size_t i = 0; i < bundle->head.count; i++)
        size += size_of_rest(&bundle->entries[i].rest);
    return bundle->head.pieces > PIECES_FREE + PIECES_NEEDED * (size / PIECE_FULL);
}

void bundle_begin(struct bundle_maker *maker, struct cache *cache, struct fingerprint print,
                  const struct bundle *old)
{
    maker->cache = cache;
    maker->print = print;
    maker->old = old;
    maker->copies = has_many_pieces(old);
    maker->piece = NO_PIECE;
    buf_clear(&maker->pieces);
    buf_clear(&maker->entries);
    buf_clear(&maker->packed);
    buf_clear(&maker->messages);
    buf_clear(&maker->bodies);
}

// The number of a piece in the bundle that is made.
static uint32_t piece_number(struct bundle_maker *maker, struct fingerprint key)
{
    const struct fingerprint *pieces = (const void *)maker->pieces.at;
    size_t count = maker->pieces.len / sizeof *pieces;
    for (size_t i = count; i > 0; i--)
        if (fingerprint_equal(pieces[i - 1], key))
            return (uint32_t)i - 1;
    buf_add(&maker->pieces, FINGERPRINT_VIEW(key));
    return (uint32_t)count;
}

// It is called after what is in it: then that is known.
static void piece_begin(struct bundle_maker *maker)
{
    const struct fingerprint later = { 0 };
    maker->piece = (uint32_t)(maker->pieces.len / sizeof later);
    buf_add(&maker->pieces, FINGERPRINT_VIEW(later));
}

// Bodies follow from the keys of their documents.
static struct fingerprint piece_name(struct bundle_maker *maker)
{
    const struct bundle_entry *entries = (const void *)maker->entries.at;
    buf_clear(&maker->keys);
    for (size_t i = 0; i < maker->entries.len / sizeof *entries; i++)
        if (entries[i].rest.piece == maker->piece)
            buf_add(&maker->keys, FINGERPRINT_VIEW(entries[i].key));
    return fingerprint_of(buf_view(&maker->keys));
}

static void piece_end(struct bundle_maker *maker)
{
    if (maker->piece == NO_PIECE)
        return;
    struct fingerprint *pieces = (void *)maker->pieces.at;
    pieces[maker->piece] = piece_name(maker);
    cache_put(maker->cache, CACHE_BODY, pieces[maker->piece], buf_view(&maker->bodies));
    maker->piece = NO_PIECE;
    buf_clear(&maker->bodies);
}

static void entry_add(struct bundle_maker *maker, struct fingerprint key, str packed, str messages,
                      const struct bundle_rest *rest)
{
    struct bundle_entry entry = { key, maker->packed.len, maker->messages.len, *rest };
    buf_add(&maker->entries, (str){ (const char *)&entry, sizeof entry });
    buf_add(&maker->packed, packed);
    buf_add(&maker->messages, messages);
}

// Adds to the piece that is made; returns where, with the sizes that are there.
static struct bundle_rest body_add(struct bundle_maker *maker, str bytes, struct bundle_rest rest)
{
    if (maker->piece == NO_PIECE)
        piece_begin(maker);
    rest.piece = maker->piece;
    rest.body = (uint32_t)maker->bodies.len;
    buf_add(&maker->bodies, bytes);
    return rest;
}

bool bundle_take(struct bundle_maker *maker, struct fingerprint key, struct arena *scratch)
{
    const struct bundle *old = maker->old;
    size_t likely = maker->entries.len / sizeof(struct bundle_entry);
    const struct bundle_entry *entry = bundle_entry(old, key, likely);
    str bytes;
    if (entry == NULL || bundle_packed(old, entry).len == 0 ||
        entry->rest.piece >= old->head.pieces)
        return false;
    struct bundle_rest rest = entry->rest;
    if (!maker->copies)
        rest.piece = piece_number(maker, old->pieces[rest.piece]);
    else if (piece_get(maker->cache, old, &rest, rest.body, size_of_rest(&rest), scratch, &bytes))
        rest = body_add(maker, bytes, rest);
    else
        return false;
    entry_add(maker, key, bundle_packed(old, entry), bundle_messages(old, entry), &rest);
    if (maker->bodies.len >= PIECE_FULL)
        piece_end(maker);
    return true;
}

static struct bundle_rest rest_of(const struct bundle_part *part)
{
    return (struct bundle_rest){
        .body_check = check_of(part->key, part->body),
        .parts_check = check_of(part->key, part->parts),
        .marks_check = check_of(part->key, part->marks),
        .body_size = (uint32_t)part->body.len,
        .parts_size = (uint32_t)part->parts.len,
        .marks_size = (uint32_t)part->marks.len,
    };
}

void bundle_add(struct bundle_maker *maker, const struct bundle_part *part)
{
    struct bundle_rest rest = { 0 };
    if (part->packed.len > 0) {
        rest = body_add(maker, part->body, rest_of(part));
        buf_add(&maker->bodies, part->parts);
        buf_add(&maker->bodies, part->marks);
    }
    entry_add(maker, part->key, part->packed, part->messages, &rest);
    if (maker->bodies.len >= PIECE_FULL)
        piece_end(maker);
}

// Now it is known where documents and messages stand.
static void places_set(struct bundle_maker *maker, const struct bundle_head *head)
{
    struct bundle_entry *entries = (void *)maker->entries.at;
    for (size_t i = 0; i < head->count; i++) {
        entries[i].packed += head->packed;
        entries[i].messages += head->messages;
    }
}

void bundle_finish(struct bundle_maker *maker, struct arena *arena, struct bundle *bundle)
{
    piece_end(maker);
    struct bundle_head head = {
        .count = maker->entries.len / sizeof(struct bundle_entry),
        .pieces = maker->pieces.len / sizeof(struct fingerprint),
        .packed = sizeof head + maker->pieces.len + maker->entries.len,
    };
    head.messages = head.packed + maker->packed.len;
    places_set(maker, &head);
    str record = arena_join(arena, (str[]){ { (const char *)&head, sizeof head },
                                            buf_view(&maker->pieces),
                                            buf_view(&maker->entries),
                                            buf_view(&maker->packed),
                                            buf_view(&maker->messages),
                                            { 0 } });
    cache_put(maker->cache, CACHE_DOCUMENT, maker->print, record);
    *bundle = (struct bundle){ .print = maker->print, .bytes = record };
    look_into(bundle);
}

void bundle_release(struct bundle_maker *maker)
{
    buf_release(&maker->pieces);
    buf_release(&maker->entries);
    buf_release(&maker->packed);
    buf_release(&maker->messages);
    buf_release(&maker->bodies);
    buf_release(&maker->keys);
}
