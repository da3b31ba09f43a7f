// SPDX-License-Identifier: EUPL-1.2
// What a camera writes into a photo (Exif, a TIFF file in a block of its own):
// private to this folder.

#pragma once

#include "base/str.h"

struct exif {
    unsigned orientation; // 1 .. 8; 1 is upright
    bool position;        // where the photo was taken
};

// Reads the block from its byte order mark on.  What is damaged counts as not
// there.
struct exif exif_read(str block);

enum { EXIF_ORIENTATION_SIZE = 26 };

// A block that says nothing but how to turn the photo, written into `room`,
// which must outlive the view.
str exif_orientation_only(char room[static EXIF_ORIENTATION_SIZE], unsigned orientation);
