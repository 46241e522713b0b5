"""A screen read from the bytes of a terminal: pyte, with what it lacks, and the private modes as they stand."""

import re

import pyte

PRIVATE_MODE = re.compile(rb"\x1b\[\?([0-9;]*)([hl])")
# Sequences that pyte takes for others: modifyOtherKeys, window titles pushed and popped, soft reset.
UNKNOWN = re.compile(rb"\x1b\[[>=!?][0-9;]*[mpu]|\x1b\[[0-9;]*t")

ALTERNATE_SCREEN = (47, 1047, 1049)
PASTE = 2004
CURSOR = 25
OTHERS = {1: "application cursor keys", 1000: "mouse", 1002: "mouse", 1003: "mouse", 1004: "focus", 1006: "mouse",
          PASTE: "bracketed paste"}


class _Screen(pyte.Screen):
    _last = " "

    def draw(self, data):
        if data:
            self._last = data[-1]
        super().draw(data)

    def repeat(self, count=1, **_):
        self.draw(self._last * min(count or 1, self.columns))

    def _region(self):
        return self.margins.top if self.margins else 0

    def scroll_up(self, count=1, **_):
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count=1, **_):
        self._scroll(self.insert_lines, count)

    def _scroll(self, act, count):
        row, column = self.cursor.y, self.cursor.x
        self.cursor.y = self._region()
        act(count or 1)
        self.cursor.y, self.cursor.x = row, column

    # A terminal of 132 columns is none of our business.
    def set_mode(self, *modes, **how):
        super().set_mode(*[mode for mode in modes if mode != 3], **how)

    def reset_mode(self, *modes, **how):
        super().reset_mode(*[mode for mode in modes if mode != 3], **how)


class _Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down", "repeat"}


class TerminalScreen:
    """What a person would see, and which modes a program has left on."""

    def __init__(self, columns, rows):
        self.modes = {CURSOR: True}
        self.title_changes = 0
        self._screen = _Screen(columns, rows)
        self._stream = _Stream(self._screen)
        self._tail = b""

    def feed(self, data):
        # A sequence cut in two by the reading is put together before anything looks at it.
        data = self._tail + data
        cut = data.rfind(b"\x1b", max(0, len(data) - 32))
        whole = cut < 0 or re.match(rb"\x1b(\[[0-9;?>=!]*[@-~]|[^\[\]])", data[cut:])
        data, self._tail = (data, b"") if whole else (data[:cut], data[cut:])
        for match in PRIVATE_MODE.finditer(data):
            for mode in match.group(1).split(b";"):
                if mode:
                    self.modes[int(mode)] = match.group(2) == b"h"
        self.title_changes += len(re.findall(rb"\x1b\][012];", data))
        self._stream.feed(UNKNOWN.sub(b"", data))

    def resize(self, columns, rows):
        self._screen.resize(rows, columns)

    @property
    def lines(self):
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self):
        return "\n".join(self.lines)

    @property
    def colours(self):
        """The colours of the cells in sight."""
        return {
            colour
            for row in self._screen.buffer.values() for cell in row.values() for colour in (cell.fg, cell.bg)
            if colour != "default"
        }

    def left_on(self):
        """What a program should have undone before it ended, in words."""
        left = ["the alternate screen"] if any(self.modes.get(mode) for mode in ALTERNATE_SCREEN) else []
        left += [name for mode, name in OTHERS.items() if self.modes.get(mode)]
        return left + ([] if self.modes[CURSOR] else ["a hidden cursor"])
