// SPDX-License-Identifier: EUPL-1.2
#include "output/compress.h"

#include <brotli/encode.h>
#include <libdeflate.h>

// Below this, headers weigh more than what is saved.
enum { LEAST_BYTES = 1024 };

// Half a millisecond a page for both.  Brotli's best (11) makes pages 7% smaller and
// takes forty times as long.
enum { GZIP_LEVEL = 9, BROTLI_QUALITY = 7 };

const str form_endings[FORM_COUNT] = { { ".gz", 3 }, { ".br", 3 } };

bool form_wanted(str path, size_t size)
{
    static const char *const text[] = { ".html", ".css", ".js", ".json", ".svg", ".xml", ".txt" };
    if (size < LEAST_BYTES)
        return false;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        if (str_ends(path, str_from_c(text[i])))
            return true;
    return false;
}

struct fingerprint form_print(enum form form, struct fingerprint bytes)
{
    static const str settings[FORM_COUNT] = { { "gzip 9", 6 }, { "brotli 7", 8 } };
    return fingerprint_of_parts((str[]){ FINGERPRINT_VIEW(bytes), settings[form], { 0 } });
}

static bool make_gzip(str bytes, struct buf *to)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(GZIP_LEVEL);
    if (compressor == NULL)
        return false;
    size_t room = libdeflate_gzip_compress_bound(compressor, bytes.len);
    size_t len =
        libdeflate_gzip_compress(compressor, bytes.at, bytes.len, buf_reserve(to, room), room);
    libdeflate_free_compressor(compressor);
    to->len += len;
    return len > 0;
}

// The least window that holds all: memory for more costs more than compressing.
static int window_for(size_t size)
{
    int bits = BROTLI_MIN_WINDOW_BITS + 6;
    while (bits < BROTLI_DEFAULT_WINDOW && ((size_t)1 << bits) < size + 16)
        bits++;
    return bits;
}

static bool make_brotli(str bytes, struct buf *to)
{
    size_t len = BrotliEncoderMaxCompressedSize(bytes.len);
    uint8_t *at = (uint8_t *)buf_reserve(to, len);
    if (!BrotliEncoderCompress(BROTLI_QUALITY, window_for(bytes.len), BROTLI_MODE_TEXT, bytes.len,
                               (const uint8_t *)bytes.at, &len, at))
        return false;
    to->len += len;
    return true;
}

bool form_make(enum form form, str bytes, struct buf *to)
{
    return form == FORM_GZIP ? make_gzip(bytes, to) : make_brotli(bytes, to);
}
