// SPDX-License-Identifier: EUPL-1.2
#include "search/keyword_places.h"

#include <string.h>

static struct entry entry_of_number(const struct entries *entries, uint32_t number)
{
    size_t item = entries_from(entries, number);
    return entries->at[item < entries->count ? item : entries->count - 1];
}

static bool is_among(const struct term *term, const struct term *const *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i] == term)
            return true;
    return false;
}

void places_of_class(const struct entries *entries, const struct best *best,
                     struct keyword *keyword, struct keyword_place *places)
{
    keyword->places = places;
    keyword->total = best->total;
    for (size_t i = 0; i < best->count; i++) {
        struct entry entry = entry_of_number(entries, best->at[i].page);
        bool stands =
            entry.term != NULL && (is_among(entry.term, keyword->terms, keyword->term_count) ||
                                   is_among(entry.term, keyword->see, keyword->see_count));
        if (!stands && keyword->place_count == KEYWORD_PLACES_MOST)
            continue;
        keyword->shown++;
        if (!stands)
            places[keyword->place_count++] = (struct keyword_place){ entry.page, entry.term };
    }
}

static void pages_add(struct keyword *keyword, struct keyword_place *places,
                      const struct page_list *pages, size_t from, size_t most)
{
    for (size_t i = from; i < pages->count && keyword->place_count < most; i++)
        places[keyword->place_count++] = (struct keyword_place){ pages->at[i], NULL };
}

// The reader who looks for stories leaves with a guideline too, and the other
// way round.
void places_of_term(struct keyword *keyword, struct keyword_place *places)
{
    enum { STORIES_FIRST = 3 };
    const struct term *term = keyword->terms[0];
    keyword->places = places;
    pages_add(keyword, places, &term->stories, 0, STORIES_FIRST);
    size_t stories = keyword->place_count;
    pages_add(keyword, places, &term->guidelines, 0, KEYWORD_PLACES_MOST);
    pages_add(keyword, places, &term->stories, stories, KEYWORD_PLACES_MOST);
    pages_add(keyword, places, &term->pages, 0, KEYWORD_PLACES_MOST);
}

// ---- How it is written there ----

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
           (unsigned char)c >= 0x80;
}

// Whether [from, to) stands as a word in a sentence: in addresses of websites
// all is small.
static bool stands_alone(str text, size_t from, size_t to)
{
    static const char before[] = " \n\t('\"-";
    static const char in_addresses[] = "/@_=&";
    if (from > 0 && strchr(before, text.at[from - 1]) == NULL)
        return false;
    if (to == text.len)
        return true;
    bool goes_on = text.at[to] == '.' && to + 1 < text.len && is_letter(text.at[to + 1]);
    return !goes_on && strchr(in_addresses, text.at[to]) == NULL;
}

// `word` at the start of a word and, unless it `may_go_on`, as the whole of it.
static bool has_word(str text, str word, bool may_go_on)
{
    for (size_t at = 0; (at = str_find(text, word, at)) != STR_NONE; at++) {
        size_t end = at + word.len;
        while (end < text.len && is_letter(text.at[end]))
            end++;
        if ((may_go_on || end == at + word.len) && stands_alone(text, at, end))
            return true;
    }
    return false;
}

static bool document_writes_word(const struct document *document, const struct told *told,
                                 struct buf *text, str word, bool may_go_on)
{
    enum { PASSAGES_READ = 2 };
    if (document == NULL)
        return false;
    struct arena *arena = arena_new();
    str body = document_body_open(document, arena);
    bool found = false;
    for (size_t i = 0; i < told->count && i < PASSAGES_READ && !found; i++) {
        buf_clear(text);
        document_passage_text(document, body, told->at[i], text);
        found = has_word(buf_view(text), word, may_go_on);
    }
    arena_free(arena);
    return found;
}

size_t places_read(const struct entries *entries, const struct best *best,
                   const struct document *documents[PLACES_READ],
                   const struct told *told[PLACES_READ])
{
    size_t count = 0;
    for (size_t i = 0; i < best->count && count < PLACES_READ; i++) {
        const struct posting *posting = &best->at[i];
        if (posting->told.count == 0)
            continue;
        documents[count] = entry_document(entry_of_number(entries, posting->page));
        told[count++] = &posting->told;
    }
    return count;
}

bool places_write(const struct entries *entries, const struct best *best, str word)
{
    enum { GOES_ON = 5, LONG = 7, ENDING = 2 };
    bool may_go_on = word.len >= GOES_ON;
    str start = str_slice(word, 0, word.len >= LONG ? word.len - ENDING : word.len);
    const struct document *documents[PLACES_READ];
    const struct told *told[PLACES_READ];
    size_t count = places_read(entries, best, documents, told);
    struct buf text = { 0 };
    bool found = false;
    for (size_t i = 0; i < count && !found; i++)
        found = document_writes_word(documents[i], told[i], &text, start, may_go_on);
    buf_release(&text);
    return found;
}
