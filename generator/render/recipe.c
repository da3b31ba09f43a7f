// SPDX-License-Identifier: EUPL-1.2
// What a page is made from, for who asks.
#include "render/context.h"

static const char *const sorts[] = {
    [INPUT_FRAME] = "frame", [INPUT_PAGE] = "page", [INPUT_DOCUMENT] = "document",
    [INPUT_CARD] = "card",   [INPUT_TERM] = "term", [INPUT_LIST] = "list",
};

static void take_parts(struct arena *arena, const struct inputs *inputs, struct recipe *recipe)
{
    struct ingredient *ingredients = ARENA_ARRAY(arena, struct ingredient, inputs->parts.count);
    str bytes = buf_view(&inputs->bytes);
    for (size_t i = 0; i < inputs->parts.count; i++) {
        const struct input *part = &inputs->parts.at[i];
        size_t to = i + 1 < inputs->parts.count ? inputs->parts.at[i + 1].from : bytes.len;
        ingredients[i] = (struct ingredient){ sorts[part->sort], arena_copy(arena, part->name),
                                              fingerprint_of(str_slice(bytes, part->from, to)) };
    }
    recipe->ingredients = ingredients;
    recipe->count = inputs->parts.count;
}

static void tell(const struct printer *printer, const struct job *job, struct arena *arena,
                 struct recipe *recipe)
{
    struct inputs inputs = { .site = printer->site, .cards = printer->cards, .arena = arena };
    *recipe = (struct recipe){
        .template_name = job->type->template_name,
        .path = arena_join(arena, (str[]){ job->address, STR("index.html"), { 0 } }),
    };
    inputs_begin(&inputs, job->address, job->number);
    if (job->type->inputs != NULL) {
        job->type->inputs(&inputs, job->subject, job->number);
        recipe->print = inputs_print(&inputs);
    }
    take_parts(arena, &inputs, recipe);
    buf_release(&inputs.bytes);
}

bool render_recipe(const struct printer *printer, str address, struct arena *arena,
                   struct recipe *recipe)
{
    struct arena *own = arena_new();
    struct rendering rendering = rendering_by(printer, own);
    bool found = false;
    plan_site(&rendering);
    for (size_t i = 0; i < rendering.job_count && !found; i++) {
        struct job job = stretch_job(&rendering, stretch_of(&rendering, i), i, own);
        found = job.type != NULL && str_equal(job.address, address);
        if (found)
            tell(printer, &job, arena, recipe);
    }
    arena_free(own);
    return found;
}
