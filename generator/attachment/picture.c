// SPDX-License-Identifier: EUPL-1.2
#include "attachment/picture.h"

#include "attachment/exif.h"
#include "attachment/picture_formats.h"
#include "base/path.h"

DIAGNOSTIC(picture_damaged, ERROR, "deze afbeelding is beschadigd en komt niet op de site",
           "this picture is damaged and is not put on the site",
           "open de afbeelding op je telefoon of computer en bewaar hem opnieuw als jpg of png",
           "open the picture on your phone or computer and save it again as jpg or png");
DIAGNOSTIC(
    picture_misnamed, ERROR,
    "dit bestand heet '{1}', maar van binnen is het geen jpg, png, gif of webp; het komt niet "
    "op de site",
    "this file is called '{1}', but inside it is no jpg, png, gif or webp; it is not put on the "
    "site",
    "een andere naam geven is niet genoeg: open de afbeelding op je telefoon of computer en "
    "bewaar hem opnieuw als jpg of png",
    "another name is not enough: open the picture on your phone or computer and save it again "
    "as jpg or png");
DIAGNOSTIC(picture_position, WARNING,
           "in deze foto stond waar hij gemaakt is; dat is weggehaald op de site, maar staat nog "
           "in het bestand dat je instuurde",
           "this photo told where it was taken; that was taken out on the site, but it is still in "
           "the file that you handed in",
           "zet 'locatie' uit bij de instellingen van je camera, dan gebeurt het niet meer",
           "switch off 'location' in the settings of your camera, and it will not happen again");
DIAGNOSTIC(file_names_maker, WARNING,
           "dit bestand kan gegevens over de maker bevatten, zoals een naam of een plaats",
           "this file can hold data about its maker, such as a name or a place",
           "bewaar een foto als jpg of png: dan gaan ze er vanzelf uit; kijk bij een ander bestand "
           "bij 'eigenschappen' en haal ze daar weg",
           "save a photo as jpg or png: then they are taken out for you; look under 'properties' "
           "of any other file and take them out there");

// ---- What the formats share ----

size_t number_big(str bytes, size_t at, size_t size)
{
    size_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | (unsigned char)bytes.at[at + i];
    return number;
}

size_t number_little(str bytes, size_t at, size_t size)
{
    size_t number = 0;
    for (size_t i = size; i > 0; i--)
        number = number << 8 | (unsigned char)bytes.at[at + i - 1];
    return number;
}

bool picture_has(const struct picture *picture, size_t count)
{
    return picture->bytes.len - picture->at >= count;
}

str picture_take(struct picture *picture, size_t count)
{
    str taken = { picture->bytes.at + picture->at, count };
    picture->at += count;
    return taken;
}

void picture_note_exif(struct picture *picture, str block)
{
    if (str_starts(block, STR("Exif\0")))
        block = str_after(block, sizeof "Exif\0");
    if (exif_read(block).position)
        picture->position = true;
}

void picture_note_text(struct picture *picture, str block)
{
    if (str_find(block, STR("GPSLatitude"), 0) != STR_NONE)
        picture->position = true;
}

// ---- Kinds of files ----

// How the files of a kind begin; a dot stands for any byte.
struct signature {
    str beginning;
    bool (*copy)(struct picture *picture); // NULL when it cannot be cleaned here
};

#define BEGINNING(bytes)               \
    {                                  \
        "" bytes "", sizeof(bytes) - 1 \
    }

static const struct signature signatures[] = {
    { BEGINNING("\xFF\xD8\xFF"), picture_jpeg },
    { BEGINNING("\x89PNG\r\n\x1A\n"), picture_png },
    { BEGINNING("GIF87a"), picture_gif },
    { BEGINNING("GIF89a"), picture_gif },
    { BEGINNING("RIFF....WEBP"), picture_webp },
    { BEGINNING("\0...ftyp"), NULL }, // heic, avif, mp4, mov, m4a, 3gp
    { BEGINNING("\0...wide"), NULL }, // mov of older cameras
    { BEGINNING("\0...free"), NULL },
    { BEGINNING("....moov"), NULL },
    { BEGINNING("....mdat"), NULL },
    { BEGINNING("\0\0\0.JXL "), NULL }, // JPEG XL
    { BEGINNING("\0\0\0.jP  "), NULL }, // JPEG 2000
    { BEGINNING("II*\0"), NULL },       // TIFF, and what cameras call raw
    { BEGINNING("MM\0*"), NULL },
    { BEGINNING("%PDF-"), NULL },
    { BEGINNING("PK\x03\x04"), NULL },       // docx, xlsx, pptx, odt, epub, zip
    { BEGINNING("\xD0\xCF\x11\xE0"), NULL }, // doc, xls, ppt
    { BEGINNING("{\\rtf"), NULL },
};

static bool begins(str bytes, str beginning)
{
    if (bytes.len < beginning.len)
        return false;
    for (size_t i = 0; i < beginning.len; i++)
        if (beginning.at[i] != '.' && bytes.at[i] != beginning.at[i])
            return false;
    return true;
}

static const struct signature *signature_of(str bytes)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (begins(bytes, signatures[i].beginning))
            return &signatures[i];
    return NULL;
}

bool picture_cleanable(str bytes)
{
    const struct signature *signature = signature_of(bytes);
    return signature != NULL && signature->copy != NULL;
}

// Who renames a photo of a telephone (heic) thinks that it is a jpg now, with nothing left
// to take out: where it was made would go to the website.
static bool is_misnamed(str path, str bytes)
{
    static const char *const endings[] = { ".jpg", ".jpeg", ".png", ".gif", ".webp" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (path_has_extension(path, endings[i]))
            return bytes.len > 0 && !picture_cleanable(bytes);
    return false;
}

str picture_cleaned(struct arena *arena, str path, str bytes, struct diagnostics *diagnostics)
{
    struct place place = { .path = path };
    const struct signature *signature = signature_of(bytes);
    if (is_misnamed(path, bytes)) {
        diagnose(diagnostics, &picture_misnamed, place, VALUES(path_extension(path)));
        return STR("");
    }
    if (signature == NULL)
        return bytes;
    if (signature->copy == NULL) {
        diagnose(diagnostics, &file_names_maker, place, NULL);
        return bytes;
    }

    struct picture picture = { .bytes = bytes };
    buf_reserve(&picture.clean, bytes.len);
    bool whole = signature->copy(&picture);
    str clean = whole ? arena_copy(arena, buf_view(&picture.clean)) : STR("");
    buf_release(&picture.clean);
    if (!whole)
        diagnose(diagnostics, &picture_damaged, place, NULL);
    if (picture.position)
        diagnose(diagnostics, &picture_position, place, NULL);
    return clean;
}
