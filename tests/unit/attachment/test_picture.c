// SPDX-License-Identifier: EUPL-1.2
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "attachment/picture.h"

#include "attachment/base64.h"
#include "attachment/exif.h"
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct diagnostics *diagnostics;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diagnostics = diagnostics_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    diagnostics_free(diagnostics);
    return 0;
}

static str cleaned(str bytes)
{
    return picture_cleaned(arena, STR("content/foto"), bytes, diagnostics);
}

static void assert_bytes(str found, str wanted)
{
    assert_int_equal(found.len, wanted.len);
    assert_memory_equal(found.at, wanted.at, wanted.len);
}

static void assert_lacks(str bytes, const char *part)
{
    if (str_find(bytes, str_from_c(part), 0) != STR_NONE)
        fail_msg("'%s' is still there", part);
}

// How often the message [name] was given.
static size_t messages(const char *name)
{
    char *text;
    size_t len;
    FILE *to = open_memstream(&text, &len);
    diagnostics_print(diagnostics, MESSAGES_TEXT, DUTCH, to);
    fclose(to);
    str wanted = arena_join(arena, (str[]){ STR("["), str_from_c(name), STR("]"), { 0 } });
    size_t count = 0;
    for (size_t at = 0; (at = str_find((str){ text, len }, wanted, at)) != STR_NONE; at++)
        count++;
    free(text);
    return count;
}

static str join(const str *parts)
{
    return arena_join(arena, parts);
}

#define JOIN(...) join((str[]){ __VA_ARGS__, { 0 } })

// The number in `size` bytes.
static str number(size_t value, size_t size, bool big)
{
    char *bytes = arena_alloc(arena, size);
    for (size_t i = 0; i < size; i++)
        bytes[big ? size - 1 - i : i] = (char)(value >> (8 * i));
    return (str){ bytes, size };
}

// ---- Exif ----

static str entry(bool big, size_t tag, size_t type, str value)
{
    return JOIN(number(tag, 2, big), number(type, 2, big), number(1, 4, big), value);
}

// A block with a maker, an orientation and a directory for the position that
// holds `position_tag`.
static str exif(bool big, size_t orientation, size_t position_tag)
{
    str turned = JOIN(number(orientation, 2, big), STR("\0\0"));
    return JOIN(big ? STR("MM\0*") : STR("II*\0"), number(8, 4, big), number(3, 2, big),
                entry(big, 0x010F, 2, STR("Jan\0")), entry(big, 0x0112, 3, turned),
                entry(big, 0x8825, 4, number(50, 4, big)), number(0, 4, big), number(1, 2, big),
                entry(big, position_tag, 5, number(0, 4, big)), number(0, 4, big));
}

static void test_exif__both_byte_orders_are_read(void **state)
{
    (void)state;
    for (int big = 0; big < 2; big++) {
        struct exif found = exif_read(exif(big, 6, 2));
        assert_int_equal(found.orientation, 6);
        assert_true(found.position);
        assert_false(exif_read(exif(big, 6, 0)).position);
        assert_int_equal(exif_read(exif(big, 9, 2)).orientation, 1);
        assert_int_equal(exif_read(exif(big, 0, 2)).orientation, 1);
    }
}

static void
test_exif__a_block_that_says_nothing_of_it_is_upright_and_without_a_position(void **state)
{
    (void)state;
    str maker = JOIN(number(8, 4, true), number(1, 2, true), entry(true, 0x010F, 2, STR("Jan\0")));
    struct exif found = exif_read(JOIN(STR("MM\0*"), maker));
    assert_int_equal(found.orientation, 1);
    assert_false(found.position);
    str beyond = JOIN(STR("MM\0*"), maker, entry(true, 0x0112, 3, STR("\0\6\0\0")));
    assert_int_equal(exif_read(beyond).orientation, 1);
    str text = JOIN(STR("MM\0*"), number(8, 4, true), number(1, 2, true),
                    entry(true, 0x0112, 2, STR("\0\6\0\0")));
    assert_int_equal(exif_read(text).orientation, 1);
    str strange = JOIN(STR("XX*\0"), str_after(exif(false, 6, 2), 4));
    assert_int_equal(exif_read(strange).orientation, 1);
    assert_false(exif_read(strange).position);
}

static void test_exif__a_directory_at_the_end_of_the_block_is_read(void **state)
{
    (void)state;
    str block = exif(true, 6, 2);
    assert_true(exif_read(str_slice(block, 0, block.len - 4)).position);
    assert_false(exif_read(str_slice(block, 0, block.len - 5)).position);
}

static void test_exif__a_cut_block_is_never_read_beyond_its_end(void **state)
{
    (void)state;
    str block = exif(true, 6, 2);
    for (size_t len = 0; len < block.len; len++) {
        char *cut = malloc(len + 1);
        memcpy(cut, block.at, len);
        unsigned orientation = exif_read((str){ cut, len }).orientation;
        assert_true(orientation == 1 || orientation == 6);
        free(cut);
    }
}

static void test_exif__what_is_written_is_a_block_with_the_orientation_alone(void **state)
{
    (void)state;
    char room[EXIF_ORIENTATION_SIZE];
    assert_bytes(exif_orientation_only(room, 8),
                 JOIN(STR("MM\0*"), number(8, 4, true), number(1, 2, true),
                      entry(true, 0x0112, 3, STR("\0\10\0\0")), number(0, 4, true)));
}

// ---- JPEG ----

#define SOI "\xFF\xD8"
#define EOI "\xFF\xD9"
#define TABLES "\xFF\xDB\x00\x04tt\xFF\xC0\x00\x05xyz\xFF\xC4\x00\x03h"
#define SCAN             \
    "\xFF\xDA\x00\x04ss" \
    "ab\xFF\x00"         \
    "cd\xFF\xD0"         \
    "ef"
#define SCAN_2          \
    "\xFF\xC4\x00\x03i" \
    "\xFF\xDA\x00\x03t" \
    "gh\xFF\xD7"        \
    "ij"

static str segment(unsigned code, str data)
{
    return JOIN(STR("\xFF"), number(code, 1, true), number(data.len + 2, 2, true), data);
}

static str exif_segment(str block)
{
    return segment(0xE1, JOIN(STR("Exif\0\0"), block));
}

static str jpeg_told(void)
{
    return JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\x01\x01\x00\x00H\x00H\x01\x01rgb")),
                segment(0xE0, STR("JFXX\0preview")), exif_segment(exif(false, 6, 2)),
                segment(0xE1, STR("http://ns.adobe.com/xap/1.0/\0<x>Jan</x>")),
                segment(0xE2, STR("ICC_PROFILE\0\x01\x01kleur")), segment(0xE2, STR("MPF\0MM")),
                segment(0xED, STR("Photoshop 3.0\0")), segment(0xEE, STR("Adobe\0d\0\0\0\0\1Jan")),
                segment(0xE5, STR("Jan")), segment(0xFE, STR("Jan")), STR(TABLES SCAN SCAN_2 EOI),
                STR("ftyp en een filmpje"));
}

static void test_jpeg__only_the_picture_its_colours_and_how_to_turn_it_stay(void **state)
{
    (void)state;
    char room[EXIF_ORIENTATION_SIZE];
    assert_bytes(cleaned(jpeg_told()),
                 JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\x01\x01\x00\x00H\x00H\x00\x00")),
                      exif_segment(exif_orientation_only(room, 6)),
                      segment(0xE2, STR("ICC_PROFILE\0\x01\x01kleur")),
                      segment(0xEE, STR("Adobe\0d\0\0\0\0\1")), STR(TABLES SCAN SCAN_2 EOI)));
    assert_int_equal(messages("picture_position"), 1);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
}

static void test_jpeg__an_upright_photo_without_a_position_is_cleaned_in_silence(void **state)
{
    (void)state;
    str photo = JOIN(STR(SOI), exif_segment(exif(true, 1, 0)), STR(TABLES SCAN EOI));
    assert_bytes(cleaned(photo), STR(SOI TABLES SCAN EOI));
    assert_bytes(cleaned(STR(SOI TABLES SCAN EOI)), STR(SOI TABLES SCAN EOI));
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_jpeg__a_position_in_xmp_is_found_too(void **state)
{
    (void)state;
    str photo = JOIN(STR(SOI),
                     segment(0xE1, STR("http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='52'/>")),
                     STR(TABLES SCAN EOI));
    assert_bytes(cleaned(photo), STR(SOI TABLES SCAN EOI));
    assert_int_equal(messages("picture_position"), 1);
}

static void test_jpeg__only_the_first_camera_block_says_how_to_turn(void **state)
{
    (void)state;
    char room[EXIF_ORIENTATION_SIZE];
    str photo = JOIN(STR(SOI), exif_segment(exif(true, 3, 0)), exif_segment(exif(true, 6, 0)),
                     STR(TABLES SCAN EOI));
    assert_bytes(cleaned(photo), JOIN(STR(SOI), exif_segment(exif_orientation_only(room, 3)),
                                      STR(TABLES SCAN EOI)));
}

static void test_jpeg__filling_and_stray_bytes_between_segments_are_left_out(void **state)
{
    (void)state;
    assert_bytes(cleaned(STR(SOI "\xFF\xFF\xFF" TABLES "Jan\xFF\x00" SCAN EOI)),
                 STR(SOI TABLES SCAN EOI));
}

static void test_jpeg__what_looks_like_what_is_kept_is_left_out(void **state)
{
    (void)state;
    assert_bytes(cleaned(JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\1\1\0\0H\0")),
                              segment(0xEE, STR("Jan en Piet en")), segment(0xEE, STR("Adobe Jan")),
                              segment(0xED, STR("Adobe\0d\0\0\0\0\1")),
                              segment(0xE3, STR("ICC_PROFILE\0\1\1Jan")), segment(0xBF, STR("Jan")),
                              STR(TABLES SCAN EOI))),
                 STR(SOI TABLES SCAN EOI));
}

static void test_jpeg__every_part_of_the_picture_itself_stays_whatever_its_size(void **state)
{
    (void)state;
    str table = { arena_alloc(arena, 0x1234), 0x1234 };
    str photo = JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\1\1\0\0H\0H\0\0")), segment(0xDB, table),
                     segment(0xCF, STR("frame")), segment(0xDD, STR("")),
                     segment(0xDF, STR("size")), STR(SCAN EOI));
    assert_bytes(cleaned(photo), photo);
    str short_head = JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\1\1\0\0H\0H")), STR(SCAN EOI));
    str whole_head = JOIN(STR(SOI), segment(0xE0, STR("JFIF\0\1\1\0\0H\0H\0\0")), STR(SCAN EOI));
    assert_bytes(cleaned(short_head), whole_head);
}

static void test_jpeg__marks_that_stand_alone_have_no_data(void **state)
{
    (void)state;
    assert_bytes(cleaned(STR(SOI SCAN TABLES EOI)), STR(SOI SCAN TABLES EOI));
    assert_bytes(cleaned(STR(SOI "\xFF\x01\xFF\xD0" TABLES SCAN "\xFF" EOI)),
                 STR(SOI TABLES SCAN "\xFF" EOI));
}

// ---- PNG ----

#define PNG_START "\x89PNG\r\n\x1A\n"

static str chunk(const char *name, str data)
{
    return JOIN(number(data.len, 4, true), str_from_c(name), data, STR("crc_"));
}

static str png_told(void)
{
    return JOIN(STR(PNG_START), chunk("IHDR", STR("0123456789abc")), chunk("gAMA", STR("gama")),
                chunk("tEXt", STR("Author\0Jan")), chunk("iTXt", STR("XML:com.adobe.xmp\0Jan")),
                chunk("zTXt", STR("Author\0\0Jan")), chunk("tIME", STR("1234567")),
                chunk("eXIf", exif(true, 1, 2)), chunk("prVt", STR("Jan")),
                chunk("acTL", STR("12345678")), chunk("fcTL", STR("12345678901234567890123456")),
                chunk("IDAT", STR("data")), chunk("fdAT", STR("data")), chunk("IEND", STR("")),
                chunk("IDAT", STR("wat er eerst op stond")));
}

static void test_png__only_the_picture_and_its_colours_stay(void **state)
{
    (void)state;
    assert_bytes(cleaned(png_told()),
                 JOIN(STR(PNG_START), chunk("IHDR", STR("0123456789abc")),
                      chunk("gAMA", STR("gama")), chunk("acTL", STR("12345678")),
                      chunk("fcTL", STR("12345678901234567890123456")), chunk("IDAT", STR("data")),
                      chunk("fdAT", STR("data")), chunk("IEND", STR(""))));
    assert_int_equal(messages("picture_position"), 1);
}

static void test_png__a_position_in_xmp_is_found_too(void **state)
{
    (void)state;
    cleaned(JOIN(STR(PNG_START), chunk("IHDR", STR("0123456789abc")),
                 chunk("iTXt", STR("XML:com.adobe.xmp\0<x exif:GPSLatitude='52'/>")),
                 chunk("IDAT", STR("data")), chunk("IEND", STR(""))));
    assert_int_equal(messages("picture_position"), 1);
}

// ---- GIF ----

// Two colours; one picture with colours of its own and one without.
#define GIF_START                        \
    "GIF89a\x01\x00\x01\x00\x80\x00\x00" \
    "rgbRGB"
#define GIF_CONTROL "\x21\xF9\x04\x01\x02\x00\x03\x00"
#define GIF_IMAGE              \
    "\x2C\0\0\0\0\1\0\1\0\x80" \
    "rgbRGB"                   \
    "\x02\x02Lq\0"
#define GIF_IMAGE_2          \
    "\x2C\0\0\0\0\1\0\1\0\0" \
    "\x02\x02Lq\x01r\0"
#define GIF_LOOP "\x21\xFF\x0BNETSCAPE2.0\x03\x01\x05\x00\0"

static str gif_told(void)
{
    return STR(GIF_START GIF_LOOP "\x21\xFE\x03Jan\0"
                                  "\x21\xFF\x0BXMP DataXMP\x03Jan\0"
                                  "\x21\x01\x03Jan\0" GIF_CONTROL GIF_IMAGE GIF_CONTROL GIF_IMAGE_2
                                  ";Jan");
}

static void test_gif__only_the_pictures_and_how_often_they_are_shown_stay(void **state)
{
    (void)state;
    assert_bytes(cleaned(gif_told()),
                 STR(GIF_START GIF_LOOP GIF_CONTROL GIF_IMAGE GIF_CONTROL GIF_IMAGE_2 ";"));
    assert_int_equal(diagnostics_count(diagnostics, WARNING), 0);
}

static void test_gif__of_what_programs_add_only_the_loop_stays(void **state)
{
    (void)state;
    str added = STR("\x21\xFF\x0B"
                    "ANIMEXTS1.0\x03\x01\x05\x00\x03Jan\0");
    assert_bytes(cleaned(JOIN(STR(GIF_START), added, STR(GIF_IMAGE ";"))),
                 STR(GIF_START "\x21\xFF\x0B"
                               "ANIMEXTS1.0\x03\x01\x05\x00\0" GIF_IMAGE ";"));
    assert_bytes(cleaned(STR(GIF_START "\x21\xFF\x0BNETSCAPE2.0\x03Jan\0" GIF_IMAGE ";")),
                 STR(GIF_START GIF_IMAGE ";"));
    assert_bytes(cleaned(STR(GIF_START "\x21\xFF\x0BJan Jansen \x03\x01\x05\x00\0" GIF_IMAGE ";")),
                 STR(GIF_START GIF_IMAGE ";"));
}

static void test_gif__a_picture_of_many_colours_keeps_them_all(void **state)
{
    (void)state;
    str picture = STR("GIF89a\x01\x00\x01\x00\x81\x00\x00"
                      "rgbRGBrgbRGB" GIF_IMAGE ";");
    assert_bytes(cleaned(picture), picture);
}

static void test_gif__a_position_in_xmp_is_found_too(void **state)
{
    (void)state;
    str told = STR("\x21\xFF\x0BXMP DataXMP\x0BGPSLatitude\0");
    assert_bytes(cleaned(JOIN(STR(GIF_START GIF_IMAGE), told, STR(";"))),
                 STR(GIF_START GIF_IMAGE ";"));
    assert_int_equal(messages("picture_position"), 1);
}

// ---- WebP ----

static str riff(const char *name, str data)
{
    return JOIN(str_from_c(name), number(data.len, 4, false), data,
                data.len % 2 == 1 ? STR("\0") : STR(""));
}

static str webp(str chunks)
{
    return riff("RIFF", JOIN(STR("WEBP"), chunks));
}

static str webp_told(void)
{
    str frame = JOIN(STR("0123456789abcdef"), riff("JAN ", STR("Jan")), riff("VP8 ", STR("abc")));
    return JOIN(
        webp(JOIN(riff("VP8X", STR("\x3E\0\0\0\0\0\0\0\0\0")), riff("ICCP", STR("kleur")),
                  riff("ANIM", STR("123456")), riff("ANMF", frame), riff("EXIF", exif(false, 1, 4)),
                  riff("XMP ", STR("Jan")), riff("JAN ", STR("Jan")))),
        STR("en wat erachter staat"));
}

static void test_webp__only_the_picture_and_its_colours_stay(void **state)
{
    (void)state;
    str frame = JOIN(STR("0123456789abcdef"), riff("VP8 ", STR("abc")));
    assert_bytes(cleaned(webp_told()),
                 webp(JOIN(riff("VP8X", STR("\x32\0\0\0\0\0\0\0\0\0")), riff("ICCP", STR("kleur")),
                           riff("ANIM", STR("123456")), riff("ANMF", frame))));
    assert_int_equal(messages("picture_position"), 1);
    assert_bytes(cleaned(webp(riff("VP8L", STR("abc")))), webp(riff("VP8L", STR("abc"))));
}

static void test_webp__a_position_in_xmp_is_found_too(void **state)
{
    (void)state;
    str picture = riff("VP8 ", (str){ arena_alloc(arena, 0x12345), 0x12345 });
    str told = riff("XMP ", STR("<x exif:GPSLatitude='52'/>"));
    assert_bytes(cleaned(webp(JOIN(picture, told))), webp(picture));
    assert_int_equal(messages("picture_position"), 1);
}

static void test_webp__a_head_without_its_flags_stays_as_it_is(void **state)
{
    (void)state;
    str odd = webp(JOIN(riff("VP8 ", STR("abcd")), riff("VP8X", STR(""))));
    char *alone = malloc(odd.len);
    memcpy(alone, odd.at, odd.len);
    assert_bytes(cleaned((str){ alone, odd.len }), odd);
    free(alone);
}

static void test_webp__a_frame_within_a_frame_is_refused(void **state)
{
    (void)state;
    str frame = JOIN(STR("0123456789abcdef"), riff("VP8 ", STR("abc")));
    str deep = JOIN(STR("0123456789abcdef"), riff("ANMF", frame));
    assert_int_equal(cleaned(webp(riff("ANMF", deep))).len, 0);
    assert_int_equal(messages("picture_damaged"), 1);
}

// ---- What is damaged, and what is no picture ----

static void test_picture__one_that_is_cut_anywhere_is_left_out(void **state)
{
    (void)state;
    struct {
        str bytes;
        size_t end; // where the picture ends
        size_t known;
    } rows[] = {
        { jpeg_told(), jpeg_told().len - (sizeof "ftyp en een filmpje" - 1), 3 },
        { png_told(), png_told().len - chunk("IDAT", STR("wat er eerst op stond")).len, 8 },
        { gif_told(), gif_told().len - 3, 6 },
        { webp_told(), webp_told().len - (sizeof "en wat erachter staat" - 1), 12 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(cleaned(rows[i].bytes).len > 0);
        for (size_t len = rows[i].known; len <= rows[i].end; len++) {
            char *cut = malloc(len);
            memcpy(cut, rows[i].bytes.at, len);
            str clean = cleaned((str){ cut, len });
            if ((clean.len > 0) != (len == rows[i].end))
                fail_msg("row %zu, cut at %zu, gives %zu bytes", i, len, clean.len);
            assert_lacks(clean, "Jan");
            free(cut);
        }
    }
}

// Each byte in turn becomes another: nothing is read beyond the end, and what
// comes out can be cleaned again without a change.
static void test_picture__one_with_a_wrong_byte_gives_a_clean_one_or_none(void **state)
{
    (void)state;
    static const unsigned char wrong[] = { 0x00, 0x01, 0x7F, 0x80, 0xD9, 0xFF };
    str rows[] = { jpeg_told(), png_told(), gif_told(), webp_told() };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t at = 0; at < rows[i].len * sizeof wrong; at++) {
            char *damaged = malloc(rows[i].len);
            memcpy(damaged, rows[i].at, rows[i].len);
            damaged[at / sizeof wrong] = (char)wrong[at % sizeof wrong];
            str bytes = { damaged, rows[i].len };
            str clean = picture_cleanable(bytes) ? cleaned(bytes) : STR("");
            if (clean.len > 0)
                assert_bytes(cleaned(clean), clean);
            free(damaged);
        }
}

static void test_picture__a_damaged_one_is_left_out_with_a_message(void **state)
{
    (void)state;
    str header = chunk("IHDR", STR("0123456789abc"));
    str rows[] = {
        STR(SOI EOI),
        STR(SOI TABLES SCAN SOI EOI),
        STR(SOI TABLES SCAN SOI "\0\2" EOI),
        STR(SOI "\xFF\xDB\x00\x01" SCAN EOI),
        STR(SOI "\xFF\xDB\xFF\xFF" SCAN EOI),
        STR(GIF_START ";"),
        STR(GIF_START "Jan" GIF_IMAGE ";"),
        STR(GIF_START GIF_LOOP ";"),
        JOIN(STR(PNG_START), chunk("IDAT", STR("data")), header, chunk("IEND", STR(""))),
        JOIN(STR(PNG_START), header, header, chunk("IDAT", STR("")), chunk("IEND", STR(""))),
        JOIN(STR(PNG_START), header, chunk("IEND", STR(""))),
        JOIN(STR(PNG_START), header, chunk("IDAT", STR("")), chunk("IEND", STR("Jan"))),
        JOIN(STR(PNG_START), header, chunk("JAnT", STR("")), chunk("IDAT", STR("")),
             chunk("IEND", STR(""))),
        JOIN(STR(PNG_START), header, STR("\xFF\xFF\xFF\xFFIDATdatacrc_")),
        webp(STR("")),
        webp(riff("EXIF", STR("abc"))),
        webp(STR("VP8 \xFF\xFF\xFF\xFF")),
        webp(STR("VP8 \x08\0\0\0abcd")),
        webp(riff("ANMF", STR("0123456789abcde"))),
        STR("RIFF\xFF\xFF\xFF\xFFWEBPVP8 \0\0\0\0"),
        STR("RIFF\0\0\0\0WEBPVP8 \0\0\0\0"),
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (cleaned(rows[i]).len > 0)
            fail_msg("row %zu was taken for whole", i);
        assert_int_equal(diagnostics_count(diagnostics, ERROR), i + 1);
    }
    assert_true(messages("picture_damaged") > 0);
}

static void test_picture__a_file_that_may_name_its_maker_is_kept_with_a_warning(void **state)
{
    (void)state;
    static const struct {
        str bytes;
        size_t warnings;
    } rows[] = {
        { { "\0\0\0\x18"
            "ftypheic\0\0",
            14 },
          1 },
        { { "\0\0\0\x08wide\0\0", 10 }, 1 },
        { { "\0\1\0\0mdat\0\0", 10 }, 1 },
        { { "%PDF-1.7\n", 9 }, 1 },
        { { "PK\x03\x04\x14\0", 6 }, 1 },
        { { "\xD0\xCF\x11\xE0\xA1", 5 }, 1 },
        { { "II*\0\x08", 5 }, 1 },
        { { "{\\rtf1", 6 }, 1 },
        { { "naam;plaats\n", 12 }, 0 },
        { { "zie free dom", 12 }, 0 },
        { { "RIFF\4\0\0\0WAVE", 12 }, 0 },
        { { "OggS", 4 }, 0 },
        { { "\xFF\xD8", 2 }, 0 },
        { { "", 0 }, 0 },
    };
    size_t warnings = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_false(picture_cleanable(rows[i].bytes));
        assert_bytes(cleaned(rows[i].bytes), rows[i].bytes);
        warnings += rows[i].warnings;
        if (diagnostics_count(diagnostics, WARNING) != warnings)
            fail_msg("row %zu", i);
    }
    assert_int_equal(messages("file_names_maker"), warnings);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), 0);
}

static void test_picture__a_file_with_the_name_of_a_picture_that_is_none_is_left_out(void **state)
{
    (void)state;
    static const char *const paths[] = { "IMG_1.jpg", "IMG_1.JPEG", "a/b.png", "c.gif", "d.webp" };
    str rows[] = { { "\0\0\0\x18"
                     "ftypheic\0\0",
                     14 },
                   STR("II*\0\x08"),
                   STR("geen foto") };
    size_t errors = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        str path = str_from_c(paths[i]);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++, errors++)
            assert_int_equal(picture_cleaned(arena, path, rows[k], diagnostics).len, 0);
        assert_true(picture_cleaned(arena, path, gif_told(), diagnostics).len > 0);
    }
    assert_int_equal(messages("picture_misnamed"), errors);
    assert_int_equal(diagnostics_count(diagnostics, ERROR), errors);
    assert_int_equal(messages("file_names_maker"), 0);
}

// ---- Base64 ----

static void test_base64__there_and_back_gives_the_same_bytes(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" },
    };
    str bytes;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_bytes(base64_encoded(arena, str_from_c(rows[i][0])), str_from_c(rows[i][1]));
        assert_true(base64_decoded(arena, str_from_c(rows[i][1]), &bytes));
        assert_bytes(bytes, str_from_c(rows[i][0]));
    }
    assert_bytes(base64_encoded(arena, STR("\xFF\xFE\xFD")), STR("//79"));
    assert_true(base64_decoded(arena, STR(" /\n/7\t9 "), &bytes));
    assert_bytes(bytes, STR("\xFF\xFE\xFD"));
}

static void test_base64__what_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = { "Z", "Zm9vZ", "Zg==Zg", "Zm=9", "Zm9v-", "%2B", "Zg===" };
    str bytes;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (base64_decoded(arena, str_from_c(rows[i]), &bytes))
            fail_msg("%s was decoded", rows[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_exif__both_byte_orders_are_read),
        TEST(test_exif__a_block_that_says_nothing_of_it_is_upright_and_without_a_position),
        TEST(test_exif__a_directory_at_the_end_of_the_block_is_read),
        TEST(test_exif__what_is_written_is_a_block_with_the_orientation_alone),
        TEST(test_exif__a_cut_block_is_never_read_beyond_its_end),
        TEST(test_jpeg__only_the_picture_its_colours_and_how_to_turn_it_stay),
        TEST(test_jpeg__an_upright_photo_without_a_position_is_cleaned_in_silence),
        TEST(test_jpeg__a_position_in_xmp_is_found_too),
        TEST(test_jpeg__only_the_first_camera_block_says_how_to_turn),
        TEST(test_jpeg__filling_and_stray_bytes_between_segments_are_left_out),
        TEST(test_jpeg__what_looks_like_what_is_kept_is_left_out),
        TEST(test_jpeg__every_part_of_the_picture_itself_stays_whatever_its_size),
        TEST(test_jpeg__marks_that_stand_alone_have_no_data),
        TEST(test_png__only_the_picture_and_its_colours_stay),
        TEST(test_png__a_position_in_xmp_is_found_too),
        TEST(test_gif__only_the_pictures_and_how_often_they_are_shown_stay),
        TEST(test_gif__of_what_programs_add_only_the_loop_stays),
        TEST(test_gif__a_picture_of_many_colours_keeps_them_all),
        TEST(test_gif__a_position_in_xmp_is_found_too),
        TEST(test_webp__only_the_picture_and_its_colours_stay),
        TEST(test_webp__a_position_in_xmp_is_found_too),
        TEST(test_webp__a_head_without_its_flags_stays_as_it_is),
        TEST(test_webp__a_frame_within_a_frame_is_refused),
        TEST(test_picture__one_that_is_cut_anywhere_is_left_out),
        TEST(test_picture__one_with_a_wrong_byte_gives_a_clean_one_or_none),
        TEST(test_picture__a_damaged_one_is_left_out_with_a_message),
        TEST(test_picture__a_file_that_may_name_its_maker_is_kept_with_a_warning),
        TEST(test_picture__a_file_with_the_name_of_a_picture_that_is_none_is_left_out),
        TEST(test_base64__there_and_back_gives_the_same_bytes),
        TEST(test_base64__what_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
