// SPDX-License-Identifier: EUPL-1.2
#include "attachment/exif.h"

#include <string.h>

enum { TAG_LATITUDE = 2, TAG_LONGITUDE = 4, TAG_ORIENTATION = 0x0112, TAG_POSITION = 0x8825 };
enum { TYPE_SHORT = 3, ENTRY_SIZE = 12 };

struct tiff {
    str bytes;
    bool big_endian;
};

// The number of `size` bytes at `at`; 0 when it is not all there.
static size_t number_at(const struct tiff *tiff, size_t at, size_t size)
{
    size_t number = 0;
    if (at > tiff->bytes.len || tiff->bytes.len - at < size)
        return 0;
    for (size_t i = 0; i < size; i++) {
        size_t byte = at + (tiff->big_endian ? i : size - 1 - i);
        number = number << 8 | (unsigned char)tiff->bytes.at[byte];
    }
    return number;
}

// Where the entry `tag` of the directory at `directory` begins, or STR_NONE.
static size_t entry_find(const struct tiff *tiff, size_t directory, size_t tag)
{
    size_t count = number_at(tiff, directory, 2);
    for (size_t i = 0; i < count; i++) {
        size_t entry = directory + 2 + i * ENTRY_SIZE;
        if (entry > tiff->bytes.len || tiff->bytes.len - entry < ENTRY_SIZE)
            return STR_NONE;
        if (number_at(tiff, entry, 2) == tag)
            return entry;
    }
    return STR_NONE;
}

static unsigned orientation_of(const struct tiff *tiff, size_t directory)
{
    size_t entry = entry_find(tiff, directory, TAG_ORIENTATION);
    if (entry == STR_NONE || number_at(tiff, entry + 2, 2) != TYPE_SHORT)
        return 1;
    size_t orientation = number_at(tiff, entry + 8, 2);
    return orientation >= 1 && orientation <= 8 ? (unsigned)orientation : 1;
}

// Many cameras write a directory for the position that holds only its version.
static bool has_position(const struct tiff *tiff, size_t directory)
{
    size_t entry = entry_find(tiff, directory, TAG_POSITION);
    if (entry == STR_NONE)
        return false;
    size_t position = number_at(tiff, entry + 8, 4);
    return entry_find(tiff, position, TAG_LATITUDE) != STR_NONE ||
           entry_find(tiff, position, TAG_LONGITUDE) != STR_NONE;
}

struct exif exif_read(str block)
{
    struct tiff tiff = { block, str_starts(block, STR("MM")) };
    if (!tiff.big_endian && !str_starts(block, STR("II")))
        return (struct exif){ .orientation = 1 };
    size_t directory = number_at(&tiff, 4, 4);
    return (struct exif){ orientation_of(&tiff, directory), has_position(&tiff, directory) };
}

str exif_orientation_only(char room[static EXIF_ORIENTATION_SIZE], unsigned orientation)
{
    static const char block[EXIF_ORIENTATION_SIZE] = {
        'M',  'M',  0, 42,         0, 0, 0, 8, // byte order, where the directory is
        0,    1,                               // one entry
        0x01, 0x12, 0, TYPE_SHORT, 0, 0, 0, 1, // its tag, type, how many
        0,    0,    0, 0,                      // the orientation goes here
        0,    0,    0, 0,                      // no other directory
    };
    memcpy(room, block, sizeof block);
    room[19] = (char)orientation;
    return (str){ room, sizeof block };
}
