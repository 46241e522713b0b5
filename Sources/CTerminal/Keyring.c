#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system calls themselves: glibc has no functions for them, and a library for three calls would be one more to ship. */

/* The possessor everything; other processes of the same user see, read and find; others nothing. */
static const unsigned key_mode = 0x3f0b0000;

/* A key in the user's keyring belongs to a process only when it possesses that keyring, which later logins do not by
 * themselves: linked into the keyring of the process, it does. */
static long possess_user_keyring(void) {
    return syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_PROCESS_KEYRING);
}

static long find(const char *name) {
    if (possess_user_keyring() == -1) return -1;
    return syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", name, 0);
}

int terminal_keyring_keep(const char *name, const uint8_t *bytes, size_t count, unsigned seconds) {
    if (possess_user_keyring() == -1) return errno;
    long key = syscall(SYS_add_key, "user", name, bytes, count, KEY_SPEC_USER_KEYRING);
    if (key == -1) return errno;
    if (syscall(SYS_keyctl, KEYCTL_SETPERM, key, key_mode) == -1 ||
        syscall(SYS_keyctl, KEYCTL_SET_TIMEOUT, key, seconds) == -1) {
        int error = errno;
        /* A key without its limits is not left behind. */
        syscall(SYS_keyctl, KEYCTL_INVALIDATE, key);
        return error;
    }
    return 0;
}

long terminal_keyring_read(const char *name, uint8_t *bytes, size_t count) {
    long key = find(name);
    long size = key == -1 ? -1 : syscall(SYS_keyctl, KEYCTL_READ, key, bytes, count);
    if (size == -1) return -errno;
    return size > (long)count ? -EMSGSIZE : size;
}

int terminal_keyring_remove(const char *name) {
    long key = find(name);
    if (key == -1) return errno;
    return syscall(SYS_keyctl, KEYCTL_INVALIDATE, key) == -1 ? errno : 0;
}
