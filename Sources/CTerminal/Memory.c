#define _GNU_SOURCE
#include "CTerminal.h"

#include <link.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

bool terminal_has_lent_rights(void) {
    return getauxval(AT_SECURE) || getuid() != geteuid() || getgid() != getegid();
}

void terminal_share_heap(void) { mallopt(M_ARENA_MAX, 1); }

/* The largest block that is wiped when it is freed. Larger ones hold files and answers, and go back to the system. */
enum { LARGEST_WIPED = 1 << 18 };

void terminal_return_large_blocks(void) {
    /* The limit rises with each mapped block that is freed, unless it is set. */
    mallopt(M_MMAP_THRESHOLD, LARGEST_WIPED);
    /* As the C library would set it beside that limit. */
    mallopt(M_TRIM_THRESHOLD, 2 * LARGEST_WIPED);
}

/* Lets go of the pages of one code segment. They are clean and come back from the page cache when they are run again. */
static void release(uintptr_t start, size_t length) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = (start + page - 1) & ~(page - 1);
    uintptr_t end = (start + length) & ~(page - 1);
    if (end > first) madvise((void *)first, end - first, MADV_DONTNEED);
}

static int release_program(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        /* Never a segment that can be written: what was written there exists nowhere else. */
        if (header->p_type == PT_LOAD && (header->p_flags & PF_X) && !(header->p_flags & PF_W))
            release((uintptr_t)info->dlpi_addr + header->p_vaddr, header->p_memsz);
    }
    /* The program itself comes first; its libraries are shared with others anyway. */
    return 1;
}

void terminal_release_start_code(void) { dl_iterate_phdr(release_program, NULL); }

/* What is freed is wiped first (promise P7): a secret passes through texts, buffers and queues of libraries on its way to
 * the wire, and each would leave a copy. These take the place of the C library's functions, in the libraries too. */
#if defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
extern void __libc_free(void *);
extern void *__libc_realloc(void *, size_t);

void free(void *memory) {
    if (memory != NULL) {
        size_t size = malloc_usable_size(memory);
        if (size <= LARGEST_WIPED) explicit_bzero(memory, size);
    }
    __libc_free(memory);
}

void *realloc(void *memory, size_t size) {
    size_t old = memory != NULL ? malloc_usable_size(memory) : 0;
    if (old == 0 || old > LARGEST_WIPED || size == 0) return __libc_realloc(memory, size);
    if (size <= old && size >= old / 2) return memory;
    void *moved = malloc(size);
    if (moved == NULL) return NULL;
    memcpy(moved, memory, old < size ? old : size);
    free(memory);
    return moved;
}
#endif
