#include "Internal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int terminal_out = -1;
struct termios terminal_saved_modes, terminal_own_modes;

static SCREEN *screen;
static FILE *sink;
static char entry[64];
/// Whether it marks pastes and tells when it loses the focus.
static bool tells_more;
/// Whether it is to report the mouse.
static bool reports_mouse;

static bool begins(const char *text, const char *prefix) { return !strncmp(text, prefix, strlen(prefix)); }

/// Whether the terminal knows modes that terminfo does not tell of.
static bool is_xterm_like(const char *name) {
    static const char *const families[] = {"xterm", "tmux", "screen", "alacritty", "foot", "wezterm", "rxvt", "kitty",
                                           "ghostty", "konsole", "gnome", "vte", "iterm", "contour", "st-", "mintty"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (begins(name, families[i])) return true;
    return false;
}

static bool start_entry(const char *name) {
    screen = newterm(name, sink, stdin);
    if (!screen) return false;
    if (terminal_capability("cup") && terminal_capability("clear")) {
        snprintf(entry, sizeof entry, "%s", name);
        return true;
    }
    endwin();
    delscreen(screen);
    screen = NULL;
    // What it wrote to start must not reach the terminal.
    lseek(fileno(sink), 0, SEEK_SET);
    return false;
}

static bool start_any_entry(const char *name) {
    if (start_entry(name)) return true;
    // Names that servers rarely have, all of them near enough to xterm: xterm-ghostty, xterm-kitty, alacritty, foot.
    static const char *const stand_ins[] = {"xterm-256color", "xterm", "vt100"};
    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
        if (strcmp(name, stand_ins[i]) && start_entry(stand_ins[i])) return true;
    return false;
}

static char *former_lines, *former_columns;

/// Tells curses the size in the environment: it writes into a file, which has none, and LINES and COLUMNS that some
/// parent left behind would freeze it.
static void lend_size(int height, int width) {
    const char *lines = getenv("LINES"), *columns_text = getenv("COLUMNS");
    former_lines = lines ? strdup(lines) : NULL;
    former_columns = columns_text ? strdup(columns_text) : NULL;
    char number[16];
    snprintf(number, sizeof number, "%d", height > 0 ? height : 24);
    setenv("LINES", number, 1);
    snprintf(number, sizeof number, "%d", width > 0 ? width : 80);
    setenv("COLUMNS", number, 1);
}

static void restore_variable(const char *name, char **former) {
    if (*former)
        setenv(name, *former, 1);
    else
        unsetenv(name);
    free(*former);
    *former = NULL;
}

static void restore_size(void) {
    restore_variable("LINES", &former_lines);
    restore_variable("COLUMNS", &former_columns);
}

/// Opens the terminal behind standard output once more.
static int open_output(void) {
    char path[64];
    if (ttyname_r(STDOUT_FILENO, path, sizeof path) == 0) {
        int descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (descriptor >= 0) return descriptor;
    }
    // After su the terminal may belong to another user. Then writes can wait, when the terminal stalls.
    return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
}

static void prepare_modes(void) {
    terminal_own_modes = terminal_saved_modes;
    // Keys one by one and unechoed; Enter apart from Ctrl-J; Ctrl-S, Ctrl-Q, Ctrl-V, Ctrl-O and Ctrl-Z are keys like any
    // other. Ctrl-C and Ctrl-\ stay signals, so that they work even when the program hangs.
    terminal_own_modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
    terminal_own_modes.c_lflag |= ISIG;
    terminal_own_modes.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | ISTRIP);
    // curses moves down with a bare line feed.
    terminal_own_modes.c_oflag &= ~(tcflag_t)ONLCR;
    terminal_own_modes.c_cc[VMIN] = 1;
    terminal_own_modes.c_cc[VTIME] = 0;
    terminal_own_modes.c_cc[VSUSP] = _POSIX_VDISABLE;
}

TerminalStart terminal_start(bool use_color) {
    if (screen) return TERMINAL_STARTED;
    const char *name = getenv("TERM");
    if (tcgetattr(STDIN_FILENO, &terminal_saved_modes) || !isatty(STDOUT_FILENO)) return TERMINAL_NOT_A_TTY;
    if (!name || !*name || !strcmp(name, "dumb")) return TERMINAL_DUMB;
    sink = terminal_open_sink();
    terminal_out = open_output();
    if (!sink || terminal_out < 0) return TERMINAL_SYSTEM_ERROR;
    int height = 0, width = 0;
    terminal_size(&height, &width);
    // Before curses starts: what has its default then curses takes, and it ignores SIGTSTP for as long as it draws. One that
    // came meanwhile was lost.
    if (!terminal_install_handlers()) {
        fclose(sink);
        close(terminal_out);
        terminal_out = -1;
        return TERMINAL_SYSTEM_ERROR;
    }
    lend_size(height, width);
    bool started = start_any_entry(name);
    restore_size();
    if (!started) {
        fclose(sink);
        close(terminal_out);
        terminal_out = -1;
        return TERMINAL_UNKNOWN;
    }
    nonl();
    typeahead(-1);
    idlok(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    terminal_prepare_colors(use_color);
    tells_more = is_xterm_like(name) || is_xterm_like(entry);
    terminal_arm(tells_more);
    curs_set(0);
    prepare_modes();
    terminal_enter();
    return TERMINAL_STARTED;
}

const char *terminal_entry(void) { return entry; }

static void queue_mouse(void) {
    if (tells_more) terminal_queue(reports_mouse ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l", 16);
}

void terminal_set_mouse(bool on) {
    if (!screen || on == reports_mouse) return;
    reports_mouse = on;
    if (terminal_is_taken()) queue_mouse();
}

void terminal_enter(void) {
    if (!screen) return;
    terminal_set_taken(true);
    terminal_set_modes(&terminal_own_modes);
    if (isendwin()) clearok(curscr, TRUE);
    terminal_collect();
    terminal_choose_letters();
    if (tells_more) terminal_queue("\033[?2004h\033[?1004h", 16);
    if (reports_mouse) queue_mouse();
}

/// Queues a string of the terminfo entry without the waiting times (`$<2>`) that it has for old terminals.
static void queue_capability(const char *name) {
    for (const char *text = terminal_capability(name); text && *text; text++) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end)
            text = end;
        else
            terminal_queue(text, 1);
    }
}

void terminal_leave(void) {
    if (!screen || !terminal_is_taken()) return;
    if (tells_more && reports_mouse) terminal_queue("\033[?1006l\033[?1000l", 16);
    if (tells_more) terminal_queue("\033[?1004l\033[?2004l", 16);
    endwin();
    terminal_collect();
    terminal_choose_letters();
    // Without a second screen to leave, what was shown would stay above the shell's next line.
    if (!terminal_capability("rmcup")) queue_capability("clear");
    terminal_drain();
    terminal_set_modes(&terminal_saved_modes);
    terminal_set_taken(false);
}

void terminal_end(void) {
    if (!screen) return;
    terminal_leave();
    delscreen(screen);
    screen = NULL;
    reports_mouse = false;
    fclose(sink);
    sink = NULL;
    close(terminal_out);
    terminal_out = -1;
}

void terminal_size(int *rows, int *columns) {
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    *rows = known ? size.ws_row : 0;
    *columns = known ? size.ws_col : 0;
}

void terminal_resize(int rows, int columns) {
    if (!screen || rows <= 0 || columns <= 0) return;
    resizeterm(rows, columns);
    // Not every terminal resets the old scrolling region by itself. It puts the cursor somewhere, so all is redrawn.
    const char *region = terminal_capability("csr");
    const char *whole = region ? tparm(region, 0, rows - 1) : NULL;
    if (whole) terminal_queue(whole, strlen(whole));
    clearok(curscr, TRUE);
}
