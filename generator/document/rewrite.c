// SPDX-License-Identifier: EUPL-1.2
#include "document/rewrite.h"

#include <limits.h>

enum { SHIFT_UNKNOWN = INT_MIN / 2 };

// What to do with a line.
struct plan {
    const struct table *table;
    const struct note *note;
    unsigned index; // of either
    bool leave_out;
    bool images; // its `![` are text
};

struct rewriter {
    struct arena *arena;
    const struct lines *lines;
    struct buf text;
    struct buf cell;
    LIST(struct origin) origins;
};

static void plan_ranges(struct plan *plans, size_t count, const struct line_ranges *ranges,
                        bool images)
{
    for (size_t i = 0; i < ranges->count; i++)
        for (size_t line = ranges->at[i].first; line <= ranges->at[i].last && line <= count; line++)
            *(images ? &plans[line - 1].images : &plans[line - 1].leave_out) = true;
}

static struct plan *plan_lines(struct arena *arena, const struct lines *lines,
                               const struct tables *tables, const struct notes *notes,
                               const struct survey *survey)
{
    struct plan *plans = ARENA_ARRAY(arena, struct plan, lines->count + 1);
    for (unsigned i = 0; i < notes->count; i++) {
        struct plan *plan = &plans[notes->at[i].line - 1];
        if (!notes->at[i].rejected)
            *plan = (struct plan){ .note = &notes->at[i], .index = i };
    }
    for (unsigned i = 0; i < tables->count; i++) {
        const struct table *table = &tables->at[i];
        if (!table->rejected && !table->too_large)
            for (unsigned line = table->first; line <= table->last; line++)
                plans[line - 1] = (struct plan){ .table = table, .index = i };
    }
    plan_ranges(plans, lines->count, &survey->images, true);
    plan_ranges(plans, lines->count, &survey->blanks, false);
    return plans;
}

static void add_line(struct rewriter *w, str before, str text, bool images, struct origin origin)
{
    buf_add(&w->text, before);
    for (size_t from = 0; images && from < text.len;) {
        size_t at = str_find(text, STR("!["), from);
        size_t end = at == STR_NONE ? text.len : at + 1;
        buf_add(&w->text, str_slice(text, from, end));
        if (at != STR_NONE)
            buf_add_char(&w->text, '\\');
        from = end;
        origin.shift = SHIFT_UNKNOWN;
    }
    if (!images)
        buf_add(&w->text, text);
    LIST_ADD(w->arena, w->origins, origin);
}

// `\|` becomes `|`, also in code: that is how a cell can have one.
static str unescaped(struct buf *room, str cell)
{
    size_t at = str_find(cell, STR("\\|"), 0);
    if (at == STR_NONE)
        return cell;
    buf_clear(room);
    size_t from = 0;
    for (; at != STR_NONE; at = str_find(cell, STR("\\|"), from + 1)) {
        buf_add(room, str_slice(cell, from, at));
        from = at + 1;
    }
    buf_add(room, str_after(cell, from));
    return buf_view(room);
}

static void add_cell(struct rewriter *w, str prefix, str cell, const struct plan *plan,
                     struct origin origin)
{
    buf_add(&w->text, prefix);
    add_line(w, STR("###### "), unescaped(&w->cell, cell), plan->images, origin);
    buf_add(&w->text, STR(" ######\n"));
}

static void add_row(struct rewriter *w, const struct plan *plan, unsigned number)
{
    const struct table *table = plan->table;
    str line = lines_at(w->lines, number);
    bool head = number == table->first;
    str prefix = head ? table->head : table->body;
    str text = str_after(line, head ? table->head.len : line_prefix(line, false));
    struct row row = row_start(text);
    str cell;
    for (size_t i = 0; i < table->columns && row_cell(&row, &cell); i++) {
        int shift = (int)(cell.at - line.at) - (int)prefix.len - (int)STR("###### ").len;
        add_cell(w, prefix, cell, plan, (struct origin){ number, shift, LINE_CELL, plan->index });
        prefix = table->body;
    }
}

static void add_note(struct rewriter *w, const struct plan *plan, unsigned number)
{
    str line = lines_at(w->lines, number);
    str prefix = str_slice(line, 0, line_prefix(line, false));
    str label;
    str rest;
    note_definition(str_after(line, prefix.len), &label, &rest);
    add_line(w, prefix, STR("<!---->\n"), false, (struct origin){ number, 0, LINE_FILLER, 0 });
    int shift = (int)(rest.at - line.at) - (int)prefix.len - (int)STR("01) ").len;
    buf_add(&w->text, prefix);
    add_line(w, STR("01) "), rest, plan->images,
             (struct origin){ number, shift, LINE_NOTE, plan->index });
    buf_add_char(&w->text, '\n');
}

static void add_planned(struct rewriter *w, const struct plan *plan, unsigned number)
{
    if (plan->leave_out)
        return;
    if (plan->table != NULL && number != plan->table->first + 1)
        add_row(w, plan, number);
    else if (plan->note != NULL)
        add_note(w, plan, number);
    else if (plan->table == NULL) {
        add_line(w, STR(""), lines_at(w->lines, number), plan->images,
                 (struct origin){ number, 0, LINE_TEXT, 0 });
        buf_add_char(&w->text, '\n');
    }
}

struct rewritten rewrite(struct arena *arena, const struct lines *lines,
                         const struct tables *tables, const struct notes *notes,
                         const struct survey *survey)
{
    struct plan *plans = plan_lines(arena, lines, tables, notes, survey);
    struct rewriter w = { .arena = arena, .lines = lines };
    buf_reserve(&w.text, lines->text.len + 64);
    for (unsigned number = 1; number <= lines->count; number++)
        add_planned(&w, &plans[number - 1], number);

    struct rewritten result = { arena_copy(arena, buf_view(&w.text)), w.origins.at,
                                w.origins.count };
    buf_release(&w.text);
    buf_release(&w.cell);
    return result;
}

struct origin rewritten_origin(const struct rewritten *rewritten, int number)
{
    unsigned line = number < 0 ? 0 : (unsigned)number;
    if (rewritten->origins == NULL)
        return (struct origin){ .line = line };
    if (line == 0 || line > rewritten->count)
        return (struct origin){ 0 };
    return rewritten->origins[line - 1];
}
