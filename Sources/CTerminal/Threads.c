#define _GNU_SOURCE 1
#include "CTerminal.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A signal handler needs a stack, and after an overflow the thread's own has no room. Threads are made by Dispatch, by the
// event loops and by Swift's pool, none of which prepares for that; all of them call `pthread_create`, which is ours.

enum { GUARD_SIZE = 32 * 1024 };

static pthread_key_t guard;
static pthread_once_t guard_made = PTHREAD_ONCE_INIT;

static void release_guard(void *memory) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(memory, GUARD_SIZE);
}

static void make_guard(void) { pthread_key_create(&guard, release_guard); }

void terminal_guard_thread(void) {
    stack_t present;
    if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
    pthread_once(&guard_made, make_guard);
    void *memory = mmap(NULL, GUARD_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    stack_t stack = {.ss_sp = memory, .ss_size = GUARD_SIZE};
    sigaltstack(&stack, NULL);
    // Given back when the thread ends, in whatever way. The main thread of a program on Dispatch waits for its end within such
    // a release, and wants the stack until then.
    if (gettid() != getpid()) pthread_setspecific(guard, memory);
}

// A sanitizer that watches threads has a `pthread_create` of its own.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define THREADS_ARE_WATCHED 1
#endif
#endif

#ifndef THREADS_ARE_WATCHED

typedef int Create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

struct start {
    void *(*routine)(void *);
    void *argument;
};

static Create *system_create;
static pthread_once_t create_found = PTHREAD_ONCE_INIT;

static void find_create(void) { system_create = (Create *)dlsym(RTLD_NEXT, "pthread_create"); }

static void *run_guarded(void *memory) {
    struct start start = *(struct start *)memory;
    free(memory);
    terminal_guard_thread();
    return start.routine(start.argument);
}

/// The system's, with a stack for signal handlers on every thread that it makes.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*routine)(void *), void *argument) {
    pthread_once(&create_found, find_create);
    if (!system_create) return EAGAIN;
    struct start *start = malloc(sizeof *start);
    if (!start) return EAGAIN;
    *start = (struct start){.routine = routine, .argument = argument};
    int result = system_create(thread, attributes, run_guarded, start);
    if (result != 0) free(start);
    return result;
}

#endif
