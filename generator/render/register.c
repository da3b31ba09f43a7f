// SPDX-License-Identifier: EUPL-1.2
// The register: the words worth looking up, a page a letter, as at the back of a
// book.  Whoever has no JavaScript finds with it what search finds.
#include "render/context.h"

#include "base/hash.h"
#include "base/html.h"

#include <stdlib.h>

enum { KEYWORDS_ON_A_PAGE = 150, TOP_TERMS = 24, SECTIONS_MOST = 27 };

// What begins with one letter; its pages have about as many keywords each.
struct section {
    const struct reference *reference;
    str letter; // S
    str address;
    size_t from, to; // in the list
    size_t pages;
};

struct reference {
    const struct keyword_list *keywords;
    struct section sections[SECTIONS_MOST];
    size_t count;
};

// ---- Sections and their pages ----

// Keywords that begin with a digit, or a letter of another alphabet, stand
// together.
static str letter_of(const struct keyword *keyword)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char first = keyword->key.len == 0 ? '\0' : keyword->key.at[0];
    return first >= 'a' && first <= 'z' ? (str){ &letters[first - 'a'], 1 } : STR("0–9");
}

static str section_address(struct arena *arena, const struct keyword *keyword)
{
    char first = keyword->key.len == 0 ? '\0' : keyword->key.at[0];
    bool letter = first >= 'a' && first <= 'z';
    str folder = letter ? str_slice(keyword->key, 0, 1) : STR("0-9");
    return arena_join(arena, (str[]){ STR(KEYWORDS_ADDRESS), folder, STR("/"), { 0 } });
}

static struct reference *reference_of(struct arena *arena, const struct keyword_list *keywords)
{
    struct reference *reference = ARENA_NEW(arena, struct reference);
    reference->keywords = keywords;
    for (size_t from = 0, to; from < keywords->count; from = to) {
        str letter = letter_of(&keywords->at[from]);
        for (to = from; to < keywords->count && str_equal(letter_of(&keywords->at[to]), letter);)
            to++;
        reference->sections[reference->count++] = (struct section){
            .reference = reference,
            .letter = letter,
            .address = section_address(arena, &keywords->at[from]),
            .from = from,
            .to = to,
            .pages = (to - from + KEYWORDS_ON_A_PAGE - 1) / KEYWORDS_ON_A_PAGE,
        };
    }
    return reference;
}

// The number in the list of the first keyword on a page of the section.
static size_t page_start(const struct section *section, size_t page)
{
    return section->from + (section->to - section->from) * page / section->pages;
}

static size_t page_of(const struct section *section, size_t number)
{
    size_t page = 0;
    while (page + 1 < section->pages && page_start(section, page + 1) <= number)
        page++;
    return page;
}

static str page_address(struct arena *arena, const struct section *section, size_t page)
{
    return page == 0 ? section->address : numbered_address(arena, section->address, page + 1);
}

// "schaamte – stress": the first and the last word on the page.
static str page_range(const struct view *view, const struct section *section, size_t page)
{
    const struct keyword *keywords = section->reference->keywords->at;
    return arena_join(view->arena, (str[]){ keywords[page_start(section, page)].name,
                                            STR(" – "),
                                            keywords[page_start(section, page + 1) - 1].name,
                                            { 0 } });
}

// The id of a keyword.  A key has letters, digits, spaces and apostrophes; where
// it has others, its fingerprint stands for it.
static str anchor_of(struct arena *arena, const struct keyword *keyword)
{
    char *plain = (char *)arena_copy(arena, keyword->key).at;
    for (size_t i = 0; i < keyword->key.len; i++) {
        bool known = (plain[i] >= 'a' && plain[i] <= 'z') || (plain[i] >= '0' && plain[i] <= '9');
        if (plain[i] == ' ')
            plain[i] = '-';
        else if (plain[i] == '\'')
            plain[i] = '_';
        else if (!known)
            return arena_join(arena, (str[]){ STR("x-"), hash_name(arena, keyword->key), { 0 } });
    }
    return arena_join(arena, (str[]){ STR("w-"), (str){ plain, keyword->key.len }, { 0 } });
}

static const struct section *section_of(const struct reference *reference, size_t number)
{
    const struct section *section = reference->sections;
    while (section->to <= number)
        section++;
    return section;
}

static str keyword_address(struct arena *arena, const struct reference *reference, size_t number)
{
    const struct section *section = section_of(reference, number);
    return arena_join(arena, (str[]){ page_address(arena, section, page_of(section, number)),
                                      STR("#"),
                                      anchor_of(arena, &reference->keywords->at[number]),
                                      { 0 } });
}

// ---- A keyword ----

static struct value terms_value(const struct view *view, const struct term *const *terms,
                                size_t count)
{
    struct values links = values_new(view->arena);
    for (size_t i = 0; i < count; i++) {
        struct context link = term_link(view, terms[i]);
        context_text(&link, STR("taxonomy"),
                     view->site->settings->taxonomies[terms[i]->taxonomy].singular);
        values_add(&links, &link);
    }
    return values_value(&links);
}

static struct value places_value(const struct view *view, const struct keyword *keyword)
{
    struct values links = values_new(view->arena);
    for (size_t i = 0; i < keyword->place_count; i++) {
        const struct keyword_place *place = &keyword->places[i];
        bool page = place->page != NULL;
        struct context link = named_link(view, page ? place->page->title : place->term->label,
                                         page ? place->page->address : place->term->address);
        context_text(&link, STR("kind_label"),
                     page ? kind_label(view, place->page)
                          : view->site->settings->taxonomies[place->term->taxonomy].singular);
        values_add(&links, &link);
    }
    return values_value(&links);
}

static struct value also_value(const struct view *view, const struct reference *reference,
                               const struct keyword *keyword)
{
    struct values links = values_new(view->arena);
    for (size_t i = 0; i < keyword->also_count; i++) {
        size_t number = keyword->also[i];
        struct context link = named_link(view, reference->keywords->at[number].name,
                                         keyword_address(view->arena, reference, number));
        values_add(&links, &link);
    }
    return values_value(&links);
}

// How many pages have the word, as it is told: from a hundred on in two digits, so that
// not each page more changes what stands here.
enum { TOLD_EXACTLY = 100 };

static size_t told_total(const struct keyword *keyword)
{
    size_t step = 1;
    while (keyword->total / step >= TOLD_EXACTLY)
        step *= 10;
    return keyword->total - keyword->total % step;
}

// Search with the word filled in; what is asked stands behind the #, where it is
// not sent to a server.
static struct value more_value(const struct view *view, const struct keyword *keyword)
{
    if (told_total(keyword) <= keyword->shown)
        return value_false();
    struct buf address = { 0 };
    buf_add(&address, view->root);
    buf_add(&address, STR("zoeken/#q="));
    buf_add_address(&address, keyword->name);
    str copy = arena_copy(view->arena, buf_view(&address));
    buf_release(&address);
    return value_text(copy);
}

static struct context keyword_context(const struct view *view, const struct reference *reference,
                                      size_t number)
{
    const struct keyword *keyword = &reference->keywords->at[number];
    struct context context = context_new(view->arena);
    context_text(&context, STR("name"), keyword->name);
    context_text(&context, STR("anchor"), anchor_of(view->arena, keyword));
    context_set(&context, "terms", terms_value(view, keyword->terms, keyword->term_count));
    context_set(&context, "see", terms_value(view, keyword->see, keyword->see_count));
    context_set(&context, "pages", places_value(view, keyword));
    context_set(&context, "related", also_value(view, reference, keyword));
    context_set(&context, "more", more_value(view, keyword));
    context_count(&context, STR("total"), STR(""), told_total(keyword));
    context_flag(&context, STR("at_least"), keyword->total >= TOLD_EXACTLY);
    return context;
}

// ---- Pages ----

static struct value letters_value(const struct view *view, const struct reference *reference,
                                  const struct section *current)
{
    struct values letters = values_new(view->arena);
    for (size_t i = 0; i < reference->count; i++) {
        const struct section *section = &reference->sections[i];
        struct context context = context_new(view->arena);
        context_text(&context, STR("letter"), section->letter);
        context_text(&context, STR("href"), href(view, section->address));
        context_count(&context, STR("count"), STR("one"), section->to - section->from);
        context_flag(&context, STR("current"), section == current);
        values_add(&letters, &context);
    }
    return values_value(&letters);
}

static struct value parts_value(const struct view *view, const struct section *section,
                                size_t current)
{
    struct values parts = values_new(view->arena);
    for (size_t i = 0; section->pages > 1 && i < section->pages; i++) {
        struct context part =
            named_link(view, page_range(view, section, i), page_address(view->arena, section, i));
        context_flag(&part, STR("current"), i == current);
        values_add(&parts, &part);
    }
    return values_value(&parts);
}

static struct value step_value(const struct view *view, const struct section *section, size_t page)
{
    str name = section->pages > 1 ? page_range(view, section, page) : section->letter;
    struct context step = named_link(view, name, page_address(view->arena, section, page));
    return context_value(&step);
}

static void set_steps(const struct view *view, struct context *context,
                      const struct section *section, size_t page)
{
    const struct section *first = section->reference->sections;
    const struct section *last = first + section->reference->count - 1;
    struct value previous = page > 0          ? step_value(view, section, page - 1)
                            : section > first ? step_value(view, section - 1, section[-1].pages - 1)
                                              : value_false();
    struct value next = page + 1 < section->pages ? step_value(view, section, page + 1)
                        : section < last          ? step_value(view, section + 1, 0)
                                                  : value_false();
    context_set(context, "previous", previous);
    context_set(context, "next", next);
}

static str section_title(const struct view *view, const struct section *section, size_t page)
{
    str title = theme_text(view->theme, STR("keywords_title"));
    if (section->pages == 1)
        return arena_join(view->arena, (str[]){ title, STR(": "), section->letter, { 0 } });
    return arena_join(view->arena, (str[]){ title,
                                            STR(": "),
                                            section->letter,
                                            STR(" ("),
                                            page_range(view, section, page),
                                            STR(")"),
                                            { 0 } });
}

static void render_section(const struct view *view, const void *subject, size_t number,
                           struct buf *to)
{
    const struct section *section = subject;
    const struct reference *reference = section->reference;
    struct crumbs crumbs = crumbs_new(view);
    crumbs_add(&crumbs, theme_text(view->theme, STR("keywords_title")), STR(KEYWORDS_ADDRESS));
    struct head head = {
        .address = page_address(view->arena, section, number),
        .kind = STR("keywords-letter"),
        .title = section_title(view, section, number),
        .breadcrumb = crumbs_end(&crumbs, section->letter),
    };
    struct context context = page_context(view, &head);
    struct values entries = values_new(view->arena);
    for (size_t i = page_start(section, number); i < page_start(section, number + 1); i++) {
        struct context entry = keyword_context(view, reference, i);
        values_add(&entries, &entry);
    }
    context_text(&context, STR("letter"), section->letter);
    context_set(&context, "letters", letters_value(view, reference, section));
    context_set(&context, "parts", parts_value(view, section, number));
    context_set(&context, "entries", values_value(&entries));
    set_steps(view, &context, section, number);
    fill(view, STR("keywords_letter"), &context, to);
}

static int most_used_first(const void *left, const void *right)
{
    const struct term *a = *(const struct term *const *)left;
    const struct term *b = *(const struct term *const *)right;
    if (term_total(a) != term_total(b))
        return term_total(a) > term_total(b) ? -1 : 1;
    return str_compare(a->address, b->address);
}

static struct value most_used(const struct view *view)
{
    LIST(const struct term *) terms = { 0 };
    for (size_t i = 0; i < view->site->taxonomy_count; i++)
        for (size_t t = 0; t < view->site->taxonomies[i].term_count; t++)
            if (term_total(view->site->taxonomies[i].terms[t]) > 0)
                LIST_ADD(view->arena, terms, view->site->taxonomies[i].terms[t]);
    if (terms.count > 0)
        qsort(terms.at, terms.count, sizeof *terms.at, most_used_first);
    return terms_value(view, terms.at, terms.count < TOP_TERMS ? terms.count : TOP_TERMS);
}

static void render_front(const struct view *view, const void *subject, size_t number,
                         struct buf *to)
{
    (void)number;
    const struct reference *reference = subject;
    struct crumbs crumbs = crumbs_new(view);
    str title = theme_text(view->theme, STR("keywords_title"));
    struct head head = {
        .address = STR(KEYWORDS_ADDRESS),
        .kind = STR("keywords"),
        .title = title,
        .breadcrumb = crumbs_end(&crumbs, title),
    };
    struct context context = page_context(view, &head);
    context_set(&context, "letters", letters_value(view, reference, NULL));
    context_set(&context, "top_terms", most_used(view));
    context_set(&context, "az", az_value(view));
    context_count(&context, STR("total"), STR("one"), reference->keywords->count);
    context_flag(&context, STR("empty"), reference->keywords->count == 0);
    fill(view, STR("keywords"), &context, to);
}

// ---- What they are made from ----

static void input_keyword(struct inputs *inputs, const struct keyword *keyword)
{
    input_text(inputs, keyword->key);
    input_text(inputs, keyword->name);
    input_number(inputs, told_total(keyword));
    input_number(inputs, keyword->shown);
    input_number(inputs, keyword->term_count);
    for (size_t i = 0; i < keyword->term_count; i++)
        input_term(inputs, keyword->terms[i]);
    input_number(inputs, keyword->see_count);
    for (size_t i = 0; i < keyword->see_count; i++)
        input_term(inputs, keyword->see[i]);
    input_number(inputs, keyword->place_count);
    for (size_t i = 0; i < keyword->place_count; i++)
        if (keyword->places[i].page != NULL)
            input_card(inputs, keyword->places[i].page);
        else
            input_term(inputs, keyword->places[i].term);
}

// Where other keywords stand, to which this one refers.
static void input_also(struct inputs *inputs, const struct reference *reference,
                       const struct keyword *keyword)
{
    input_number(inputs, keyword->also_count);
    for (size_t i = 0; i < keyword->also_count; i++) {
        size_t number = keyword->also[i];
        const struct section *section = section_of(reference, number);
        input_text(inputs, section->address);
        input_number(inputs, page_of(section, number));
        input_text(inputs, reference->keywords->at[number].name);
        input_text(inputs, reference->keywords->at[number].key);
    }
}

static void input_range(struct inputs *inputs, const struct section *section, size_t page)
{
    const struct keyword *keywords = section->reference->keywords->at;
    input_text(inputs, keywords[page_start(section, page)].name);
    input_text(inputs, keywords[page_start(section, page + 1) - 1].name);
}

// The letters, how many words each has, and where its pages begin and end.
static void section_inputs(struct inputs *inputs, const void *subject, size_t number)
{
    const struct section *section = subject;
    const struct reference *reference = section->reference;
    input_part(inputs, INPUT_LIST, section->address);
    for (size_t i = 0; i < reference->count; i++) {
        const struct section *other = &reference->sections[i];
        input_text(inputs, other->address);
        input_number(inputs, other->to - other->from);
        bool near = other + 1 >= section && other <= section + 1;
        for (size_t page = 0; near && page < other->pages; page++)
            input_range(inputs, other, page);
    }
    for (size_t i = page_start(section, number); i < page_start(section, number + 1); i++) {
        input_keyword(inputs, &reference->keywords->at[i]);
        input_also(inputs, reference, &reference->keywords->at[i]);
    }
}

static const struct page_type front_type = { "keywords", render_front, NULL, false };
static const struct page_type section_type = { "keywords_letter", render_section, section_inputs,
                                               false };

const struct reference *plan_register(struct rendering *rendering,
                                      const struct keyword_list *keywords)
{
    const struct reference *reference = reference_of(rendering->arena, keywords);
    plan(rendering, &front_type, STR(KEYWORDS_ADDRESS), reference, 0);
    for (size_t i = 0; i < reference->count; i++)
        for (size_t page = 0; page < reference->sections[i].pages; page++)
            plan(rendering, &section_type,
                 page_address(rendering->arena, &reference->sections[i], page),
                 &reference->sections[i], page);
    return reference;
}

void register_addresses(const struct reference *reference, register_take *take, void *context)
{
    for (size_t i = 0; i < reference->count; i++)
        take(context, reference->sections[i].address);
}
