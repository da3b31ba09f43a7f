// SPDX-License-Identifier: EUPL-1.2
#include "commands/attachments.h"

#include "attachment/attachment.h"
#include "base/parallel.h"

#include <string.h>

// What one worker keeps from file to file.
struct cleaner {
    struct arena *arena;
    struct diagnostics *said;
    struct buf verdict;
};

struct cleaning {
    const struct attaching *attaching;
    struct cleaner *cleaners;
};

// What is remembered of a file: whether it may be published, then its messages.
enum { PUBLISHED = 'p', LEFT_OUT = 'l' };

static struct fingerprint key_of(const struct source_file *file)
{
    return fingerprint_of_parts(
        (str[]){ { (const char *)file->id, sizeof file->id }, file->full_path, { 0 } });
}

static struct fingerprint print_of(const struct attaching *attaching, struct fingerprint key)
{
    return fingerprint_of_parts((str[]){
        STR("attachment"), FINGERPRINT_VIEW(attaching->program), FINGERPRINT_VIEW(key), { 0 } });
}

// A file that was read from disk has its id only then.
static bool has_id(const struct source_file *file)
{
    static const unsigned char none[SOURCE_ID_SIZE];
    return memcmp(file->id, none, sizeof none) != 0;
}

// Whether an earlier build looked at the file, and nothing needs to be made.
static bool recall(const struct attaching *attaching, const struct asset *asset,
                   struct fingerprint key, struct arena *arena)
{
    str verdict;
    if (!cache_get(attaching->cache, CACHE_ATTACHMENT, key, arena, &verdict) || verdict.len == 0)
        return false;
    bool published = verdict.at[0] == PUBLISHED;
    if (published && attaching->writes &&
        !output_keep(attaching->output, asset->path, print_of(attaching, key)))
        return false;
    if (published && !attaching->writes)
        output_add(attaching->output, asset->path, STR(""));
    return diagnostics_replay(attaching->diagnostics, str_after(verdict, 1));
}

static void clean(const struct attaching *attaching, const struct asset *asset,
                  const struct source_file *file, struct cleaner *cleaner, str bytes)
{
    struct buf *verdict = &cleaner->verdict;
    diagnostics_clear(cleaner->said);
    str cleaned = attachment_cleaned(cleaner->arena, file->full_path, bytes, cleaner->said);
    bool published = cleaned.len > 0 || bytes.len == 0;
    buf_clear(verdict);
    buf_add_char(verdict, published ? PUBLISHED : LEFT_OUT);
    diagnostics_pack(cleaner->said, verdict);
    diagnostics_replay(attaching->diagnostics, str_after(buf_view(verdict), 1));
    struct fingerprint key = key_of(file);
    bool known = has_id(file);
    if (known)
        cache_put(attaching->cache, CACHE_ATTACHMENT, key, buf_view(verdict));
    if (published)
        output_add_print(attaching->output, asset->path, cleaned,
                         known ? print_of(attaching, key) : (struct fingerprint){ 0 });
}

static void attach(void *context, size_t item, unsigned worker)
{
    struct cleaning *cleaning = context;
    const struct attaching *attaching = cleaning->attaching;
    const struct asset *asset = &attaching->site->assets[item];
    struct cleaner *cleaner = &cleaning->cleaners[worker];
    size_t count;
    const struct source_file *file = &source_files(attaching->source, &count)[asset->file];
    str bytes;
    if (!(has_id(file) && recall(attaching, asset, key_of(file), cleaner->arena)) &&
        source_bytes(attaching->source, asset->file, worker, &bytes, attaching->diagnostics))
        clean(attaching, asset, file, cleaner, bytes);
    arena_reset(cleaner->arena);
}

void attachments_add(const struct attaching *attaching)
{
    struct cleaner cleaners[PARALLEL_JOBS_MAX];
    struct cleaning cleaning = { attaching, cleaners };
    for (unsigned i = 0; i < attaching->jobs; i++)
        cleaners[i] = (struct cleaner){ .arena = arena_new(), .said = diagnostics_new() };
    parallel_each(attaching->jobs, attaching->site->asset_count, attach, &cleaning);
    for (unsigned i = 0; i < attaching->jobs; i++) {
        arena_free(cleaners[i].arena);
        diagnostics_free(cleaners[i].said);
        buf_release(&cleaners[i].verdict);
    }
}
