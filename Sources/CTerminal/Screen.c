#include "Internal.h"

#include <curses.h>
#include <wchar.h>

static short pairs[17][17];
static short next_pair;
static int colors;

void terminal_prepare_colors(bool use_color) {
    colors = 0;
    next_pair = 1;
    for (int i = 0; i < 17; i++)
        for (int j = 0; j < 17; j++) pairs[i][j] = 0;
    if (!use_color || !has_colors() || start_color() == ERR) return;
    use_default_colors();
    colors = COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

int terminal_color_count(void) { return colors; }

const char *terminal_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (char *)-1 ? NULL : value;
}

/// The curses number of a colour; -1 is the terminal's own.
static short color_number(uint8_t color) {
    int number = color > 16 ? -1 : (int)color - 1;
    return (short)(colors < 16 && number >= 8 ? number - 8 : number);
}

/// The pair for two colours, made when first used; pair 0 when the terminal has no more.
static short color_pair(uint8_t foreground, uint8_t background) {
    if (!colors || foreground > 16 || background > 16 || (!foreground && !background)) return 0;
    short *pair = &pairs[foreground][background];
    if (!*pair && next_pair < COLOR_PAIRS &&
        init_pair(next_pair, color_number(foreground), color_number(background)) != ERR)
        *pair = next_pair++;
    return *pair;
}

static attr_t attributes(const TerminalCell *cell) {
    attr_t result = A_NORMAL;
    if (cell->attributes & 1) result |= A_BOLD;
    if (cell->attributes & 2) result |= A_DIM;
    if (cell->attributes & 4) result |= A_UNDERLINE;
    if (cell->attributes & 8) result |= A_REVERSE;
    // With eight colours, bold is how the bright ones are shown.
    if (colors == 8 && cell->foreground > 8) result |= A_BOLD;
    return result;
}

/// Fills in the character, or question marks where the C library, and so curses, counts other columns than we do.
static int fill(const TerminalCell *cell, cchar_t *out) {
    wchar_t text[TERMINAL_SCALARS + 1];
    size_t length = 0;
    while (length < TERMINAL_SCALARS && cell->scalars[length]) {
        text[length] = (wchar_t)cell->scalars[length];
        length++;
    }
    text[length] = 0;
    attr_t look = attributes(cell);
    short pair = color_pair(cell->foreground, cell->background);
    bool agrees = text[0] >= ' ' && (text[0] < 0x7F || wcwidth(text[0]) == cell->columns);
    for (size_t i = 1; agrees && i < length; i++) agrees = wcwidth(text[i]) == 0;
    if (agrees && setcchar(out, text, look, pair, NULL) == OK) return 1;
    for (int i = 0; i < cell->columns; i++) setcchar(out + i, L"?", look, pair, NULL);
    return cell->columns;
}

void terminal_put(int row, int column, const TerminalCell *cells, int count) {
    enum { CHUNK = 256 };
    cchar_t line[CHUNK + 1];
    int done = 0, start = column, used = 0;
    while (done < count) {
        if (cells[done].scalars[0] && cells[done].columns) used += fill(&cells[done], line + used);
        done++;
        bool next_is_half = done < count && !cells[done].scalars[0];
        if ((used >= CHUNK - 2 && !next_is_half) || done == count) {
            mvwadd_wchnstr(stdscr, row, start, line, used);
            start = column + done;
            used = 0;
        }
    }
}

void terminal_cursor(bool visible, int row, int column) {
    leaveok(stdscr, !visible);
    if (visible) wmove(stdscr, row, column);
    curs_set(visible ? 1 : 0);
}

void terminal_redraw(void) {
    clearok(curscr, TRUE);
    terminal_choose_letters();
}

void terminal_update(void) {
    wnoutrefresh(stdscr);
    doupdate();
    terminal_collect();
}
