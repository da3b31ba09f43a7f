// SPDX-License-Identifier: EUPL-1.2
// Pictures by format: private to picture*.c.
//
// Each format walks over the parts of a picture and copies those that are
// needed to show it.  What is not known is left out, so that nothing slips
// through under a new name.

#pragma once

#include "base/buf.h"

struct picture {
    str bytes;
    size_t at;        // how far it was read; never above bytes.len
    struct buf clean; // what is kept
    bool position;    // it told where it was made
};

// The number of `size` bytes at `at`, which must be there.
size_t number_big(str bytes, size_t at, size_t size);
size_t number_little(str bytes, size_t at, size_t size);

// Whether there are `count` bytes more.
bool picture_has(const struct picture *picture, size_t count);

// The `count` bytes that follow, which must be there; moves behind them.
str picture_take(struct picture *picture, size_t count);

// Notes whether a block that is left out tells where the picture was made.
void picture_note_exif(struct picture *picture, str block);
void picture_note_text(struct picture *picture, str block);

// Copy a picture from its first byte to its end.  Return false when it is
// damaged, or ends too early.
bool picture_jpeg(struct picture *picture);
bool picture_png(struct picture *picture);
bool picture_gif(struct picture *picture);
bool picture_webp(struct picture *picture);
