// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // dl_iterate_phdr
#include "commands/program.h"

#include "base/buf.h"
#include "base/fingerprint.h"

#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// What the program consists of, as far as it is known.
struct parts {
    struct buf names; // of the builds of it and its libraries
    bool known;       // the program's own build is among them
};

// Whether the notes tell the build that they stem from: the linker wrote there what it
// computed of all that it linked.
static bool has_build(str notes)
{
    ElfW(Nhdr) head;
    while (notes.len >= sizeof head) {
        memcpy(&head, notes.at, sizeof head);
        size_t size = sizeof head + ((head.n_namesz + 3u) & ~3u) + ((head.n_descsz + 3u) & ~3u);
        if (head.n_type == NT_GNU_BUILD_ID && head.n_descsz > 0)
            return true;
        notes = str_after(notes, size);
    }
    return false;
}

// Adds the notes of the program or a library, and the name that the library's version is
// in.  The kernel's own has no file.
static int add_part(struct dl_phdr_info *part, size_t size, void *context)
{
    struct parts *parts = context;
    (void)size;
    str path = str_from_c(part->dlpi_name);
    if (path.len > 0 && str_find_char(path, '/', 0) == STR_NONE)
        return 0;
    buf_add(&parts->names, path);
    for (size_t i = 0; i < part->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &part->dlpi_phdr[i];
        str notes = { (const char *)(part->dlpi_addr + segment->p_vaddr),
                      (size_t)segment->p_memsz };
        if (segment->p_type != PT_NOTE)
            continue;
        buf_add(&parts->names, notes);
        parts->known |= path.len == 0 && has_build(notes);
    }
    return 0;
}

// Nothing else has it: what is remembered under it is never found.
static void add_this_run(struct buf *all)
{
    struct timespec now = { 0 };
    clock_gettime(CLOCK_REALTIME, &now);
    buf_add_format(all, "%ld %lld %ld", (long)getpid(), (long long)now.tv_sec, now.tv_nsec);
}

// The program's own file, which nobody can change while it runs.
static str program_map(void)
{
    struct stat about;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return (str){ 0 };
    size_t size = fstat(file, &about) == 0 ? (size_t)about.st_size : 0;
    void *bytes = size == 0 ? MAP_FAILED : mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    return bytes == MAP_FAILED ? (str){ 0 } : (str){ bytes, size };
}

// Names the program by all that is in its file.
static struct fingerprint print_of_file(struct buf *names)
{
    str program = program_map();
    if (program.at == NULL)
        add_this_run(names);
    struct fingerprint print = fingerprint_of_parts((str[]){ buf_view(names), program, { 0 } });
    if (program.at != NULL)
        munmap((void *)program.at, program.len);
    return print;
}

str program_identity(struct arena *arena)
{
    struct parts parts = { 0 };
    buf_add(&parts.names, STR("libraries:"));
    dl_iterate_phdr(add_part, &parts);
    struct fingerprint print =
        parts.known ? fingerprint_of(buf_view(&parts.names)) : print_of_file(&parts.names);
    buf_clear(&parts.names);
    buf_add_format(&parts.names, "%016" PRIx64 "%016" PRIx64, print.high, print.low);
    str name = arena_copy(arena, buf_view(&parts.names));
    buf_release(&parts.names);
    return name;
}
