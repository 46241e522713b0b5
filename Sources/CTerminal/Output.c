#include "Internal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// curses writes into a file in memory, never to the terminal: a terminal that has stalled would make it wait inside a
// frame. From there a frame goes out in one piece, as far as the terminal takes it, and the rest when it can.

static int sink = -1;
static char *queue;
static size_t queued, sent, room;
static uint64_t written;

void *terminal_open_sink(void) {
    sink = memfd_create("screen", MFD_CLOEXEC);
    if (sink < 0) {
        FILE *file = tmpfile();
        if (file) sink = fileno(file);
        return file;
    }
    return fdopen(sink, "w+");
}

static bool make_room(size_t count) {
    if (sent == queued) sent = queued = 0;
    if (queued + count <= room) return true;
    size_t wanted = (queued + count) * 2;
    char *larger = realloc(queue, wanted);
    if (!larger) return false;
    queue = larger;
    room = wanted;
    return true;
}

void terminal_queue(const char *bytes, size_t count) {
    if (!make_room(count)) return;
    memcpy(queue + queued, bytes, count);
    queued += count;
}

/// What makes letters letters again after another program has chosen signs for lines.
static const char letters[] = "\033(B";
enum { LETTERS = sizeof letters - 1 };

/// Drops that from a text, in place: terminfo's strings for xterm have it in every change of look, and curses never
/// chooses the other signs, as our lines are characters.
/// - Returns: how many bytes are left.
static size_t without_letters(char *bytes, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        if (count - i >= LETTERS && !memcmp(bytes + i, letters, LETTERS))
            i += LETTERS;
        else
            bytes[kept++] = bytes[i++];
    }
    return kept;
}

void terminal_choose_letters(void) {
    static const char *const saying[] = {"sgr0", "enacs", "rmacs"};
    for (size_t i = 0; i < sizeof saying / sizeof *saying; i++) {
        const char *text = terminal_capability(saying[i]);
        if (!text || !strstr(text, letters)) continue;
        terminal_queue(letters, LETTERS);
        return;
    }
}

void terminal_collect(void) {
    off_t end = lseek(sink, 0, SEEK_CUR);
    if (end <= 0) return;
    if (make_room((size_t)end)) {
        ssize_t got = pread(sink, queue + queued, (size_t)end, 0);
        if (got > 0) queued += without_letters(queue + queued, (size_t)got);
    }
    lseek(sink, 0, SEEK_SET);
}

bool terminal_write(void) {
    while (sent < queued) {
        ssize_t count = write(terminal_out, queue + sent, queued - sent);
        if (count > 0) {
            sent += (size_t)count;
            written += (uint64_t)count;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else {
            if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
            // The terminal is gone, as reading from it will tell; nothing must pile up for it.
            sent = queued = 0;
        }
    }
    return true;
}

int terminal_output(void) { return terminal_out; }

uint64_t terminal_bytes_written(void) { return written; }

void terminal_drain(void) {
    terminal_write_all(queue + sent, queued - sent, 300);
    sent = queued = 0;
}

void terminal_write_all(const char *bytes, size_t count, int patience_ms) {
    while (count > 0) {
        ssize_t done = write(terminal_out, bytes, count);
        if (done > 0) {
            bytes += done;
            count -= (size_t)done;
            written += (uint64_t)done;
            continue;
        }
        if (done < 0 && errno == EINTR) continue;
        struct pollfd wait = {.fd = terminal_out, .events = POLLOUT};
        if (done == 0 || errno != EAGAIN || poll(&wait, 1, patience_ms) <= 0) return;
    }
}
