// SPDX-License-Identifier: EUPL-1.2
// What the file of a page is made from, told without making it: private to this
// folder.
//
// Each sort of page tells here all that its template is filled with, or something
// that it follows from.  A page whose inputs are the same as those of the file
// that stands needs no making.  Whoever fills a template with something new adds
// it to the inputs too; the test of random histories finds what was forgotten.

#pragma once

#include "base/buf.h"
#include "base/fingerprint.h"
#include "base/list.h"
#include "site/site.h"

enum input_sort {
    INPUT_FRAME,    // program, theme, settings, and what stands on every page
    INPUT_PAGE,     // what the site made of the page: address, title, dates
    INPUT_DOCUMENT, // a file of the content, and where its links lead
    INPUT_CARD,     // what is shown of another page
    INPUT_TERM,     // name and counts of a term
    INPUT_LIST,     // how long a list is, what a register says
};

// One of the things that a page is made from.
struct input {
    enum input_sort sort;
    str name;    // a path, an address, a label
    size_t from; // where in the bytes it begins
};

// What the sitemap says of a page.
struct location {
    uint64_t address; // a hash of it
    uint32_t changed;
    uint32_t named; // 0: nothing is said of it, as nobody is to find it
};

// What is shown of pages and terms elsewhere, told once.
struct cards {
    struct fingerprint frame;
    uint64_t *pages;            // by place (see page_place); short, as every list asks for them
    struct fingerprint **terms; // by taxonomy and number: without counts
    struct location *locations; // of pages, by number
};

struct inputs {
    struct buf bytes;
    const struct site *site;
    const struct cards *cards;
    struct arena *arena; // for `parts`; NULL when nobody asks which they are
    LIST(struct input) parts;
};

// Tells the inputs of one page: `subject` and `number` as in render_page.
typedef void page_inputs(struct inputs *inputs, const void *subject, size_t number);

// `frame` names program, theme and settings.
const struct cards *cards_of(struct arena *arena, const struct site *site, unsigned jobs,
                             struct fingerprint frame);

// Asks the processor for all that the inputs of these pages are read from: what is
// spread over so much memory takes ten times as long when it is asked for one by one.
void inputs_fetch(struct page *const *pages, size_t count);

// The same, for all that their cards show.
void inputs_fetch_cards(struct page *const *pages, size_t count);

// Begins with the inputs of the next page, whose address this is.
void inputs_begin(struct inputs *inputs, str address, size_t number);
struct fingerprint inputs_print(const struct inputs *inputs);

// ---- Telling ----

void input_part(struct inputs *inputs, enum input_sort sort, str name);
void input_text(struct inputs *inputs, str text);
void input_number(struct inputs *inputs, size_t number);
void input_print(struct inputs *inputs, struct fingerprint print);
void input_date(struct inputs *inputs, struct date date);

// The whole text of a document, and where its links lead; NULL is told too.
void input_document(struct inputs *inputs, const struct document *document,
                    const str *link_addresses);

// All that the site knows of a page, but for other pages.
void input_page(struct inputs *inputs, const struct page *page);

void input_card(struct inputs *inputs, const struct page *page);
void input_cards(struct inputs *inputs, struct page_list pages, size_t from, size_t to);

// What the sitemap says of page `number`, and whether it says anything.
void input_located(struct inputs *inputs, size_t number);
bool cards_locate(const struct cards *cards, size_t number);

// Name and address; and the counts too.  NULL is told as well.
void input_link(struct inputs *inputs, const struct term *term);
void input_term(struct inputs *inputs, const struct term *term);

// How long a list is that page `number` shows a part of: what the page tells of it.
void input_length(struct inputs *inputs, size_t entries, size_t number);
