// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // dl_iterate_phdr
#include "commands/program.h"

#include "base/buf.h"
#include "base/fingerprint.h"

#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// Adds the notes of a library, one of which tells the build it stems from, and the
// name that its version is in.  The kernel's own has no file.
static int add_library(struct dl_phdr_info *library, size_t size, void *context)
{
    struct buf *all = context;
    (void)size;
    str path = str_from_c(library->dlpi_name);
    if (str_find_char(path, '/', 0) == STR_NONE)
        return 0;
    buf_add(all, path);
    for (size_t i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &library->dlpi_phdr[i];
        if (part->p_type == PT_NOTE)
            buf_add(all, (str){ (const char *)(library->dlpi_addr + part->p_vaddr),
                                (size_t)part->p_memsz });
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

str program_identity(struct arena *arena)
{
    struct buf all = { 0 };
    str program = program_map();
    buf_add(&all, STR("libraries:"));
    dl_iterate_phdr(add_library, &all);
    if (program.at == NULL)
        add_this_run(&all);
    struct fingerprint identity = fingerprint_of_parts((str[]){ buf_view(&all), program, { 0 } });
    if (program.at != NULL)
        munmap((void *)program.at, program.len);
    buf_clear(&all);
    buf_add_format(&all, "%016" PRIx64 "%016" PRIx64, identity.high, identity.low);
    str name = arena_copy(arena, buf_view(&all));
    buf_release(&all);
    return name;
}
