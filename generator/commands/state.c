// SPDX-License-Identifier: EUPL-1.2
#include "commands/state.h"

#include <string.h>

static str given(const char *text)
{
    return text == NULL ? STR("") : str_from_c(text);
}

// Options that change a byte of the website, or a message.
static struct fingerprint print_of_options(const struct options *options, str config)
{
    return fingerprint_of_list(
        (str[]){
            given(options->content),
            given(options->config),
            config,
            given(options->address),
            given(options->theme),
            options->drafts ? STR("drafts") : STR(""),
            options->strict ? STR("strict") : STR(""),
        },
        7);
}

struct fingerprint state_print(const struct source *source, const struct options *options,
                               str config, str program, struct fingerprint theme)
{
    str revision = source_revision(source);
    if (revision.len == 0)
        return (struct fingerprint){ 0 };
    struct versions *versions = versions_open(source);
    struct fingerprint tags = versions_print(versions);
    struct fingerprint asked = print_of_options(options, config);
    versions_free(versions);
    return fingerprint_of_parts((str[]){ program,
                                         revision,
                                         FINGERPRINT_VIEW(tags),
                                         FINGERPRINT_VIEW(asked),
                                         FINGERPRINT_VIEW(theme),
                                         { 0 } });
}

bool state_recall(struct cache *cache, struct fingerprint print, struct diagnostics *diagnostics,
                  struct state *state)
{
    str bytes;
    struct arena *arena = arena_new();
    struct diagnostics *said = diagnostics_new();
    bool known = cache_get(cache, CACHE_STATE, print, arena, &bytes) &&
                 bytes.len >= sizeof *state &&
                 diagnostics_replay(said, str_after(bytes, sizeof *state));
    diagnostics_free(said);
    if (known) {
        memcpy(state, bytes.at, sizeof *state);
        diagnostics_clear(diagnostics);
        diagnostics_replay(diagnostics, str_after(bytes, sizeof *state));
    }
    arena_free(arena);
    return known;
}

void state_remember(struct cache *cache, struct fingerprint print, struct diagnostics *diagnostics,
                    struct state state)
{
    struct buf bytes = { 0 };
    buf_add(&bytes, (str){ (const char *)&state, sizeof state });
    diagnostics_pack(diagnostics, &bytes);
    cache_put(cache, CACHE_STATE, print, buf_view(&bytes));
    buf_release(&bytes);
}
