// SPDX-License-Identifier: EUPL-1.2
// Markdown files, read: front matter, body, outline, links.  The only user of
// cmark.
//
// What a document says depends on its own bytes (and the names of fields) alone,
// not on other files: addresses of links are left open as slots, which `site`
// fills.

#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/fingerprint.h"
#include "base/map.h"
#include "diagnostics/diagnostics.h"

#include <stdint.h>

// ---- Fields of the front matter ----

// The sort of page a field is for.  Kinds of content (a site may add its own)
// are each based on one of these.
enum base_kind {
    BASE_PAGE,
    BASE_STORY,
    BASE_GUIDELINE,
    BASE_CHAPTER,
    BASE_TERM,
    BASE_REACTION,
};
enum { BASE_KIND_COUNT = BASE_REACTION + 1 };

enum field_type {
    FIELD_TEXT,
    FIELD_DATE,
    FIELD_NUMBER, // a whole number, at most 9 digits
    FIELD_YES_NO, // ja/nee, yes/no, true/false, aan/uit
    FIELD_CHOICE, // one of a few words
    FIELD_TEXTS,  // one text, or a list
};

// Rows of the table in fields.c, in its order.
enum field_id {
    FIELD_ID, FIELD_TITLE, FIELD_SUMMARY, FIELD_DATE_PUBLISHED, FIELD_STATUS, FIELD_CONSENT,
    FIELD_NAME_DISPLAY, FIELD_DISPLAY_NAME, FIELD_PERSPECTIVE, FIELD_AGE_GROUP, FIELD_REGION,
    FIELD_HELPED, FIELD_CONTENT_NOTES, FIELD_HELPLINES, FIELD_QUICK_EXIT, FIELD_INDEX, FIELD_FEED,
    FIELD_LANGUAGE, FIELD_VOICE, FIELD_FORM, FIELD_QUOTE, FIELD_LINKS, FIELD_SOURCES, FIELD_ORIGIN,
    FIELD_LICENCE, FIELD_FICTIONAL, FIELD_SORT, FIELD_VERSION, FIELD_AUTHORISED, FIELD_REVIEWED,
    FIELD_REVISE_BEFORE, FIELD_REPLACED_BY, FIELD_CHANGES_SINCE, FIELD_CLIENT, FIELD_KEEPER, FIELD_METHOD,
    FIELD_GUIDELINE, FIELD_NUMBER_IN, FIELD_LABEL, FIELD_SYNONYMS, FIELD_SEARCH_TERMS,
    FIELD_BROADER, FIELD_RELATED, FIELD_ABBREVIATION, FIELD_ALIASES, FIELD_REACTION_TO,
    FIELD_AUTHOR, FIELD_KIND, FIELD_DESCRIPTION_IMAGE, FIELD_IMAGE,
    FIELD_TAXONOMY, // any taxonomy of the settings: a list of terms
    FIELD_UNKNOWN,  // a key that no row and no setting knows
};

// One key with its values, typed.  Repeated keys: the first counts, the others
// are reported.
struct field {
    const str *values;   // NFC, trimmed, without empty ones
    str name;            // the taxonomy for FIELD_TAXONOMY, else the Dutch name of the row
    enum field_id id;
    uint32_t count;      // 1 but for lists; a FIELD_CHOICE value is its canonical Dutch word
    struct date date;    // FIELD_DATE
    unsigned number;     // FIELD_NUMBER
    bool yes;            // FIELD_YES_NO
};

// How a field stands in the file.
struct field_mark {
    str key;                          // as written
    struct place place;               // of the key
    const struct place *value_places; // of each value
};

// How keys map to fields, from the settings.
struct schema {
    const str *taxonomies; // their names: a key `sector` is FIELD_TAXONOMY
    size_t taxonomy_count;
    // Foreign keys: `keys[i]` means `meanings[i]` (a field's or taxonomy's
    // name; empty: to be ignored).  A key may end in `*`.
    const str *keys;
    const str *meanings;
    size_t key_count;
    bool strict; // whether a key that nothing knows is an error; else it is left out in silence
};

// Whether a page of that sort may have, or must have, the field.
bool field_allowed(enum field_id id, enum base_kind base);
bool field_required(enum field_id id, enum base_kind base);

// The row's name in that language.
str field_name(enum field_id id, enum language language);

// ---- Documents ----

struct heading {
    str text;       // plain
    str anchor;     // unique in the document
    unsigned level; // 1 .. 6
    unsigned line;
};

enum link_kind { LINK_PAGE, LINK_IMAGE };

// A link whose address only the site knows: a relative path, or #anchor.
// External links are complete in the body.
struct link {
    enum link_kind kind;
    uint32_t offset; // where in the body its slot is
    str target;     // as written, percent-decoded; "../a.md#b"
    str text;       // plain text; of an image its alternative text
    str title;      // the "title" in the Markdown, or empty
};

// `> [!AANBEVELING] voor naasten` and `> [!KERNAANBEVELING] ...`.
struct recommendation {
    str anchor;   // its id in the body
    str audience; // "naasten": what followed the marker, without "voor"; may be empty
    str text;     // plain
    bool core;
};

// A piece of a body of some 45 words, between tags: what search shows of a page
// and looks for words near each other in.  Headings are in none; but in a text
// with more of them than PASSAGES_MAX, passages go on over headings.
struct passage {
    uint32_t from, to; // in the body, its slots open
    uint32_t heading;  // the number of the one it stands under; heading_count before the first
};

// A longer text has longer passages.
enum { PASSAGES_MAX = 200 };

struct bodies;

// Where all that a document says stands in its file: only messages need that.
struct marks {
    const struct field_mark *fields; // one a field
    const struct place *links;       // one a link
};

// What only its own page, the index and links to places in it ask for.
struct document_parts {
    str lead;                       // see document_lead
    const struct heading *headings; // heading_count; in order, levels 2 .. 6 (a level-1 heading that is the title is not in the body)
    const struct recommendation *recommendations;
    size_t recommendation_count;
    const str *anchors; // ids that authors gave to places themselves: `<a name="x"></a>`
    size_t anchor_count;
    const struct map *ids;          // the anchors of all three, where they are many; else NULL
    const struct passage *passages; // passage_count; in order: all words of the body that stand in no heading
};

struct document {
    struct place_finder finder; // of the places in `marks`
    struct bodies *bodies;      // where is what is not here
    _Atomic(const struct marks *) marks;          // NULL: not here yet
    _Atomic(const struct document_parts *) parts; // likewise: see document_parts
    _Atomic(const struct field *) fields;         // likewise: see document_fields
    str packed_fields;
    struct fingerprint key;  // names all that it was read from
    struct fingerprint told; // names what lists tell of it: title, lead (unless it is a part), fields
    str path;               // below the content folder
    str full_path;          // for messages
    str title; // the field, else the first level-1 heading, else the file's name
    str lead;  // see document_lead
    str body;  // HTML with slots, unless it is kept elsewhere: see document_body_open
    const struct link *links; // in the order of their slots
    uint64_t written; // bit 1 << id: the field is there, be it understood or not
    uint32_t field_count;
    uint32_t link_count;
    uint32_t heading_count;
    uint32_t passage_count; // at most PASSAGES_MAX
    unsigned words;         // in the body
    uint32_t place;         // among those that `bodies` has, for who looks it up there
    bool has_front_matter;
    bool withheld; // document_withheld of its bytes
    bool kept_off; // the site may not have it, whatever it says
    bool publication_unclear; // it says something about its publication that is in no field
    bool title_guessed;       // it is the file's name
    bool lead_is_part;        // it is not in `lead`
};

// The headings and so on, as long as the document.  Any thread.
const struct document_parts *document_parts(const struct document *document);

// Plain text of the first paragraph, at most about 300 characters, cut at a word.
str document_lead(const struct document *document);

// Whether the field was written, also where its value was refused.
bool document_writes(const struct document *document, enum field_id id);

// Whether the field is there and was understood.
bool document_has(const struct document *document, enum field_id id);

// The first value of the field, or empty.
str document_text(const struct document *document, enum field_id id);

// The value of a FIELD_DATE, or { 0 }.
struct date document_date(const struct document *document, enum field_id id);

// The value of a FIELD_YES_NO, or `otherwise`.
bool document_answer(const struct document *document, enum field_id id, bool otherwise);

// All fields, as long as the document.  Any thread.  What is above finds its answer
// without unpacking them, which of very many documents takes time and memory.
const struct field *document_fields(const struct document *document);

// The field, or NULL: of document_fields.
const struct field *document_field(const struct document *document, enum field_id id);

// Adds all that the document writes in taxonomies, as bytes: of two documents these
// are the same when that is.
void document_taxonomies(const struct document *document, struct buf *to);

// A walk along the values of a field; { document, id, name } to begin with.
struct value_walk {
    const struct document *document;
    enum field_id id;
    str name;     // of the taxonomy, for FIELD_TAXONOMY
    str text;     // the value
    size_t count; // of values of its field
    size_t value; // its number among them
    size_t field; // the number of its field
    size_t left;  // of values that come after it
    size_t next;  // the number of the next field
    str values;   // that come after it, packed
};

// Goes to the next value; returns false behind the last one.
bool value_walk_next(struct value_walk *walk);

// Where the value stands, or its field; and the field's key as written.
struct place value_walk_place(const struct value_walk *walk);
struct place value_walk_field_place(const struct value_walk *walk);
str value_walk_key(const struct value_walk *walk);

// Where a field, one of its values, or a link stands; for messages: these find out
// more than the path when they are given.  The document must live until then.
struct place field_place(const struct document *document, const struct field *field);
struct place value_place(const struct document *document, const struct field *field, size_t value);
struct place link_place(const struct document *document, const struct link *link);

// Where its first field stands, or its first line.
struct place document_place(const struct document *document);

// The key of a field, as written.
str field_key(const struct document *document, const struct field *field);

// Whether a link to `#anchor` leads to a heading, a recommendation or one of
// the anchors.
bool document_has_anchor(const struct document *document, str anchor);

// Reads one file.  Never fails: what is wrong is reported, and the page is at
// its best.  `bytes` need not outlive the call; all is copied into `arena`.
// One arena is for one worker at a time.
const struct document *document_read(struct arena *arena, str path, str full_path, str bytes,
                                     const struct schema *schema, struct diagnostics *diagnostics);

// Whether the front matter says that the text is not to be read yet, or no
// longer: a status such as `concept`, or `draft: true`.  Looks at the first
// lines alone, for the many texts of a history.
bool document_withheld(str bytes);

// Adds the body with its slots filled: `addresses[i]` belongs to links[i], an
// empty one to a link that leads nowhere (its text remains; of an image its
// alternative text).
void document_body(const struct document *document, const str *addresses, struct buf *to);

// The same, and tells where places in the body went: `offsets` are in ascending
// order, and `found[i]` is where offsets[i] is in what was added.  A place at a
// slot goes before what fills it.
void document_body_places(const struct document *document, const str *addresses, struct buf *to,
                          const uint32_t *offsets, size_t count, uint32_t *found);

// Where bodies and marks are that are not in memory.
struct bodies {
    // Returns the body of a document, in memory of `arena`.  Any thread.
    str (*load)(struct bodies *bodies, const struct document *document, struct arena *arena);
    // Return its marks, its parts and its fields unpacked, which live as long as the
    // document.  Any thread.
    const struct marks *(*marks)(struct bodies *bodies, const struct document *document);
    const struct document_parts *(*parts)(struct bodies *bodies, const struct document *document);
    const struct field *(*fields)(struct bodies *bodies, const struct document *document);
};

// The body, its slots open, as long as `arena` and document live.
str document_body_open(const struct document *document, struct arena *arena);

// Adds a passage as plain text: no tags, no marks of footnotes, for an image its
// alternative text; no white space at the ends.  `body` is what document_body_open
// gave.
void document_passage_text(const struct document *document, str body, size_t passage,
                           struct buf *to);

// ---- Keeping documents ----

// Names all that a schema says.
struct fingerprint schema_fingerprint(const struct schema *schema);

// Adds a document as bytes, without its body, its parts, its marks, its key and its
// paths.
void document_pack(const struct document *document, struct buf *to);

// Makes those bytes a document again, which points into them.  Body, parts and marks are
// not there.  NULL when they are not what document_pack gave; damage that shows nowhere
// may change words, no more.
struct document *document_unpack(struct arena *arena, str packed, str path, str full_path);

// What bodies->fields returns.
const struct field *document_unpack_fields(struct arena *arena, const struct document *document);

// Add its parts, or its marks, which must be there, as bytes.
void document_pack_parts(const struct document *document, struct buf *to);
void document_pack_marks(const struct document *document, struct buf *to);

// Make those of that document again, in their place: they are changed, must stand at a
// multiple of 8 and live as long.  NULL when they are not what was packed.
const struct document_parts *document_unpack_parts(struct arena *arena, void *packed, size_t size,
                                                   const struct document *document);
const struct marks *document_unpack_marks(void *packed, size_t size,
                                          const struct document *document);

// What stands in a body as one paragraph, heading, item of a list or row of a table.
enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_ITEM,
    BLOCK_ROW,
    BLOCK_RECOMMENDATION, // whatever it is besides
    BLOCK_NOTE,           // at the end of the text; likewise
};

struct text_block {
    enum block_kind kind;
    str text;       // plain, on one line; the cells of a row with | between
    size_t heading; // the number of the one it is or stands under; heading_count before the first
};

struct block_list {
    const struct text_block *at;
    size_t count;
};

// The body in blocks, without those that have no text.
struct block_list document_blocks(struct arena *arena, const struct document *document);

// Where the passages of a document stand in the bytes of its finished page:
// number k is [at[2k], at[2k + 1]), and checks[k] tells whether it still is.
struct body_places {
    const uint32_t *at;
    const uint8_t *checks; // piece_check of those bytes
    size_t count; // of passages; 0 when unknown: the theme shows the body changed, or not at all
};
