// What the files of this target share.
#pragma once

#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "CTerminal.h"

/// A terminal descriptor with a file description of its own, so that not waiting on it is not forced onto the shell that
/// shares ours. -1 before the start.
extern int terminal_out;

/// Modes before us and ours; valid after the start.
extern struct termios terminal_saved_modes, terminal_own_modes;

/// Sets terminal modes; any signal handler may.
void terminal_set_modes(const struct termios *modes);
/// Writes all of it, waiting at most so long for a terminal that takes nothing; any signal handler may.
void terminal_write_all(const char *bytes, size_t count, int patience_ms);

/// Collects what curses has written since the last call, into the queue.
void terminal_collect(void);
/// Queues what makes letters of signs for lines, where the terminal has those: once, as curses no longer says it.
void terminal_choose_letters(void);
/// Queues bytes of our own.
void terminal_queue(const char *bytes, size_t count);
/// Writes the queue, waiting a little.
void terminal_drain(void);
/// Opens the file curses writes into; absent on failure.
void *terminal_open_sink(void);
/// Prepares colours; after curses has started.
void terminal_prepare_colors(bool use_color);

/// A string of the terminfo entry in use; absent when the terminal cannot do it.
const char *terminal_capability(const char *name);

/// Builds the restore string from the terminfo entry in use and remembers that the terminal is ours.
void terminal_arm(bool is_xterm_like);
/// Whether it is ours; the end handlers restore it only then.
void terminal_set_taken(bool taken);
bool terminal_is_taken(void);
/// Gives back the modes of a terminal on which a line is typed unseen; any signal handler may.
void terminal_restore_prompt(void);
/// Makes every signal that ends the process by default give the terminal back first. Once.
void terminal_install_rescue(void);
