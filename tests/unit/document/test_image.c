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

// In memory of exactly its size, so that whatever is read beyond it is seen.
static struct document *unpacked(struct world *world, str image, void **memory)
{
    *memory = malloc(image.len + (image.len == 0));
    assert_non_null(*memory);
    memcpy(*memory, image.at, image.len);
    return document_unpack(world->arena, *memory, image.len, STR("map/tekst.md"),
                           STR("content/map/tekst.md"));
}

static void assert_comes_back(struct world *world, str bytes)
{
    void *memory;
    const struct document *document = read(world, bytes);
    struct buf image = packed(document);
    struct document *again = unpacked(world, buf_view(&image), &memory);
    assert_non_null(again);
    struct buf marks = { 0 };
    struct buf marks_again = { 0 };
    document_pack_marks(document, &marks);
    char *copy = (char *)arena_copy(world->arena, buf_view(&marks)).at;
    again->marks = document_unpack_marks(copy, marks.len, again);
    assert_non_null(again->marks);
    document_pack_marks(again, &marks_again);
    assert_true(str_equal(buf_view(&marks), buf_view(&marks_again)));
    struct buf second = packed(again);
    assert_true(str_equal(buf_view(&second), buf_view(&image)));
    assert_true(str_equal(again->path, document->path));
    assert_true((again->ids == NULL) == (document->ids == NULL));
    for (size_t i = 0; i < document->heading_count; i++)
        assert_true(document_has_anchor(again, document->headings[i].anchor));

    str *addresses = ARENA_ARRAY(world->arena, str, document->link_count + 1);
    struct buf body = { 0 };
    struct buf body_again = { 0 };
    again->body = document->body;
    document_body(document, addresses, &body);
    document_body(again, addresses, &body_again);
    assert_true(str_equal(buf_view(&body), buf_view(&body_again)));
    buf_release(&image);
    buf_release(&marks);
    buf_release(&marks_again);
    buf_release(&second);
    buf_release(&body);
    buf_release(&body_again);
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
    const struct document *read_first = read(world, str_from_c(everything));
    struct buf image = packed(read_first);
    struct document *document = unpacked(world, buf_view(&image), &memory);
    assert_non_null(document);
    document->marks = read_first->marks;
    assert_true(str_equal(document->title, STR("Proef")));
    assert_true(str_equal(document_text(document, FIELD_STATUS), STR("gepubliceerd")));
    assert_int_equal(document_field(document, FIELD_DATE_PUBLISHED)->date.day, 14);
    assert_false(document_field(document, FIELD_INDEX)->yes);
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
    assert_true(document->recommendations[0].core);
    assert_true(document_has_anchor(document, STR("plek")));
    assert_true(document->passage_count > 2);
    buf_release(&image);
    free(memory);
}

// ---- Damage ----

static size_t text_walk(str text)
{
    size_t sum = text.len;
    for (size_t i = 0; i < text.len; i++)
        sum += (unsigned char)text.at[i];
    return sum;
}

// Reads all that there is.
static size_t walk(struct world *world, struct document *document, str body)
{
    size_t sum = text_walk(document->title) + text_walk(document->lead);
    for (size_t i = 0; i < document->field_count; i++) {
        const struct field *field = &document->fields[i];
        sum += text_walk(field->name);
        for (size_t v = 0; v < field->count; v++)
            sum += text_walk(field->values[v]);
    }
    for (size_t i = 0; i < document->heading_count; i++)
        sum += text_walk(document->headings[i].text) + document_has_anchor(document, STR("x"));
    for (size_t i = 0; i < document->link_count; i++)
        sum += text_walk(document->links[i].target) + text_walk(document->links[i].title);
    for (size_t i = 0; i < document->recommendation_count; i++)
        sum += text_walk(document->recommendations[i].audience);
    struct buf text = { 0 };
    document->body = body;
    for (size_t i = 0; i < document->passage_count; i++)
        document_passage_text(document, body, i, &text);
    document_body(document, ARENA_ARRAY(world->arena, str, document->link_count + 1), &text);
    sum += text_walk(buf_view(&text));
    buf_release(&text);
    return sum;
}

static void test_image__damage_does_no_harm(void **state)
{
    struct world *world = *state;
    const struct document *document = read(world, str_from_c(everything));
    struct buf image = packed(document);
    unsigned seed = 1;
    unsigned read_all = 0;
    for (unsigned i = 0; i < 20000; i++) {
        char *copy = (char *)arena_copy(world->arena, buf_view(&image)).at;
        for (unsigned n = i % 3; n < 3; n++) {
            seed = seed * 1664525 + 1013904223;
            copy[(seed >> 8) % image.len] = (char)(i % 2 == 0 ? seed >> 3 : 1u << (seed & 7));
        }
        void *memory;
        struct document *damaged = unpacked(world, (str){ copy, image.len }, &memory);
        if (damaged != NULL)
            read_all += walk(world, damaged, document->body) > 0;
        free(memory);
    }
    assert_true(read_all > 100);
    buf_release(&image);
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

static void test_image__damage_to_marks_does_no_harm(void **state)
{
    struct world *world = *state;
    struct document document = *read(world, str_from_c(everything));
    struct buf image = { 0 };
    document_pack_marks(&document, &image);
    unsigned seed = 1;
    unsigned read_all = 0;
    for (unsigned i = 0; i < 20000; i++) {
        size_t len = i % 5 == 0 ? seed % (image.len + 1) : image.len;
        char *copy = malloc(len + (len == 0));
        assert_non_null(copy);
        memcpy(copy, image.at, len);
        for (unsigned n = i % 3; n < 3 && len > 0; n++) {
            seed = seed * 1664525 + 1013904223;
            copy[(seed >> 8) % len] = (char)(i % 2 == 0 ? seed >> 3 : 1u << (seed & 7));
        }
        document.marks = document_unpack_marks(copy, len, &document);
        if (document.marks != NULL)
            read_all += walk_marks(&document) > 0;
        free(copy);
    }
    assert_true(read_all > 100);
    buf_release(&image);
}

static void test_image__what_is_cut_short_is_refused(void **state)
{
    struct world *world = *state;
    struct buf image = packed(read(world, str_from_c(everything)));
    for (size_t len = 0; len + 8 < image.len; len++) {
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
        TEST(test_image__damage_does_no_harm),
        TEST(test_image__damage_to_marks_does_no_harm),
        TEST(test_image__what_is_cut_short_is_refused),
        TEST(test_schema__has_another_print_when_anything_in_it_is_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
