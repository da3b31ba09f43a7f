// SPDX-License-Identifier: EUPL-1.2
#include "base/buf.h"
#include "commands/answer.h"

#include <inttypes.h>

// A text, or null when it is not known.
static void text_json(struct buf *to, str text)
{
    if (text.at == NULL) {
        buf_add(to, STR("null"));
        return;
    }
    buf_add_json(to, text);
}

// `"name":`, behind a comma unless it is the first of its object.
static void key_json(struct buf *to, const char *name)
{
    buf_add_format(to, "%s\"%s\":", to->at[to->len - 1] == '{' ? "" : ",", name);
}

static void member_json(struct buf *to, const char *name, str text)
{
    key_json(to, name);
    text_json(to, text);
}

static void yes_no_json(struct buf *to, const char *name, bool yes)
{
    key_json(to, name);
    buf_add(to, yes ? STR("true") : STR("false"));
}

static void number_json(struct buf *to, const char *name, uint64_t number)
{
    key_json(to, name);
    buf_add_format(to, "%" PRIu64, number);
}

static void texts_json(struct buf *to, const char *name, const str *texts, size_t count)
{
    key_json(to, name);
    buf_add_char(to, '[');
    for (size_t i = 0; i < count; i++) {
        buf_add(to, i > 0 ? STR(",") : STR(""));
        text_json(to, texts[i]);
    }
    buf_add_char(to, ']');
}

static void terms_json(struct buf *to, const struct search_result *result)
{
    key_json(to, "terms");
    buf_add_char(to, '[');
    for (size_t i = 0; i < result->term_count; i++) {
        const struct search_term *term = &result->terms[i];
        buf_add(to, i > 0 ? STR(",{") : STR("{"));
        member_json(to, "taxonomy", term->taxonomy);
        member_json(to, "name", term->name);
        member_json(to, "label", term->label);
        buf_add_char(to, '}');
    }
    buf_add_char(to, ']');
}

static void explain_json(struct buf *to, const struct search_result *result)
{
    key_json(to, "explain");
    buf_add_char(to, '{');
    number_json(to, "rank", result->rank);
    number_json(to, "near", result->near);
    key_json(to, "groups");
    buf_add_char(to, '[');
    for (size_t i = 0; i < result->reason_count; i++) {
        const struct search_reason *reason = &result->reasons[i];
        buf_add(to, i > 0 ? STR(",{") : STR("{"));
        member_json(to, "word", reason->word);
        texts_json(to, "forms", reason->forms, reason->form_count);
        number_json(to, "value", reason->value);
        member_json(to, "how", str_from_c(search_how_name(reason->how)));
        buf_add_char(to, '}');
    }
    buf_add(to, STR("]}"));
}

static str date_json(char room[static 16], struct date date)
{
    if (!date_given(date))
        return (str){ NULL, 0 };
    int len =
        snprintf(room, 16, "%04u-%02u-%02u", date.year % 10000, date.month % 100, date.day % 100);
    return (str){ room, (size_t)len };
}

static void result_json(struct buf *to, const struct search_result *result, bool explain)
{
    char room[16];
    buf_add_char(to, '{');
    member_json(to, "address", result->address);
    member_json(to, "anchor", result->anchor);
    member_json(to, "heading", result->heading);
    member_json(to, "title", result->title);
    member_json(to, "kind", result->kind);
    member_json(to, "base", result->base);
    member_json(to, "date", date_json(room, result->date));
    member_json(to, "summary", result->summary);
    texts_json(to, "notes", result->notes, result->note_count);
    terms_json(to, result);
    texts_json(to, "matched", result->matched, result->matched_count);
    yes_no_json(to, "fictional", result->fictional);
    yes_no_json(to, "quiet", result->quiet);
    member_json(to, "passage", result->passage);
    if (explain)
        explain_json(to, result);
    buf_add_char(to, '}');
}

static void facets_json(struct buf *to, const struct search_answer *answer)
{
    key_json(to, "facets");
    buf_add_char(to, '{');
    for (size_t i = 0; i < answer->facet_count; i++) {
        const struct search_facet *facet = &answer->facets[i];
        buf_add(to, i > 0 ? STR(",") : STR(""));
        text_json(to, facet->group);
        buf_add(to, STR(":["));
        for (size_t v = 0; v < facet->value_count; v++) {
            buf_add(to, v > 0 ? STR(",{") : STR("{"));
            member_json(to, "name", facet->values[v].name);
            member_json(to, "label", facet->values[v].label);
            number_json(to, "count", facet->values[v].count);
            buf_add_char(to, '}');
        }
        buf_add_char(to, ']');
    }
    buf_add_char(to, '}');
}

static void also_json(struct buf *to, const struct search_answer *answer)
{
    key_json(to, "also");
    buf_add_char(to, '[');
    for (size_t i = 0; i < answer->also_count; i++) {
        buf_add(to, i > 0 ? STR(",{") : STR("{"));
        member_json(to, "word", answer->also[i].word);
        texts_json(to, "also", answer->also[i].also, answer->also[i].also_count);
        buf_add_char(to, '}');
    }
    buf_add_char(to, ']');
}

// The values of one group stand together.
static void filters_json(struct buf *to, const struct search_answer *answer)
{
    key_json(to, "filters");
    buf_add_char(to, '{');
    for (size_t i = 0; i < answer->filter_count; i++) {
        const struct search_filter *filter = &answer->filters[i];
        bool same = i > 0 && str_equal(answer->filters[i - 1].group, filter->group);
        if (!same) {
            buf_add(to, i > 0 ? STR("],") : STR(""));
            text_json(to, filter->group);
        }
        buf_add(to, same ? STR(",") : STR(":["));
        text_json(to, filter->value);
    }
    buf_add(to, answer->filter_count > 0 ? STR("]}") : STR("}"));
}

void answer_print_json(const struct search_answer *answer, bool explain)
{
    struct buf json = { 0 };
    buf_add_char(&json, '{');
    number_json(&json, "total", answer->total);
    yes_no_json(&json, "more", answer->more);
    key_json(&json, "results");
    buf_add_char(&json, '[');
    for (size_t i = 0; i < answer->count; i++) {
        buf_add(&json, i > 0 ? STR(",") : STR(""));
        result_json(&json, &answer->results[i], explain);
    }
    buf_add_char(&json, ']');
    facets_json(&json, answer);
    member_json(&json, "corrected", answer->corrected);
    member_json(&json, "suggested", answer->suggested);
    also_json(&json, answer);
    filters_json(&json, answer);
    buf_add(&json, STR("}\n"));
    fwrite(json.at, 1, json.len, stdout);
    buf_release(&json);
}
