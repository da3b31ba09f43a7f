// SPDX-License-Identifier: EUPL-1.2
#include "base/utf8.h"
#include "document/document.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static int world_new(void **state)
{
    static struct world world;
    world = (struct world){ arena_new(), diagnostics_new() };
    *state = &world;
    return 0;
}

static int world_free(void **state)
{
    struct world *world = *state;
    arena_free(world->arena);
    diagnostics_free(world->diagnostics);
    return 0;
}

static const struct document *read(struct world *world, str bytes)
{
    static const str taxonomies[] = { { "thema", 5 }, { "sector", 6 } };
    struct schema schema = { .taxonomies = taxonomies, .taxonomy_count = 2 };
    return document_read(world->arena, STR("map/tekst.md"), STR("content/map/tekst.md"), bytes,
                         &schema, world->diagnostics);
}

// Of all sorts, with all that a document can have.
static const char everything[] =
    "---\ntitel: Proef\ndatum: 2026-03-14\nthema: [hoop, eigen regie]\nstatus: gepubliceerd\n"
    "index: nee\nvolgorde: 12\nonbekend: x\n---\n\n"
    "Een [link](a.md \"b\") en ![een](b.png), nog [een](#kop).\n\n## Kop\n\nTekst.\n\n"
    "> [!KERNAANBEVELING] voor naasten\n> Doe dit.\n\n<a name=\"plek\"></a>\n\n### Kop\n\nSlot.\n";

static struct buf packed(const struct document *document)
{
    struct buf image = { 0 };
    document_pack(document, &image);
    return image;
}

// A place, found out.
static struct place found(struct place place)
{
    return place.later == NULL ? place : place.later->find(place.later, place);
}

// What a document has beside it, packed: its parts, or its marks.
typedef void pack_some(const struct document *document, struct buf *to);

// In memory of exactly its size, so that whatever is read beyond it is seen.
static void *exactly(str bytes)
{
    char *memory = malloc(bytes.len + (bytes.len == 0));
    assert_non_null(memory);
    memcpy(memory, bytes.at, bytes.len);
    return memory;
}

// Unpacks what lies in `memory`, its fields with it.
static struct document *unpacked_at(struct world *world, const char *memory, size_t size)
{
    struct document *document = document_unpack(world->arena, (str){ memory, size },
                                                STR("map/tekst.md"), STR("content/map/tekst.md"));
    if (document != NULL)
        document->fields = document_unpack_fields(world->arena, document);
    return document;
}

static struct document *unpacked(struct world *world, str image, void **memory)
{
    *memory = exactly(image);
    return unpacked_at(world, *memory, image.len);
}

// A document as a bundle gives it, with all that it may be asked for.
static struct document *unpacked_whole(struct world *world, const struct document *document,
                                       void **memory)
{
    struct buf image = packed(document);
    struct buf parts = { 0 };
    struct buf marks = { 0 };
    struct document *again = unpacked(world, buf_view(&image), memory);
    assert_non_null(again);
    document_pack_parts(document, &parts);
    document_pack_marks(document, &marks);
    str parts_copy = arena_copy(world->arena, buf_view(&parts));
    str marks_copy = arena_copy(world->arena, buf_view(&marks));
    again->parts =
        document_unpack_parts(world->arena, (void *)parts_copy.at, parts_copy.len, again);
    again->marks = document_unpack_marks((void *)marks_copy.at, marks_copy.len, again);
    assert_non_null(again->parts);
    assert_non_null(again->marks);
    again->body = document->body;
    buf_release(&image);
    buf_release(&parts);
    buf_release(&marks);
    return again;
}

static void assert_packs_alike(const struct document *a, const struct document *b, pack_some *pack)
{
    struct buf of_a = { 0 };
    struct buf of_b = { 0 };
    pack(a, &of_a);
    pack(b, &of_b);
    assert_true(str_equal(buf_view(&of_a), buf_view(&of_b)));
    buf_release(&of_a);
    buf_release(&of_b);
}

static void pack_body(const struct document *document, struct buf *to)
{
    str *addresses = calloc(document->link_count + 1, sizeof *addresses);
    assert_non_null(addresses);
    document_body(document, addresses, to);
    free(addresses);
}

static void pack_fields(const struct document *document, struct buf *to)
{
    const struct field *fields = document_fields(document);
    for (size_t i = 0; i < document->field_count; i++) {
        buf_add_format(to, "%d %u %u %d %u-%u-%u ", fields[i].id, fields[i].count, fields[i].number,
                       fields[i].yes, fields[i].date.year, fields[i].date.month,
                       fields[i].date.day);
        buf_add(to, fields[i].name);
        for (size_t v = 0; v < fields[i].count; v++)
            buf_add(to, fields[i].values[v]);
    }
}

static void assert_comes_back(struct world *world, str bytes)
{
    void *memory;
    const struct document *document = read(world, bytes);
    struct document *again = unpacked_whole(world, document, &memory);
    assert_packs_alike(document, again, document_pack_parts);
    assert_packs_alike(document, again, document_pack_marks);
    assert_packs_alike(document, again, pack_body);
    assert_packs_alike(document, again, pack_fields);
    assert_packs_alike(document, again, document_taxonomies);
    assert_true(str_equal(again->path, document->path));
    assert_true(str_equal(again->title, document->title));
    assert_true(str_equal(document_lead(again), document_lead(document)));
    assert_true((document_parts(again)->ids == NULL) == (document_parts(document)->ids == NULL));
    for (size_t i = 0; i < document->heading_count; i++)
        assert_true(document_has_anchor(again, document_parts(document)->headings[i].anchor));
    free(memory);
}

static str file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    struct buf bytes = { 0 };
    for (size_t count = 1; count > 0;) {
        count = fread(buf_reserve(&bytes, 4096), 1, 4096, file);
        bytes.len += count;
    }
    fclose(file);
    str text = utf8_clean(arena, buf_view(&bytes));
    text = arena_copy(arena, text);
    buf_release(&bytes);
    return text;
}

static void test_image__every_document_comes_back_as_it_was(void **state)
{
    struct world *world = *state;
    glob_t files;
    assert_int_equal(glob("tests/golden/documents/*.md", 0, NULL, &files), 0);
    assert_true(files.gl_pathc > 10);
    for (size_t i = 0; i < files.gl_pathc; i++)
        assert_comes_back(world, file_text(world->arena, files.gl_pathv[i]));
    globfree(&files);
    assert_comes_back(world, STR(""));
    assert_comes_back(world, str_from_c(everything));
}

static void test_image__a_document_with_many_anchors_finds_them(void **state)
{
    struct world *world = *state;
    struct buf text = { 0 };
    for (unsigned i = 0; i < 300; i++)
        buf_add_format(&text, "## Kop %u\n\nTekst.\n\n", i);
    assert_comes_back(world, buf_view(&text));
    buf_release(&text);
}

static void test_image__says_what_the_document_said(void **state)
{
    struct world *world = *state;
    void *memory;
    const struct document *document =
        unpacked_whole(world, read(world, str_from_c(everything)), &memory);
    assert_true(str_equal(document->title, STR("Proef")));
    assert_true(str_equal(document_text(document, FIELD_STATUS), STR("gepubliceerd")));
    assert_int_equal(document_field(document, FIELD_DATE_PUBLISHED)->date.day, 14);
    assert_int_equal(document_date(document, FIELD_DATE_PUBLISHED).day, 14);
    assert_false(date_given(document_date(document, FIELD_REVIEWED)));
    assert_false(document_field(document, FIELD_INDEX)->yes);
    assert_false(document_answer(document, FIELD_INDEX, true));
    assert_true(document_answer(document, FIELD_FEED, true));
    assert_true(document_has(document, FIELD_INDEX) && !document_has(document, FIELD_FEED));
    const struct field *theme = document_field(document, FIELD_TAXONOMY);
    assert_true(str_equal(theme->name, STR("thema")) && theme->count == 2);
    assert_true(str_equal(theme->values[1], STR("eigen regie")));
    assert_true(str_equal(found(value_place(document, theme, 1)).source,
                          STR("thema: [hoop, eigen regie]")));
    assert_int_equal(found(value_place(document, theme, 1)).column, 15);
    assert_int_equal(found(field_place(document, theme)).line, 4);
    assert_true(str_equal(field_key(document, theme), STR("thema")));
    assert_int_equal(document->link_count, 3);
    assert_true(str_equal(document->links[0].title, STR("b")));
    assert_true(
        str_equal(link_place(document, &document->links[0]).path, STR("content/map/tekst.md")));
    assert_int_equal(found(link_place(document, &document->links[1])).line, 11);
    assert_true(document->links[1].kind == LINK_IMAGE);
    assert_true(document_parts(document)->recommendations[0].core);
    assert_true(document_has_anchor(document, STR("plek")));
    assert_true(document->passage_count > 2);
    free(memory);
}

static void test_image__values_are_walked_along_where_they_lie(void **state)
{
    struct world *world = *state;
    void *memory;
    const char text[] = "---\nthema: [hoop]\nindex: nee\nsector: [a, b]\n---\n";
    const struct document *document = unpacked_whole(world, read(world, str_from_c(text)), &memory);
    struct value_walk walk = { .document = document, .id = FIELD_TAXONOMY, .name = STR("sector") };
    const struct field *field = document_field(document, FIELD_TAXONOMY);
    for (size_t i = 0; !str_equal(field->name, STR("sector")); i++)
        field = &document_fields(document)[i];
    for (size_t i = 0; i < field->count; i++) {
        assert_true(value_walk_next(&walk));
        assert_true(str_equal(walk.text, field->values[i]));
        assert_int_equal(walk.value, i);
        assert_int_equal(found(value_walk_place(&walk)).column,
                         found(value_place(document, field, i)).column);
        assert_true(str_equal(value_walk_key(&walk), STR("sector")));
    }
    assert_false(value_walk_next(&walk));
    walk = (struct value_walk){ .document = document, .id = FIELD_ALIASES };
    assert_false(value_walk_next(&walk));
    free(memory);
}

static void test_image__what_lists_tell_is_named_by_itself(void **state)
{
    struct world *world = *state;
    const char *const texts[] = {
        "---\ntitel: Proef\nsamenvatting: Kort\n---\n\nTekst.\n",
        "---\ntitel: Proef\nsamenvatting: Kort\n---\n\nAnders, met een [link](a.md).\n",
        "---\ntitel: Proef\nsamenvatting: Korter\n---\n\nTekst.\n",
        "---\ntitel: Proef\n---\n\nTekst.\n",
        "---\ntitel: Proef\n---\n\nAnders.\n",
    };
    struct fingerprint told[5];
    for (size_t i = 0; i < 5; i++) {
        void *memory;
        told[i] = unpacked_whole(world, read(world, str_from_c(texts[i])), &memory)->told;
        free(memory);
        for (size_t j = 0; j < i; j++)
            assert_int_equal(fingerprint_equal(told[i], told[j]), i == 1 && j == 0);
    }
}

// ---- Damage ----

static size_t text_walk(str text)
{
    size_t sum = text.len;
    for (size_t i = 0; i < text.len; i++)
        sum += (unsigned char)text.at[i];
    return sum;
}

static size_t walk_fields(const struct document *document)
{
    size_t sum = 0;
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field *field = &document_fields(document)[i];
        sum += text_walk(field->name) + text_walk(document_text(document, field->id));
        sum += document_date(document, field->id).day + document_answer(document, field->id, true);
        for (size_t v = 0; v < field->count; v++)
            sum += text_walk(field->values[v]);
        struct value_walk walk = { .document = document, .id = field->id, .name = field->name };
        while (value_walk_next(&walk))
            sum += text_walk(walk.text);
    }
    return sum;
}

// Reads all that there is, its parts apart.
static size_t walk(struct document *document)
{
    size_t sum = text_walk(document->title) + text_walk(document->lead) + walk_fields(document);
    for (size_t i = 0; i < document->link_count; i++)
        sum += text_walk(document->links[i].target) + text_walk(document->links[i].title);
    struct buf text = { 0 };
    document_taxonomies(document, &text);
    pack_body(document, &text);
    sum += text_walk(buf_view(&text));
    buf_release(&text);
    return sum;
}

static size_t walk_parts(const struct document *document)
{
    const struct document_parts *parts = document_parts(document);
    size_t sum = text_walk(parts->lead) + document_has_anchor(document, STR("x"));
    for (size_t i = 0; i < document->heading_count; i++)
        sum += text_walk(parts->headings[i].text);
    for (size_t i = 0; i < parts->recommendation_count; i++)
        sum += text_walk(parts->recommendations[i].audience);
    struct buf text = { 0 };
    for (size_t i = 0; i < document->passage_count; i++)
        document_passage_text(document, document->body, i, &text);
    sum += text_walk(buf_view(&text));
    buf_release(&text);
    return sum;
}

// What comes of some bytes; 0 for nothing.
typedef size_t use_bytes(struct world *world, const struct document *document, char *bytes,
                         size_t size);

static size_t use_document(struct world *world, const struct document *document, char *bytes,
                           size_t size)
{
    struct document *damaged = unpacked_at(world, bytes, size);
    if (damaged == NULL)
        return 0;
    damaged->body = document->body;
    return walk(damaged);
}

static size_t use_parts(struct world *world, const struct document *document, char *bytes,
                        size_t size)
{
    struct document damaged = *document;
    damaged.parts = document_unpack_parts(world->arena, bytes, size, document);
    return damaged.parts == NULL ? 0 : walk_parts(&damaged);
}

static size_t walk_marks(const struct document *document)
{
    size_t sum = 0;
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field *field = &document->fields[i];
        sum += text_walk(field_key(document, field));
        sum += text_walk(found(field_place(document, field)).source);
        for (size_t v = 0; v < field->count; v++)
            sum += text_walk(found(value_place(document, field, v)).source);
    }
    for (size_t i = 0; i < document->link_count; i++)
        sum += text_walk(found(link_place(document, &document->links[i])).source);
    return sum;
}

static size_t use_marks(struct world *world, const struct document *document, char *bytes,
                        size_t size)
{
    (void)world;
    struct document damaged = *document;
    damaged.marks = document_unpack_marks(bytes, size, document);
    return damaged.marks == NULL ? 0 : walk_marks(&damaged);
}

// A few bytes are others, often some at the end are gone.
static void assert_no_harm(struct world *world, pack_some *pack, use_bytes *use)
{
    const struct document *document = read(world, str_from_c(everything));
    struct buf image = { 0 };
    pack(document, &image);
    unsigned seed = 1;
    unsigned read_all = 0;
    for (unsigned i = 0; i < 20000; i++) {
        size_t len = i % 5 == 0 ? seed % (image.len + 1) : image.len;
        char *copy = exactly((str){ image.at, len });
        for (unsigned n = i % 3; n < 3 && len > 0; n++) {
            seed = seed * 1664525 + 1013904223;
            copy[(seed >> 8) % len] = (char)(i % 2 == 0 ? seed >> 3 : 1u << (seed & 7));
        }
        read_all += use(world, document, copy, len) > 0;
        free(copy);
    }
    assert_true(read_all > 100);
    buf_release(&image);
}

static void test_image__damage_does_no_harm(void **state)
{
    assert_no_harm(*state, document_pack, use_document);
}

static void test_image__damage_to_parts_does_no_harm(void **state)
{
    assert_no_harm(*state, document_pack_parts, use_parts);
}

static void test_image__damage_to_marks_does_no_harm(void **state)
{
    assert_no_harm(*state, document_pack_marks, use_marks);
}

static void test_image__what_is_cut_short_is_refused(void **state)
{
    struct world *world = *state;
    struct buf image = packed(read(world, str_from_c(everything)));
    for (size_t len = 0; len < image.len; len++) {
        void *memory;
        assert_null(unpacked(world, str_slice(buf_view(&image), 0, len), &memory));
        free(memory);
    }
    buf_release(&image);
}

// ---- Schemas ----

static void test_schema__has_another_print_when_anything_in_it_is_other(void **state)
{
    (void)state;
    static const str a[] = { { "a", 1 }, { "b", 1 } };
    static const str b[] = { { "a", 1 }, { "c", 1 } };
    const struct schema schemas[] = {
        { 0 },
        { .strict = true },
        { .taxonomies = a, .taxonomy_count = 1 },
        { .taxonomies = a, .taxonomy_count = 2 },
        { .taxonomies = b, .taxonomy_count = 2 },
        { .keys = a, .meanings = a, .key_count = 1 },
        { .keys = a, .meanings = b, .key_count = 2 },
        { .keys = b, .meanings = a, .key_count = 2 },
    };
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        for (size_t j = 0; j < sizeof schemas / sizeof *schemas; j++)
            assert_int_equal(
                fingerprint_equal(schema_fingerprint(&schemas[i]), schema_fingerprint(&schemas[j])),
                i == j);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
    const struct CMUnitTest tests[] = {
        TEST(test_image__every_document_comes_back_as_it_was),
        TEST(test_image__a_document_with_many_anchors_finds_them),
        TEST(test_image__says_what_the_document_said),
        TEST(test_image__values_are_walked_along_where_they_lie),
        TEST(test_image__what_lists_tell_is_named_by_itself),
        TEST(test_image__damage_does_no_harm),
        TEST(test_image__damage_to_parts_does_no_harm),
        TEST(test_image__damage_to_marks_does_no_harm),
        TEST(test_image__what_is_cut_short_is_refused),
        TEST(test_schema__has_another_print_when_anything_in_it_is_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
