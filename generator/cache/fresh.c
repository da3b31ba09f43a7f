// SPDX-License-Identifier: EUPL-1.2
#include "cache/fresh.h"

#include "cache/store.h"

#include <string.h>
#include <unistd.h>

// A value that is large by itself does not wait with others.
enum { BUFFER_FULL = 256 * 1024, VALUE_LARGE = BUFFER_FULL / 4 };

void fresh_init(struct fresh *fresh, int folder)
{
    *fresh = (struct fresh){ .folder = folder, .file = -1 };
    pthread_mutex_init(&fresh->lock, NULL);
}

void fresh_release(struct fresh *fresh)
{
    if (fresh->file >= 0)
        close(fresh->file);
    buf_release(&fresh->buffer);
    index_release(&fresh->index);
    pthread_mutex_destroy(&fresh->lock);
}

bool record_open(struct fingerprint key, str record, str *value)
{
    uint64_t check;
    str inside = str_slice(record, 0, record.len - RECORD_CHECK);
    memcpy(&check, record.at + inside.len, sizeof check);
    if (check != record_check(key, inside))
        return false;
    *value = inside;
    return true;
}

// With the lock.
static bool flush(struct fresh *fresh)
{
    if (fresh->homeless)
        return false;
    if (fresh->file < 0)
        fresh->file = store_anonymous(fresh->folder, &fresh->nameable);
    if (fresh->file < 0 || !store_write(fresh->file, buf_view(&fresh->buffer), fresh->written)) {
        fresh->homeless = true;
        return false;
    }
    fresh->written += fresh->buffer.len;
    buf_clear(&fresh->buffer);
    return true;
}

bool fresh_flush(struct fresh *fresh)
{
    pthread_mutex_lock(&fresh->lock);
    bool well = flush(fresh);
    pthread_mutex_unlock(&fresh->lock);
    return well;
}

// Writes a record without copying it; with the lock.
static bool put_large(struct fresh *fresh, str value, str check)
{
    if (!flush(fresh) || !store_write(fresh->file, value, fresh->written) ||
        !store_write(fresh->file, check, fresh->written + value.len))
        return false;
    fresh->written += value.len + check.len;
    return true;
}

static void put_waiting(struct fresh *fresh, str value, str check)
{
    if (fresh->buffer.capacity == 0)
        buf_reserve(&fresh->buffer, BUFFER_FULL + VALUE_LARGE + check.len);
    buf_add(&fresh->buffer, value);
    buf_add(&fresh->buffer, check);
    if (fresh->buffer.len >= BUFFER_FULL)
        flush(fresh);
}

void fresh_put(struct fresh *fresh, struct fingerprint key, str value)
{
    uint64_t sum = record_check(key, value);
    str check = { (const char *)&sum, sizeof sum };
    pthread_mutex_lock(&fresh->lock);
    index_put(&fresh->index, (struct entry){ .key = key,
                                             .offset = fresh->written + fresh->buffer.len,
                                             .len = (uint32_t)value.len });
    if (value.len < VALUE_LARGE || !put_large(fresh, value, check))
        put_waiting(fresh, value, check);
    pthread_mutex_unlock(&fresh->lock);
}

bool fresh_knows(struct fresh *fresh, struct fingerprint key)
{
    pthread_mutex_lock(&fresh->lock);
    bool known = index_find(&fresh->index, key) != STR_NONE;
    pthread_mutex_unlock(&fresh->lock);
    return known;
}

// Finds a record; when it is in the buffer it is copied, else `room` is where it
// is to be read into.
static bool find(struct fresh *fresh, struct fingerprint key, struct arena *arena, char **room,
                 struct entry *entry, bool *copied)
{
    pthread_mutex_lock(&fresh->lock);
    size_t slot = index_find(&fresh->index, key);
    bool found = slot != STR_NONE;
    if (found) {
        *entry = fresh->index.slots[slot];
        *copied = entry->offset >= fresh->written;
        *room = arena_room(arena, (size_t)entry_size(entry));
        if (*copied)
            memcpy(*room, fresh->buffer.at + (entry->offset - fresh->written),
                   (size_t)entry_size(entry));
    }
    pthread_mutex_unlock(&fresh->lock);
    return found;
}

bool fresh_get(struct fresh *fresh, struct fingerprint key, struct arena *arena, str *value)
{
    char *room;
    struct entry entry;
    bool copied;
    if (!find(fresh, key, arena, &room, &entry, &copied))
        return false;
    size_t size = (size_t)entry_size(&entry);
    if (!copied && !store_read(fresh->file, room, size, entry.offset))
        return false;
    return record_open(key, (str){ room, size }, value);
}

bool fresh_get_part(struct fresh *fresh, struct fingerprint key, uint64_t from, char *to,
                    size_t len)
{
    struct entry entry = { .offset = 0 };
    bool copied = false;
    pthread_mutex_lock(&fresh->lock);
    size_t slot = index_find(&fresh->index, key);
    bool found = slot != STR_NONE;
    if (found)
        entry = fresh->index.slots[slot];
    found = found && from <= entry.len && len <= entry.len - from;
    copied = found && entry.offset >= fresh->written;
    if (copied && len > 0)
        memcpy(to, fresh->buffer.at + (entry.offset - fresh->written) + from, len);
    pthread_mutex_unlock(&fresh->lock);
    return copied || (found && store_read(fresh->file, to, len, entry.offset + from));
}
