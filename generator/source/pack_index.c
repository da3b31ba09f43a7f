// SPDX-License-Identifier: EUPL-1.2
#include "source/pack_index.h"

#include "source/source.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The head; how many objects begin with a byte of at most 0, 1, .. 255; then for
// each object its id, a checksum and where it stands; offsets that take more than
// 31 bits; two checksums.
enum { HEAD = 8, COUNTS = 256 * 4, CHECKSUM = 4, OFFSET = 4, LONG_OFFSET = 8, TAIL = 40 };
enum { IDS = HEAD + COUNTS, OBJECT = SOURCE_ID_SIZE + CHECKSUM + OFFSET };

static const unsigned char head[HEAD] = { 0xFF, 't', 'O', 'c', 0, 0, 0, 2 };

static uint32_t number_at(const struct pack_index *index, size_t at)
{
    const unsigned char *b = index->bytes + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static bool is_sound(struct pack_index *index)
{
    if (index->size < IDS + TAIL || memcmp(index->bytes, head, HEAD) != 0)
        return false;
    for (size_t i = 1; i < 256; i++)
        if (number_at(index, HEAD + 4 * i) < number_at(index, HEAD + 4 * (i - 1)))
            return false;
    index->count = number_at(index, HEAD + COUNTS - 4);
    return (index->size - IDS - TAIL) / OBJECT >= index->count;
}

static bool map(struct pack_index *index, int file)
{
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0)
        return false;
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return false;
    index->bytes = bytes;
    index->size = (size_t)about.st_size;
    return true;
}

bool pack_index_open(struct pack_index *index, int folder, const char *name)
{
    *index = (struct pack_index){ 0 };
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool mapped = map(index, file);
    close(file);
    if (mapped && is_sound(index))
        return true;
    pack_index_close(index);
    return false;
}

void pack_index_close(struct pack_index *index)
{
    if (index->bytes != NULL)
        munmap((void *)index->bytes, index->size);
    index->bytes = NULL;
}

static bool offset_of(const struct pack_index *index, uint32_t object, uint64_t *offset)
{
    size_t offsets = IDS + (size_t)index->count * (SOURCE_ID_SIZE + CHECKSUM);
    size_t longs = offsets + (size_t)index->count * OFFSET;
    uint32_t number = number_at(index, offsets + (size_t)object * OFFSET);
    *offset = number;
    if (number >> 31 == 0)
        return true;
    size_t at = longs + (size_t)(number & 0x7FFFFFFF) * LONG_OFFSET;
    if (at + LONG_OFFSET + TAIL > index->size)
        return false;
    *offset = (uint64_t)number_at(index, at) << 32 | number_at(index, at + 4);
    return true;
}

bool pack_index_find(const struct pack_index *index, const unsigned char *id, uint64_t *offset)
{
    uint32_t low = id[0] == 0 ? 0 : number_at(index, HEAD + 4 * (size_t)(id[0] - 1));
    uint32_t high = number_at(index, HEAD + 4 * (size_t)id[0]);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const unsigned char *found = index->bytes + IDS + (size_t)middle * SOURCE_ID_SIZE;
        int order = memcmp(id, found, SOURCE_ID_SIZE);
        if (order == 0)
            return offset_of(index, middle, offset);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
