#include "Internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

// A line that is typed unseen. Whatever happens meanwhile - a crash, a signal that ends or stops the process - the terminal
// has its modes while somebody else has it, and is without echo as soon as it is ours again.

static atomic_int prompt = -1;
static struct termios shown, hidden;
static atomic_int continuations;
static struct sigaction stop_before, continue_before;

/// A terminal that is gone belongs to no other process.
static bool is_ours(int descriptor) {
    pid_t group = tcgetpgrp(descriptor);
    return group < 0 || group == getpgrp();
}

bool terminal_owns_prompt(void) {
    int descriptor = atomic_load(&prompt);
    return descriptor < 0 || is_ours(descriptor);
}

static void set_modes(int descriptor, const struct termios *modes) {
    while (tcsetattr(descriptor, TCSANOW, modes) < 0 && errno == EINTR) {}
}

static void hide(void) {
    int descriptor = atomic_load(&prompt);
    if (descriptor >= 0 && is_ours(descriptor)) set_modes(descriptor, &hidden);
}

static void show(int descriptor) {
    // In the background the terminal has the modes of the one in front.
    if (descriptor < 0 || !is_ours(descriptor)) return;
    // What was typed of a secret is not for the shell.
    tcflush(descriptor, TCIFLUSH);
    set_modes(descriptor, &shown);
}

void terminal_restore_prompt(void) { show(atomic_exchange(&prompt, -1)); }

static void handle_continue(int signal_number) {
    (void)signal_number;
    int saved_errno = errno;
    hide();
    atomic_fetch_add(&continuations, 1);
    errno = saved_errno;
}

static void handle_stop(int signal_number);

static void set_handler(int signal_number, void (*handler)(int), struct sigaction *before) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(signal_number, &action, before);
}

/// Stops the process as the system does by default, and returns when it was continued. Aimed at this thread, whatever it
/// blocks. In a group that no shell could continue the system declines.
static void stop(void) {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    show(atomic_load(&prompt));
    set_handler(SIGTSTP, SIG_DFL, NULL);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    pthread_kill(pthread_self(), SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    set_handler(SIGTSTP, handle_stop, NULL);
    hide();
}

static void handle_stop(int signal_number) {
    (void)signal_number;
    int saved_errno = errno;
    stop();
    errno = saved_errno;
}

bool terminal_hide_typing(int descriptor) {
    if (tcgetattr(descriptor, &shown) != 0) return false;
    hidden = shown;
    // Ctrl-C and Ctrl-Z come as bytes.
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    terminal_install_rescue();
    atomic_store(&prompt, descriptor);
    set_handler(SIGTSTP, handle_stop, &stop_before);
    set_handler(SIGCONT, handle_continue, &continue_before);
    terminal_wait_for_prompt();
    tcflush(descriptor, TCIFLUSH);
    hide();
    return true;
}

void terminal_show_typing(void) {
    if (atomic_load(&prompt) < 0) return;
    terminal_restore_prompt();
    sigaction(SIGTSTP, &stop_before, NULL);
    sigaction(SIGCONT, &continue_before, NULL);
}

void terminal_stop_prompt(void) {
    // The other processes of the job first; a pipeline is stopped as a whole.
    set_handler(SIGTSTP, SIG_IGN, NULL);
    kill(0, SIGTSTP);
    // What a thread that blocks it has kept would stop us a second time; ignoring drops it.
    set_handler(SIGTSTP, SIG_IGN, NULL);
    stop();
    terminal_wait_for_prompt();
}

void terminal_wait_for_prompt(void) {
    // Continued in the background: the terminal is another's, so stop again until it is ours.
    for (int tries = 0; tries < 100 && !terminal_owns_prompt(); tries++) stop();
    // It may have become ours without a stop in between, after the last look: nothing else would hide then.
    hide();
}

int terminal_prompt_continuations(void) { return atomic_load(&continuations); }
