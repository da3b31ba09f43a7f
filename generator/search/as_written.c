// SPDX-License-Identifier: EUPL-1.2
#include "search/as_written.h"

#include "base/bisect.h"
#include "search/distinct.h"

// Of a page that changed, the others of its part are read too.  Two thousand numbers tell enough:
// to read all texts of a large site once more takes longer than it is worth.
const struct spelling_source distinct_source = { { "distinct ", 9 }, 16, 128, distinct_each };

// The way that is used most; of two, the first by its bytes.
static str most_used(const struct spelling_sum *sum, const struct spelled *form)
{
    const struct spelling *best = &sum->ways[form->first];
    for (uint32_t i = 1; i < form->count; i++)
        if (sum->ways[form->first + i].sure > best->sure)
            best = &sum->ways[form->first + i];
    return best->text;
}

void written_list(const struct spelling_sum *distinct, const struct lexicon *lexicon, size_t from,
                  size_t count, str *written)
{
    const struct form_entry *forms = lexicon->forms + from;
    size_t at;
    BISECT(at, 0, distinct->count,
           count > 0 && str_compare(distinct->forms[at].text, forms[0].text) < 0);
    for (size_t i = 0; i < count; i++) {
        int order = -1;
        while (at < distinct->count &&
               (order = str_compare(distinct->forms[at].text, forms[i].text)) < 0)
            at++;
        // Not where most pages have it otherwise: `één` is nearly always `een`.
        bool is_own =
            order == 0 && 2 * distinct->step * distinct->forms[at].pages > forms[i].entries;
        written[i] = is_own ? most_used(distinct, &distinct->forms[at]) : STR("");
    }
}
