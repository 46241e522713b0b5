#include "Internal.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

int terminal_read(uint8_t *buffer, int capacity) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = poll(&input, 1, 0);
    if (ready == 0 || (ready < 0 && errno == EINTR)) return 0;
    if (ready < 0 || input.revents & POLLNVAL) return -1;
    if (!(input.revents & POLLIN)) return -1;
    ssize_t count = read(STDIN_FILENO, buffer, (size_t)capacity);
    if (count > 0) return (int)count;
    // Readable and yet nothing to read: the other side has hung up (EIO on a pseudo-terminal, 0 on a line).
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

void terminal_drop_input(void) { tcflush(STDIN_FILENO, TCIFLUSH); }

void terminal_set_modes(const struct termios *modes) {
    while (tcsetattr(STDIN_FILENO, TCSANOW, modes) < 0 && errno == EINTR) {}
}
