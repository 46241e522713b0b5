/// The terminal as Swift sees it: no curses type, macro or variable passes through this header.
///
/// One thread at a time may call; only what is marked "any thread" may be called beside. There is one terminal.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Locale

typedef enum {
    TERMINAL_LOCALE_ASCII,
    TERMINAL_LOCALE_UTF8,
    /// An encoding with shift states: no text can be shown safely in it.
    TERMINAL_LOCALE_STATEFUL,
} TerminalLocale;

/// Takes the character encoding from the environment. A UTF-8 locale that is not installed counts as UTF-8.
TerminalLocale terminal_take_locale(void);

// MARK: Start and end

typedef enum {
    TERMINAL_STARTED,
    /// Standard input or output is not a terminal.
    TERMINAL_NOT_A_TTY,
    /// TERM is unset, empty or `dumb`.
    TERMINAL_DUMB,
    /// Neither TERM nor any entry standing in for it is installed or can move a cursor.
    TERMINAL_UNKNOWN,
    /// The system refused something; see errno.
    TERMINAL_SYSTEM_ERROR,
} TerminalStart;

/// Saves the terminal's modes, prepares the restore string, installs the crash and end handlers, enters the modes of a
/// full-screen program. Nothing is written before the first `terminal_write`.
TerminalStart terminal_start(bool use_color);

/// The terminfo entry in use. It differs from TERM where a stand-in was needed.
const char *terminal_entry(void);

/// The colours in use: 0 (none), 8 or 16.
int terminal_color_count(void);

/// Gives the terminal back as it was. Does nothing when it is not ours.
void terminal_end(void);

// MARK: Screen

enum { TERMINAL_SCALARS = 5 };

/// What to put into one cell.
typedef struct {
    /// A character and its combining marks; unused places are 0. All 0: the right half of the wide cell to the left.
    uint32_t scalars[TERMINAL_SCALARS];
    uint8_t columns;
    /// 0 the terminal's own, 1 to 8 black to white, 9 to 16 the bright ones.
    uint8_t foreground;
    uint8_t background;
    /// 1 bold, 2 dim, 4 underline, 8 reverse.
    uint8_t attributes;
} TerminalCell;

/// The size as the terminal tells it now; 0 and 0 where it does not.
void terminal_size(int *rows, int *columns);
/// Makes the screen that size.
void terminal_resize(int rows, int columns);
/// Puts neighbouring cells of one row.
void terminal_put(int row, int column, const TerminalCell *cells, int count);
/// Shows the cursor at a place, or hides it.
void terminal_cursor(bool visible, int row, int column);
/// Writes every cell again at the next update.
void terminal_redraw(void);
/// Works out the bytes that make the terminal show what was put, and queues them.
void terminal_update(void);
/// Writes queued bytes as far as the terminal takes them at once; never waits.
/// @return whether nothing is left.
bool terminal_write(void);
/// The descriptor that becomes writable when `terminal_write` can go on.
int terminal_output(void);
/// Bytes written to the terminal so far.
uint64_t terminal_bytes_written(void);

// MARK: Input

/// Asks the terminal to report clicks and the wheel (modes 1000 and 1006), or no longer. Whatever gives the terminal back
/// takes that back, too.
void terminal_set_mouse(bool on);

/// Reads what is there; never waits.
/// @return the number of bytes, 0 when there is nothing, -1 when the terminal is gone.
int terminal_read(uint8_t *buffer, int capacity);
/// Throws away what was typed and not yet read.
void terminal_drop_input(void);

// MARK: Suspend

/// Gives the terminal back for a while.
void terminal_leave(void);
/// Stops the process and its group until they are continued and in the foreground again.
void terminal_stop(void);
/// Takes the terminal again; the next update writes every cell.
void terminal_enter(void);
/// Whether the terminal listens to this process now.
bool terminal_in_foreground(void);

// MARK: A line typed unseen

/// Turns the echo of a terminal off, and keys into bytes, until `terminal_show_typing`. The modes are given back whenever
/// the process stops or ends meanwhile, and taken again when it goes on in the foreground.
bool terminal_hide_typing(int descriptor);
/// Gives the modes back, and drops what was typed and not read.
void terminal_show_typing(void);
/// Stops the job as Ctrl-Z does, until it goes on in the foreground.
void terminal_stop_prompt(void);
/// Whether the terminal of the line is this process's now, or gone.
bool terminal_owns_prompt(void);
/// Stops the process as long as the terminal is another's: before the line is read.
void terminal_wait_for_prompt(void);
/// How often the process has gone on after a stop: what the shell has written over is to be written again.
int terminal_prompt_continuations(void);

// MARK: Signals

/// Collects signals for `terminal_next_signal`, and gives the terminal back when the process crashes. `terminal_start` does
/// it too. False when the system refused something.
bool terminal_install_handlers(void);
/// The descriptor that becomes readable when a signal has come.
int terminal_signals(void);
/// The next signal that has come (HUP, INT, QUIT, TERM, WINCH, CONT, TSTP); 0 when there is none.
int terminal_next_signal(void);

// MARK: Safety

/// Gives the calling thread a stack of its own for signal handlers, so that a stack overflow is survived long enough to
/// restore the terminal. Threads that `pthread_create` makes have one; costs little the second time.
void terminal_guard_thread(void);
/// Gives the terminal back as it was, for a process that ends at once. Any thread, any signal handler.
void terminal_restore(void);
/// Forbids core files, crash reports of the Swift runtime (they print memory), and other processes of the same person to
/// look into this one.
void terminal_forbid_dumps(void);

/// Whether this process has rights that the user who started it has not: its file is set-user-id or set-group-id, or has
/// capabilities.
bool terminal_has_lent_rights(void);

/// Lets every block of memory that is too large to be wiped when it is freed go back to the system as a whole then
/// (promise P7). To be called at the very start.
void terminal_return_large_blocks(void);

/// Lets all threads share one heap. Each would get its own otherwise, and most of each would lie idle. To be called
/// before the first thread starts.
void terminal_share_heap(void);

/// Gives back the memory pages of code that only the start needed. Every administrator on a server runs a program of
/// their own; starting one touches most of its code once, and then hardly any of it again.
void terminal_release_start_code(void);

// MARK: The user's keyring in the kernel

/// Keeps bytes under a name for so many seconds, readable by later logins of the same user and by nobody else.
///
/// Returns 0, or the number of the error: EPERM, EACCES or ENOSYS where the kernel, or a container, has no keyring for us.
int terminal_keyring_keep(const char *name, const uint8_t *bytes, size_t count, unsigned seconds);
/// Copies what is kept under a name. Returns its size, or the negative number of the error: ENOKEY or EKEYEXPIRED when
/// there is nothing.
long terminal_keyring_read(const char *name, uint8_t *bytes, size_t count);
/// Makes what is kept under a name useless at once. Returns 0, or the number of the error.
int terminal_keyring_remove(const char *name);
