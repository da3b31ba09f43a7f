// SPDX-License-Identifier: EUPL-1.2
// ~~Text~~ that is struck out: found after cmark, which knows no tilde.
#include "document/rendering.h"

#include "base/utf8.h"
#include "document/tree.h"

enum { NESTED_MAX = 8 };

// One or two tildes in a row.
struct tilde {
    cmark_node *node;
    size_t at; // in its text
    size_t length;
    bool opens; // can open; after the matching: does
    bool closes;
};

struct tildes {
    struct tilde *at;
    size_t count;
    size_t capacity;
};

static bool is_text(cmark_node *node)
{
    return node != NULL && cmark_node_get_type(node) == CMARK_NODE_TEXT;
}

enum neighbour { SPACE, PUNCTUATION, WORD };

static enum neighbour neighbour_of(uint32_t character)
{
    if (character == ' ' || (character >= '\t' && character <= '\r') || character == 0xA0)
        return SPACE;
    return utf8_is_word(character) || character >= 0x1F000 ? WORD : PUNCTUATION;
}

static enum neighbour node_edge(cmark_node *node, bool end)
{
    if (node == NULL)
        return SPACE;
    cmark_node_type type = cmark_node_get_type(node);
    str text = node_text(node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        return SPACE;
    if (type != CMARK_NODE_TEXT || text.len == 0)
        return PUNCTUATION;
    size_t at = end ? text.len - 1 : 0;
    while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80)
        at--;
    return neighbour_of(utf8_next(text, &at));
}

static enum neighbour before(cmark_node *node, str text, size_t at)
{
    if (at == 0)
        return node_edge(cmark_node_previous(node), true);
    at--;
    while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80)
        at--;
    return neighbour_of(utf8_next(text, &at));
}

static enum neighbour behind(cmark_node *node, str text, size_t at)
{
    if (at == text.len)
        return node_edge(cmark_node_next(node), false);
    return neighbour_of(utf8_next(text, &at));
}

static void find_in_text(struct rendering *r, struct arena **scratch, struct tildes *tildes,
                         cmark_node *node)
{
    struct escapes escapes = node_escapes(r, node);
    str text = node_text(node);
    for (size_t at = str_find_char(text, '~', 0); at != STR_NONE;) {
        size_t end = at + 1;
        if (escapes_at(&escapes, at)) {
            at = str_find_char(text, '~', end);
            continue;
        }
        while (end < text.len && text.at[end] == '~')
            end++;
        enum neighbour left = before(node, text, at);
        enum neighbour right = behind(node, text, end);
        struct tilde tilde = { node, at, end - at, false, false };
        tilde.opens = right == WORD || (right == PUNCTUATION && left != WORD);
        tilde.closes = left == WORD || (left == PUNCTUATION && right != WORD);
        if (*scratch == NULL)
            *scratch = arena_new();
        if (tilde.length <= 2)
            LIST_ADD(*scratch, *tildes, tilde);
        at = str_find_char(text, '~', end);
    }
}

// Openers of one length that wait for their closer.
struct waiting {
    size_t *at;
    size_t count;
};

static void drop_above(struct waiting *waiting, const size_t limit)
{
    while (waiting->count > 0 && waiting->at[waiting->count - 1] >= limit)
        waiting->count--;
}

// Marks which of them really open and close; returns whether any do.
static bool match(struct arena *scratch, struct tildes *tildes)
{
    struct waiting waiting[2] = { { ARENA_ARRAY(scratch, size_t, tildes->count), 0 },
                                  { ARENA_ARRAY(scratch, size_t, tildes->count), 0 } };
    bool any = false;
    for (size_t i = 0; i < tildes->count; i++) {
        struct tilde *tilde = &tildes->at[i];
        struct waiting *own = &waiting[tilde->length - 1];
        bool can_open = tilde->opens;
        tilde->opens = false;
        if (tilde->closes && own->count > 0) {
            size_t opener = own->at[own->count - 1];
            tildes->at[opener].opens = true;
            drop_above(&waiting[0], opener);
            drop_above(&waiting[1], opener);
            any = true;
        } else {
            tilde->closes = false;
            if (can_open)
                own->at[own->count++] = i;
        }
    }
    return any;
}

static void add_text(cmark_node *parent, struct buf *room, str text)
{
    if (text.len == 0)
        return;
    buf_clear(room);
    buf_add(room, text);
    buf_add_char(room, '\0');
    cmark_node *node = tree_node(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, room->at);
    cmark_node_append_child(parent, node);
}

struct builder {
    cmark_node *open[NESTED_MAX + 1]; // the parent, and the struck texts in it
    size_t depth;
    size_t ignored; // openers too deep, whose closers mean nothing either
    struct buf room;
};

// Whether an opener is too deep, or a closer that of one that is.
static bool is_ignored(struct builder *b, const struct tilde *tilde)
{
    bool ignored = tilde->opens ? b->depth == NESTED_MAX : b->ignored > 0;
    if (ignored)
        b->ignored += tilde->opens ? 1 : (size_t)-1;
    return ignored;
}

static void add_tilde(struct builder *b, const struct tilde *tilde)
{
    if (!tilde->opens) {
        b->depth--;
        return;
    }
    cmark_node *struck = tree_node(CMARK_NODE_CUSTOM_INLINE);
    cmark_node_append_child(b->open[b->depth], struck);
    b->open[++b->depth] = struck;
}

// Puts the pieces of a text where they belong, and takes its tildes out; `next`
// is the first of these.  Returns the number behind the last.
static size_t rebuild_text(struct builder *b, cmark_node *node, const struct tildes *tildes,
                           size_t next)
{
    str text = node_text(node);
    size_t from = 0;
    for (; next < tildes->count && tildes->at[next].node == node; next++) {
        const struct tilde *tilde = &tildes->at[next];
        if ((!tilde->opens && !tilde->closes) || is_ignored(b, tilde))
            continue;
        add_text(b->open[b->depth], &b->room, str_slice(text, from, tilde->at));
        add_tilde(b, tilde);
        from = tilde->at + tilde->length;
    }
    add_text(b->open[b->depth], &b->room, str_after(text, from));
    cmark_node_free(node);
    return next;
}

// Moves all children, in order, to the end of `parent` or into the struck texts.
static void rebuild(cmark_node *parent, const struct tildes *tildes)
{
    struct builder b = { .open = { parent } };
    size_t next = 0;
    cmark_node *last = cmark_node_last_child(parent);
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;) {
        cmark_node *following = node == last ? NULL : cmark_node_next(node);
        if (next < tildes->count && tildes->at[next].node == node)
            next = rebuild_text(&b, node, tildes, next);
        else
            cmark_node_append_child(b.open[b.depth], node);
        node = following;
    }
    buf_release(&b.room);
}

void strikethrough_find(struct rendering *r, cmark_node *parent)
{
    struct arena *scratch = NULL;
    struct tildes tildes = { 0 };
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node))
        if (is_text(node))
            find_in_text(r, &scratch, &tildes, node);
    if (tildes.count > 0 && match(scratch, &tildes))
        rebuild(parent, &tildes);
    arena_free(scratch);
}
