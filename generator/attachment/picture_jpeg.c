// SPDX-License-Identifier: EUPL-1.2
// A JPEG is a row of segments: FF, a code, and, but for a few, a length (which
// counts itself) and data.  A scan of the picture follows after segment SOS;
// in it FF stands only before 00 and before restart marks.
#include "attachment/exif.h"
#include "attachment/picture_formats.h"

#include <string.h>

enum code {
    TEM = 0x01,
    SOF0 = 0xC0,
    SOF15 = 0xCF,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DQT = 0xDB,
    EXP = 0xDF,
    APP0 = 0xE0,
    APP1 = 0xE1,
    APP2 = 0xE2,
    APP14 = 0xEE,
};

static bool is_restart(unsigned code)
{
    return code >= RST0 && code <= RST7;
}

// Tables, frames and scans: what the picture itself is made of.
static bool is_needed(unsigned code)
{
    return (code >= SOF0 && code <= SOF15) || code == SOS || (code >= DQT && code <= EXP);
}

// Moves behind the next marker.  What stands before it is left out, as
// browsers do.
static bool marker_next(struct picture *picture, unsigned *code)
{
    str bytes = picture->bytes;
    size_t at = picture->at;
    do {
        at = str_find_char(bytes, '\xFF', at);
        while (at < bytes.len && bytes.at[at] == '\xFF')
            at++;
        if (at >= bytes.len)
            return false;
        *code = (unsigned char)bytes.at[at];
    } while (*code == 0);
    picture->at = at + 1;
    return true;
}

static bool segment_next(struct picture *picture, str *data)
{
    if (!picture_has(picture, 2))
        return false;
    size_t len = number_big(picture->bytes, picture->at, 2);
    if (len < 2 || !picture_has(picture, len))
        return false;
    *data = str_after(picture_take(picture, len), 2);
    return true;
}

static void segment_add(struct buf *clean, unsigned code, str data)
{
    size_t len = data.len + 2;
    buf_add(clean, (str){ (char[]){ '\xFF', (char)code, (char)(len >> 8), (char)len }, 4 });
    buf_add(clean, data);
}

// A small picture of what may since have been cut out or covered can be in
// here: its width and height become 0.
static void jfif_add(struct buf *clean, str data)
{
    enum { FIXED = 12 };
    if (data.len < FIXED || !str_starts(data, STR("JFIF\0")))
        return;
    char without_preview[FIXED + 2] = { 0 };
    memcpy(without_preview, data.at, FIXED);
    segment_add(clean, APP0, (str){ without_preview, sizeof without_preview });
}

static void orientation_add(struct buf *clean, unsigned orientation)
{
    char data[6 + EXIF_ORIENTATION_SIZE] = "Exif\0";
    exif_orientation_only(data + 6, orientation);
    segment_add(clean, APP1, (str){ data, sizeof data });
}

// Of the camera's own data only how to turn the photo is kept, once.
static void camera_data_add(struct picture *picture, str data, bool *turned)
{
    if (!str_starts(data, STR("Exif\0"))) {
        picture_note_text(picture, data);
        return;
    }
    picture_note_exif(picture, data);
    unsigned orientation = exif_read(str_after(data, 6)).orientation;
    if (orientation != 1 && !*turned)
        orientation_add(&picture->clean, orientation);
    *turned = true;
}

static void segment_copy(struct picture *picture, unsigned code, str data, bool *turned)
{
    enum { ADOBE = 12 };
    if (code == APP0)
        jfif_add(&picture->clean, data);
    else if (code == APP1)
        camera_data_add(picture, data, turned);
    else if (code == APP14 && data.len >= ADOBE && str_starts(data, STR("Adobe")))
        segment_add(&picture->clean, code, str_slice(data, 0, ADOBE));
    else if (is_needed(code) || (code == APP2 && str_starts(data, STR("ICC_PROFILE\0"))))
        segment_add(&picture->clean, code, data);
}

// Copies up to the marker that ends the scan.
static bool scan_copy(struct picture *picture)
{
    str bytes = picture->bytes;
    size_t at = picture->at;
    for (;; at++) {
        at = str_find_char(bytes, '\xFF', at);
        if (at == STR_NONE || at + 1 >= bytes.len)
            return false;
        unsigned code = (unsigned char)bytes.at[at + 1];
        if (code != 0 && code != 0xFF && !is_restart(code))
            break;
    }
    buf_add(&picture->clean, picture_take(picture, at - picture->at));
    return true;
}

bool picture_jpeg(struct picture *picture)
{
    unsigned code;
    str data;
    bool turned = false;
    bool scanned = false;
    buf_add(&picture->clean, picture_take(picture, 2));
    while (marker_next(picture, &code)) {
        if (code == EOI)
            buf_add(&picture->clean, STR("\xFF\xD9"));
        if (code == EOI || code == SOI)
            return code == EOI && scanned;
        if (code == TEM || is_restart(code))
            continue;
        if (!segment_next(picture, &data))
            return false;
        segment_copy(picture, code, data, &turned);
        if (code == SOS && !scan_copy(picture))
            return false;
        scanned = scanned || code == SOS;
    }
    return false;
}
