#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// Everything here may run in a signal handler: static memory, no allocation, no curses call after `terminal_arm`.

static char restore[512];
static size_t restore_length;
static atomic_bool taken;
static int signal_pipe[2] = {-1, -1};
static bool rescue_installed;
static pthread_t signal_thread;
static atomic_bool signal_thread_runs;
/// The first signal that asks for the end, and when it came in milliseconds.
static atomic_int ending;
static atomic_llong ending_since;

/// Adds a string without the waiting times (`$<2>`) that terminfo writes for old terminals.
static void append(const char *text) {
    for (; text && *text && restore_length < sizeof restore; text++) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end)
            text = end;
        else
            restore[restore_length++] = *text;
    }
}

void terminal_arm(bool is_xterm_like) {
    restore_length = 0;
    append(terminal_capability("sgr0"));
    append(terminal_capability("op"));
    if (is_xterm_like) append("\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l");
    append(terminal_capability("rmkx"));
    append(terminal_capability("cnorm"));
    const char *leave = terminal_capability("rmcup");
    // Without a second screen to leave, the shell goes on below an empty one.
    append(leave ? leave : terminal_capability("clear"));
    append("\r");
}

void terminal_set_taken(bool is_taken) { atomic_store(&taken, is_taken); }
bool terminal_is_taken(void) { return atomic_load(&taken); }

void terminal_restore(void) {
    terminal_restore_prompt();
    if (!atomic_exchange(&taken, false)) return;
    terminal_write_all(restore, restore_length, 300);
    terminal_set_modes(&terminal_saved_modes);
}

// MARK: Crashes

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
/// What else ends a process unless it asks for the signal, which we never do. The real-time signals do so, too.
static const int endings[] = {SIGUSR1, SIGUSR2, SIGALRM,   SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ,
                              SIGIO,   SIGPWR,  SIGSTKFLT, SIGPIPE,   SIGHUP,  SIGINT,  SIGQUIT, SIGTERM};

static void crash(int signal_number) {
    terminal_restore();
    // Straight to the kernel's default, past any handler that would print memory or wait for a debugger.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal_number, &action, NULL);
    raise(signal_number);
}

// MARK: Signals

static long long now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void leave_at_once(int signal_number) {
    terminal_restore();
    _exit(128 + signal_number);
}

static bool asks_for_the_end(int signal_number) {
    return signal_number == SIGTERM || signal_number == SIGINT || signal_number == SIGQUIT || signal_number == SIGHUP;
}

static void forward(int signal_number) {
    int saved_errno = errno;
    if (atomic_load(&signal_thread_runs) && !pthread_equal(pthread_self(), signal_thread)) {
        pthread_kill(signal_thread, signal_number);
        errno = saved_errno;
        return;
    }
    if (asks_for_the_end(signal_number)) {
        long long now = now_ms(), since = now - atomic_load(&ending_since);
        // Asked twice: leave now. A hang-up comes several times by nature, and one act can send two signals at once.
        if (atomic_load(&ending) && signal_number != SIGHUP && since > 50 && since < 2000) leave_at_once(signal_number);
        if (!atomic_load(&ending) || since >= 2000) {
            atomic_store(&ending_since, now);
            atomic_store(&ending, signal_number);
        }
    }
    unsigned char byte = (unsigned char)signal_number;
    // When the pipe is full the program is not listening anyway.
    (void)!write(signal_pipe[1], &byte, 1);
    errno = saved_errno;
}

/// Other threads may block signals as they like (those of Dispatch do): this one takes them, and ends a program that does
/// not follow.
static void *take_signals(void *mask) {
    (void)mask;
    sigset_t none;
    sigemptyset(&none);
    for (;;) {
        sigsuspend(&none);
        int signal_number = atomic_load(&ending);
        // An interrupt may only cancel something; the other three end the program within three seconds.
        if (!signal_number || signal_number == SIGINT) continue;
        struct timespec patience = {.tv_sec = 3};
        pthread_sigmask(SIG_SETMASK, &none, NULL);
        while (nanosleep(&patience, &patience) < 0 && errno == EINTR) {}
        if (terminal_is_taken()) leave_at_once(signal_number);
    }
    return NULL;
}

static bool start_signal_thread(void) {
    sigset_t all, before;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigdelset(&all, crashes[i]);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128 * 1024);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    // Blocked while it starts, so that none comes between the look at `ending` and the wait.
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&signal_thread, &attributes, take_signals, NULL) == 0;
    atomic_store(&signal_thread_runs, started);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

static void handle(int signal_number, void (*handler)(int), int flags, bool even_if_ignored) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, before;
    sigfillset(&action.sa_mask);
    if (!even_if_ignored && sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigaction(signal_number, &action, NULL);
}

/// What a parent has ignored for us, or another part of the program listens to, does not end the process.
static void handle_default(int signal_number) {
    struct sigaction before;
    if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
        handle(signal_number, crash, SA_ONSTACK, true);
}

void terminal_install_rescue(void) {
    if (rescue_installed) return;
    rescue_installed = true;
    terminal_guard_thread();
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        handle(crashes[i], crash, SA_ONSTACK | SA_NODEFER, true);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) handle_default(endings[i]);
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) handle_default(number);
    atexit(terminal_restore);
}

bool terminal_install_handlers(void) {
    if (signal_pipe[0] >= 0) return true;
    if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0) return false;
    terminal_install_rescue();
    // What a parent has ignored for us (nohup, a shell's background) stays ignored.
    handle(SIGHUP, forward, SA_RESTART, false);
    handle(SIGINT, forward, SA_RESTART, false);
    handle(SIGQUIT, forward, SA_RESTART, false);
    handle(SIGTERM, forward, SA_RESTART, true);
    handle(SIGTSTP, forward, SA_RESTART, true);
    handle(SIGCONT, forward, SA_RESTART, true);
    handle(SIGWINCH, forward, SA_RESTART, true);
    return start_signal_thread();
}

int terminal_signals(void) { return signal_pipe[0]; }

int terminal_next_signal(void) {
    unsigned char byte;
    return read(signal_pipe[0], &byte, 1) == 1 ? byte : 0;
}

// MARK: Suspend

bool terminal_in_foreground(void) {
    pid_t group = tcgetpgrp(STDIN_FILENO);
    // A terminal that is gone has no foreground, and waiting for it would be for ever.
    return group < 0 || group == getpgrp();
}

/// Stops this process as Ctrl-Z does. In a group that no shell could continue, the kernel declines and this returns at
/// once. Aimed at this very thread, so that it has happened when this returns.
static void stop_self(void) {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    handle(SIGTSTP, SIG_DFL, 0, true);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    pthread_kill(pthread_self(), SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    handle(SIGTSTP, forward, SA_RESTART, true);
}

void terminal_stop(void) {
    // Others of our job first (a `git commit` that started us would otherwise wait in the foreground), then ourselves.
    handle(SIGTSTP, SIG_IGN, 0, true);
    kill(0, SIGTSTP);
    // What a thread that blocks it has kept would stop us a second time; ignoring drops it.
    handle(SIGTSTP, SIG_IGN, 0, true);
    stop_self();
    // Continued in the background: the terminal is the shell's, so stop again until it is ours.
    for (int tries = 0; tries < 100 && !terminal_in_foreground(); tries++) stop_self();
}

// MARK: Memory

void terminal_forbid_dumps(void) {
    prctl(PR_SET_DUMPABLE, 0);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    // The Swift runtime's own crash report prints registers, and with them short strings. Our handlers print nothing.
    if (rescue_installed) return;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) handle(crashes[i], SIG_DFL, 0, true);
    // It reports for this one, too.
    handle(SIGQUIT, SIG_DFL, 0, false);
}
