// SPDX-License-Identifier: EUPL-1.2
// PNG, GIF and WebP: pictures made of parts that each say what they are and
// how long.
#include "attachment/picture_formats.h"

#define NAMES_COUNT(names) (sizeof(names) / sizeof *(names))

static bool is_one_of(str name, const char names[][5], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(name, (str){ names[i], 4 }))
            return true;
    return false;
}

// ---- PNG: length, name, data, checksum ----

static const char png_kept[][5] = {
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP",
    "sBIT", "pHYs", "bKGD", "acTL", "fcTL", "fdAT", "cICP", "mDCV", "cLLI",
};

// A capital first letter: the picture cannot be shown without it.
static bool png_chunk_critical(str name)
{
    return (name.at[0] & 0x20) == 0;
}

static bool png_chunk_copy(struct picture *picture, str name, str chunk)
{
    str data = str_slice(chunk, 8, chunk.len - 4);
    if (is_one_of(name, png_kept, NAMES_COUNT(png_kept)))
        buf_add(&picture->clean, chunk);
    else if (png_chunk_critical(name))
        return false;
    else if (str_equal(name, STR("eXIf")))
        picture_note_exif(picture, data);
    else
        picture_note_text(picture, data);
    return true;
}

bool picture_png(struct picture *picture)
{
    enum { SIGNATURE = 8, AROUND = 12 };
    bool begun = false;
    bool drawn = false;
    buf_add(&picture->clean, picture_take(picture, SIGNATURE));
    while (picture_has(picture, AROUND)) {
        size_t len = number_big(picture->bytes, picture->at, 4);
        if (!picture_has(picture, AROUND + len))
            return false;
        str chunk = picture_take(picture, AROUND + len);
        str name = str_slice(chunk, 4, 8);
        if (begun == str_equal(name, STR("IHDR")) || !png_chunk_copy(picture, name, chunk))
            return false;
        begun = true;
        drawn = drawn || str_equal(name, STR("IDAT"));
        if (str_equal(name, STR("IEND")))
            return drawn && len == 0;
    }
    return false;
}

// ---- GIF: pictures and extensions, whose data is a row of short blocks ----

enum { GIF_EXTENSION = 0x21, GIF_IMAGE = 0x2C, GIF_END = 0x3B };
enum { GIF_GRAPHIC_CONTROL = 0xF9, GIF_APPLICATION = 0xFF };

// Moves behind the blocks, which end with an empty one.
static bool gif_blocks_skip(struct picture *picture)
{
    while (picture_has(picture, 1)) {
        size_t len = (unsigned char)*picture_take(picture, 1).at;
        if (len == 0)
            return true;
        if (!picture_has(picture, len))
            return false;
        picture_take(picture, len);
    }
    return false;
}

// The bytes of the colours that `flags` announce.
static size_t gif_colours_size(unsigned char flags)
{
    return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

static bool gif_header_copy(struct picture *picture)
{
    enum { SIZE = 13, FLAGS = 10 };
    if (!picture_has(picture, SIZE))
        return false;
    size_t size = SIZE + gif_colours_size((unsigned char)picture->bytes.at[FLAGS]);
    if (!picture_has(picture, size))
        return false;
    buf_add(&picture->clean, picture_take(picture, size));
    return true;
}

static bool gif_image_copy(struct picture *picture, size_t start)
{
    enum { SIZE = 9, FLAGS = 8 };
    if (!picture_has(picture, SIZE))
        return false;
    unsigned char flags = (unsigned char)picture_take(picture, SIZE).at[FLAGS];
    size_t rest = gif_colours_size(flags) + 1;
    if (!picture_has(picture, rest))
        return false;
    picture_take(picture, rest);
    if (!gif_blocks_skip(picture))
        return false;
    buf_add(&picture->clean, str_slice(picture->bytes, start, picture->at));
    return true;
}

// How often a moving picture is shown is the one thing that is kept of what
// programs add.
static void gif_loop_copy(struct buf *clean, str extension)
{
    enum { NAME = 14, LOOP = 4 };
    str name = str_slice(extension, 2, NAME);
    str loop = str_slice(extension, NAME, NAME + LOOP);
    bool loops = str_equal(name, STR("\x0BNETSCAPE2.0")) || str_equal(name, STR("\x0B"
                                                                                "ANIMEXTS1.0"));
    if (!loops || !str_starts(loop, STR("\x03\x01")))
        return;
    buf_add(clean, str_slice(extension, 0, NAME + LOOP));
    buf_add_char(clean, '\0');
}

static bool gif_extension_copy(struct picture *picture, size_t start)
{
    if (!picture_has(picture, 1))
        return false;
    unsigned char label = (unsigned char)*picture_take(picture, 1).at;
    if (!gif_blocks_skip(picture))
        return false;
    str extension = str_slice(picture->bytes, start, picture->at);
    if (label == GIF_GRAPHIC_CONTROL)
        buf_add(&picture->clean, extension);
    else if (label == GIF_APPLICATION)
        gif_loop_copy(&picture->clean, extension);
    picture_note_text(picture, extension);
    return true;
}

bool picture_gif(struct picture *picture)
{
    bool drawn = false;
    if (!gif_header_copy(picture))
        return false;
    while (picture_has(picture, 1)) {
        size_t start = picture->at;
        unsigned char kind = (unsigned char)*picture_take(picture, 1).at;
        if (kind == GIF_END) {
            buf_add_char(&picture->clean, GIF_END);
            return drawn;
        }
        bool whole = kind == GIF_IMAGE       ? gif_image_copy(picture, start)
                     : kind == GIF_EXTENSION ? gif_extension_copy(picture, start)
                                             : false;
        if (!whole)
            return false;
        drawn = drawn || kind == GIF_IMAGE;
    }
    return false;
}

// ---- WebP: a chunk of chunks: name, length, data, an even number of bytes ----

enum { WEBP_CHUNK_HEAD = 8, WEBP_FRAME_HEAD = 24 };

static const char webp_kept[][5] = { "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP" };
static const char webp_drawn[][5] = { "VP8 ", "VP8L", "ANMF" };

static void length_put(struct buf *clean, size_t start)
{
    size_t len = clean->len - start - WEBP_CHUNK_HEAD;
    for (size_t i = 0; i < 4; i++)
        clean->at[start + 4 + i] = (char)(len >> (8 * i));
}

static bool webp_chunks_copy(struct picture *picture, size_t end, bool in_frame);

// A frame of a moving picture holds chunks again, but no frames.
static bool webp_frame_copy(struct picture *picture, size_t end)
{
    size_t start = picture->clean.len;
    if (end - picture->at < WEBP_FRAME_HEAD)
        return false;
    buf_add(&picture->clean, picture_take(picture, WEBP_FRAME_HEAD));
    if (!webp_chunks_copy(picture, end, true))
        return false;
    length_put(&picture->clean, start);
    return true;
}

static void webp_chunk_copy(struct picture *picture, str name, str chunk)
{
    // The flags of the first byte that announce Exif and XMP.
    enum { METADATA = 0x08 | 0x04 };
    size_t start = picture->clean.len;
    if (is_one_of(name, webp_kept, NAMES_COUNT(webp_kept)))
        buf_add(&picture->clean, chunk);
    else if (str_equal(name, STR("EXIF")))
        picture_note_exif(picture, str_after(chunk, WEBP_CHUNK_HEAD));
    else
        picture_note_text(picture, chunk);
    if (str_equal(name, STR("VP8X")) && chunk.len > WEBP_CHUNK_HEAD)
        picture->clean.at[start + WEBP_CHUNK_HEAD] &= (char)~METADATA;
}

static bool webp_chunks_copy(struct picture *picture, size_t end, bool in_frame)
{
    bool drawn = false;
    while (picture->at < end) {
        size_t left = end - picture->at;
        size_t len =
            left < WEBP_CHUNK_HEAD ? left : number_little(picture->bytes, picture->at + 4, 4);
        len += len & 1;
        if (left < WEBP_CHUNK_HEAD || left - WEBP_CHUNK_HEAD < len)
            return false;
        str chunk = { picture->bytes.at + picture->at, WEBP_CHUNK_HEAD + len };
        str name = str_slice(chunk, 0, 4);
        bool is_frame = str_equal(name, STR("ANMF"));
        if (is_frame && (in_frame || !webp_frame_copy(picture, picture->at + chunk.len)))
            return false;
        if (!is_frame)
            webp_chunk_copy(picture, name, picture_take(picture, chunk.len));
        drawn = drawn || is_one_of(name, webp_drawn, NAMES_COUNT(webp_drawn));
    }
    return drawn;
}

bool picture_webp(struct picture *picture)
{
    enum { HEAD = 12 };
    size_t len = number_little(picture->bytes, 4, 4);
    if (len < HEAD - WEBP_CHUNK_HEAD || picture->bytes.len - WEBP_CHUNK_HEAD < len)
        return false;
    buf_add(&picture->clean, picture_take(picture, HEAD));
    if (!webp_chunks_copy(picture, WEBP_CHUNK_HEAD + len, false))
        return false;
    length_put(&picture->clean, 0);
    return true;
}
