// SPDX-License-Identifier: EUPL-1.2
// What earlier builds found out, by the name of what they found it out from.
//
// A value follows from its key alone, so that a build with this cache, with
// another, or with none gives the same bytes.  The folder may be deleted, cut
// short, damaged, copied, or used by several builds at the same time: a value
// that cannot be trusted is not there.
//
// In the folder are `index`, which says which values there are and where, some
// `pack-*` that hold them one after the other, and `lock`, for who commits.
// Every value has its check; all is read with pread, so that a file which
// changes underneath gives values that are not there, and no more.

#pragma once

#include "base/arena.h"
#include "base/fingerprint.h"

struct cache;

// What is remembered of a thing: part of the key.
enum cache_part {
    CACHE_DOCUMENT, // what a file says, without its body
    CACHE_BODY,
    CACHE_ATTACHMENT, // whether a file may be published, and what is wrong with it
    CACHE_PLACES,     // where passages stand in a finished page
    CACHE_INDEX,      // pieces of the index
    CACHE_HISTORY,    // what commits changed
    CACHE_STATE,      // what the last build of an output was made from: alone changes under its key
};

// Opens the cache in `folder`, and makes it when it is not there.  `generator`
// is the program's own identity: what another one remembered is not found.
// There is no message when the folder cannot be used: then, and with NULL for a
// folder, bodies are held for this build alone, and nothing else is.  All that
// follows takes a NULL cache for one that is empty and stays so.
struct cache *cache_open(const char *folder, str generator);

// Whether what is put may be found by later builds: else it need not be made for
// that.  Any thread.
bool cache_remembers(const struct cache *cache);

// Sets `value` to what is remembered, in memory of `arena`, and returns whether
// there was something.  Any thread.
bool cache_get(struct cache *cache, enum cache_part part, struct fingerprint key,
               struct arena *arena, str *value);

// The same of `len` bytes of the value from byte `from` on, as they are: their check
// is for who put them.  Any thread.
bool cache_get_part(struct cache *cache, enum cache_part part, struct fingerprint key,
                    uint64_t from, uint64_t len, struct arena *arena, str *bytes);

// Whether something seems to be remembered.  It counts as asked for: who keeps
// what was made from a value, and does not need to see it again, keeps it from
// being forgotten so.  cache_get may fail all the same.  Any thread.
bool cache_knows(struct cache *cache, enum cache_part part, struct fingerprint key);

// Remembers `value`: this build finds it too.  What cannot be written is
// forgotten, but for bodies, which are then held in memory.  Any thread.
void cache_put(struct cache *cache, enum cache_part part, struct fingerprint key, str value);

// Makes what was put found by later builds, and forgets what no build has asked for
// lately where there is too much: a thread does so while other work goes on.  From here
// on the cache is empty and stays so.  To be called when no other thread uses it.
void cache_finish(struct cache *cache);

// Finishes, if that was not done yet, and closes.
void cache_close(struct cache *cache);
