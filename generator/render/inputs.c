// SPDX-License-Identifier: EUPL-1.2
#include "render/inputs.h"

#include "base/hash.h"
#include "base/parallel.h"

// So many pages of a list are asked for before they are needed, and so many links of each.
enum { CARDS_AHEAD = 8, LINKS_AHEAD = 4 };

// What the processor reads at once, and so many pages are told one after the other.
enum { LINE_OF_MEMORY = 64, PAGES_AT_ONCE = 16 };

// ---- Telling ----

void input_part(struct inputs *inputs, enum input_sort sort, str name)
{
    if (inputs->arena != NULL)
        LIST_ADD(inputs->arena, inputs->parts, ((struct input){ sort, name, inputs->bytes.len }));
}

static inline void add(struct inputs *inputs, const void *from, size_t len)
{
    struct buf *bytes = &inputs->bytes;
    if (bytes->capacity - bytes->len < len)
        buf_reserve(bytes, len);
    memcpy(bytes->at + bytes->len, from, len);
    bytes->len += len;
}

void input_number(struct inputs *inputs, size_t number)
{
    add(inputs, &number, sizeof number);
}

void input_text(struct inputs *inputs, str text)
{
    input_number(inputs, text.len);
    if (text.len > 0)
        add(inputs, text.at, text.len);
}

void input_print(struct inputs *inputs, struct fingerprint print)
{
    add(inputs, &print, sizeof print);
}

void input_document(struct inputs *inputs, const struct document *document,
                    const str *link_addresses)
{
    input_part(inputs, INPUT_DOCUMENT, document == NULL ? STR("") : document->full_path);
    input_number(inputs, document != NULL);
    if (document == NULL)
        return;
    input_print(inputs, document->key);
    for (size_t i = 0; link_addresses != NULL && i < document->link_count; i++)
        input_text(inputs, link_addresses[i]);
}

static size_t date_number(struct date date)
{
    return (size_t)date.year * 10000 + date.month * 100u + date.day;
}

void input_date(struct inputs *inputs, struct date date)
{
    input_number(inputs, date_number(date));
}

// ---- Pages ----

static struct fingerprint term_print(const struct inputs *inputs, const struct term *term)
{
    return inputs->cards->terms[term->taxonomy][term->number];
}

static uint64_t page_print(const struct inputs *inputs, const struct page *page)
{
    return inputs->cards->pages[page_place(inputs->site, page)];
}

// What a card shows, and what other pages say of this one: title, summary and the like
// follow from what its document is told to be.
static void input_shown(struct inputs *inputs, const struct page *page)
{
    input_text(inputs, page->address);
    input_print(inputs, page->document->told);
    input_text(inputs, page->kind->name);
    input_date(inputs, page->date);
    input_date(inputs, page->published);
    input_number(inputs, page->base);
    input_number(inputs, page->minutes);
    input_number(inputs, page->chapter_number);
    input_number(inputs, page->noindex);
    for (size_t i = 0; i < inputs->site->taxonomy_count; i++) {
        input_number(inputs, page->terms[i].count);
        for (size_t t = 0; t < page->terms[i].count; t++)
            input_print(inputs, term_print(inputs, page->terms[i].at[t]));
    }
}

void input_page(struct inputs *inputs, const struct page *page)
{
    input_part(inputs, INPUT_PAGE, page->address);
    input_number(inputs, page_print(inputs, page));
    input_text(inputs, page->language);
    input_number(inputs, page->quick_exit);
    input_date(inputs, page->changed);
    input_document(inputs, page->document, page->link_addresses);
    for (size_t i = 0; i < page->reaction_count; i++) {
        input_document(inputs, page->reactions[i].document, page->reactions[i].link_addresses);
        input_number(inputs, page->reactions[i].number);
    }
}

void input_card(struct inputs *inputs, const struct page *page)
{
    if (inputs->arena != NULL)
        input_part(inputs, INPUT_CARD, page == NULL ? STR("") : page->address);
    input_number(inputs, page == NULL ? 0 : page_print(inputs, page));
}

void input_cards(struct inputs *inputs, struct page_list pages, size_t from, size_t to)
{
    size_t end = to < pages.count ? to : pages.count;
    input_part(inputs, INPUT_LIST, STR(""));
    input_number(inputs, from < end ? end - from : 0);
    for (size_t i = from; i < end; i++) {
        if (i + CARDS_AHEAD < end)
            __builtin_prefetch(
                &inputs->cards->pages[page_place(inputs->site, pages.at[i + CARDS_AHEAD])]);
        input_card(inputs, pages.at[i]);
    }
}

void input_located(struct inputs *inputs, size_t number)
{
    const struct location *location = &inputs->cards->locations[number];
    static const struct location nothing;
    add(inputs, location->named ? location : &nothing, sizeof *location);
}

bool cards_locate(const struct cards *cards, size_t number)
{
    return cards->locations[number].named;
}

void input_link(struct inputs *inputs, const struct term *term)
{
    input_part(inputs, INPUT_TERM, term == NULL ? STR("") : term->address);
    input_print(inputs, term == NULL ? (struct fingerprint){ 0 } : term_print(inputs, term));
}

void input_term(struct inputs *inputs, const struct term *term)
{
    input_link(inputs, term);
    if (term == NULL)
        return;
    input_number(inputs, term->stories.count);
    input_number(inputs, term->guidelines.count);
    input_number(inputs, term->pages.count);
}

void input_length(struct inputs *inputs, size_t entries, size_t number)
{
    input_number(inputs, number == 0 ? entries : entries / inputs->site->settings->page_size);
}

// ---- Cards ----

static struct fingerprint *terms_told(struct arena *arena, const struct taxonomy *taxonomy)
{
    struct fingerprint *prints = ARENA_ARRAY(arena, struct fingerprint, taxonomy->term_count);
    for (size_t i = 0; i < taxonomy->term_count; i++) {
        const struct term *term = taxonomy->terms[i];
        prints[term->number] =
            fingerprint_of_parts((str[]){ term->label, term->address, term->name, { 0 } });
    }
    return prints;
}

// The settings tell all but what leads nowhere.
static void input_menu(struct inputs *inputs, const struct menu *menu)
{
    input_number(inputs, menu->count);
    for (size_t i = 0; i < menu->count; i++) {
        input_text(inputs, menu->items[i].name);
        input_text(inputs, menu->items[i].address);
    }
}

// What stands on every page: the pages that the menus name, what there is.
static struct fingerprint frame_of(const struct site *site, struct fingerprint frame)
{
    const struct page *const named[] = { site->share, site->withdraw, site->help, site->safety };
    struct inputs inputs = { .site = site };
    input_print(&inputs, frame);
    input_text(&inputs, site->language);
    input_number(&inputs, site->taxonomy_count);
    input_number(&inputs, site_has_matrix(site));
    input_menu(&inputs, &site->menu);
    input_menu(&inputs, &site->footer);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        input_text(&inputs, named[i] == NULL ? STR("-") : named[i]->address);
    struct fingerprint print = inputs_print(&inputs);
    buf_release(&inputs.bytes);
    return print;
}

struct telling {
    struct cards *cards;
    struct inputs *desks; // one a worker
};

static struct location location_of(const struct site *site, const struct page *page)
{
    return (struct location){
        .address = hash_64(page->address),
        .changed = (uint32_t)date_number(page->changed),
        .named = !page->noindex && page != site->home,
    };
}

static void tell_page(struct cards *cards, struct inputs *inputs, size_t number)
{
    const struct page *page = inputs->site->pages[number];
    buf_clear(&inputs->bytes);
    input_shown(inputs, page);
    cards->pages[page_place(inputs->site, page)] = hash_64(buf_view(&inputs->bytes));
    cards->locations[number] = location_of(inputs->site, page);
}

// Of one thing, which may be larger than what the processor reads at once.
static void fetch(const void *from, size_t size)
{
    for (size_t at = 0; at < size; at += LINE_OF_MEMORY)
        __builtin_prefetch((const char *)from + at);
}

// Asks for what is told of these pages: most of it is nowhere near.
static void fetch_shown(struct page *const *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fetch(pages[i], offsetof(struct page, summary));
    for (size_t i = 0; i < count; i++) {
        fetch(&pages[i]->document->told, sizeof pages[i]->document->told);
        fetch(pages[i]->address.at, pages[i]->address.len);
        __builtin_prefetch(pages[i]->terms);
    }
}

static void tell_pages(void *context, size_t item, unsigned worker)
{
    struct telling *telling = context;
    struct inputs *inputs = &telling->desks[worker];
    size_t count = inputs->site->page_count;
    size_t from = item * PAGES_AT_ONCE;
    size_t to = count - from < PAGES_AT_ONCE ? count : from + PAGES_AT_ONCE;
    fetch_shown(inputs->site->pages + from, to - from);
    for (size_t i = from; i < to; i++)
        tell_page(telling->cards, inputs, i);
}

const struct cards *cards_of(struct arena *arena, const struct site *site, unsigned jobs,
                             struct fingerprint frame)
{
    struct inputs desks[PARALLEL_JOBS_MAX];
    struct cards *cards = ARENA_NEW(arena, struct cards);
    cards->frame = frame_of(site, frame);
    cards->pages = ARENA_ARRAY(arena, uint64_t, site->room_count);
    cards->locations = ARENA_ARRAY(arena, struct location, site->page_count);
    cards->terms = ARENA_ARRAY(arena, struct fingerprint *, site->taxonomy_count);
    for (size_t i = 0; i < site->taxonomy_count; i++)
        cards->terms[i] = terms_told(arena, &site->taxonomies[i]);
    for (unsigned i = 0; i < jobs; i++)
        desks[i] = (struct inputs){ .site = site, .cards = cards };
    struct telling telling = { cards, desks };
    parallel_each(jobs, (site->page_count + PAGES_AT_ONCE - 1) / PAGES_AT_ONCE, tell_pages,
                  &telling);
    for (unsigned i = 0; i < jobs; i++)
        buf_release(&desks[i].bytes);
    return cards;
}

// ---- Many pages ----

void inputs_fetch(struct page *const *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fetch(pages[i], offsetof(struct page, reactions));
    for (size_t i = 0; i < count; i++) {
        fetch(pages[i]->related.at, pages[i]->related.count * sizeof *pages[i]->related.at);
        fetch(&pages[i]->document->key, sizeof pages[i]->document->key);
        fetch(&pages[i]->document->link_count, sizeof pages[i]->document->link_count);
        fetch(pages[i]->address.at, pages[i]->address.len);
        fetch(pages[i]->link_addresses, LINKS_AHEAD * sizeof *pages[i]->link_addresses);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < pages[i]->document->link_count && l < LINKS_AHEAD; l++)
            if (pages[i]->link_addresses != NULL)
                fetch(pages[i]->link_addresses[l].at, pages[i]->link_addresses[l].len);
}

void inputs_fetch_cards(struct page *const *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fetch(pages[i], offsetof(struct page, reactions));
    for (size_t i = 0; i < count; i++) {
        fetch(pages[i]->title.at, pages[i]->title.len);
        fetch(pages[i]->summary.at, pages[i]->summary.len);
        fetch(pages[i]->perspective.at, pages[i]->perspective.len);
        fetch(pages[i]->address.at, pages[i]->address.len);
        __builtin_prefetch(pages[i]->terms);
    }
}

// ---- One page ----

void inputs_begin(struct inputs *inputs, str address, size_t number)
{
    buf_clear(&inputs->bytes);
    inputs->parts.count = 0;
    input_part(inputs, INPUT_FRAME, STR(""));
    input_print(inputs, inputs->cards->frame);
    input_text(inputs, address);
    input_number(inputs, number);
}

struct fingerprint inputs_print(const struct inputs *inputs)
{
    return fingerprint_of(buf_view(&inputs->bytes));
}
