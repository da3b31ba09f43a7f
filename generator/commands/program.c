// SPDX-License-Identifier: EUPL-1.2
#define _GNU_SOURCE // dl_iterate_phdr
#include "commands/program.h"

#include "base/buf.h"
#include "base/fingerprint.h"
#include "source/source.h"

#include <inttypes.h>
#include <link.h>
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

str program_identity(struct arena *arena)
{
    struct arena *scratch = arena_new();
    struct buf all = { 0 };
    str program;
    dl_iterate_phdr(add_library, &all);
    if (source_disk_file(scratch, "/proc/self/exe", &program))
        buf_add(&all, program);
    else
        add_this_run(&all);
    struct fingerprint identity = fingerprint_of(buf_view(&all));
    buf_clear(&all);
    buf_add_format(&all, "%016" PRIx64 "%016" PRIx64, identity.high, identity.low);
    str name = arena_copy(arena, buf_view(&all));
    buf_release(&all);
    arena_free(scratch);
    return name;
}
