/// One thing a person or the terminal did.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    /// Text pasted in one piece (bracketed paste), raw, at most 64 KiB; `truncated` tells that more came.
    case paste(String, truncated: Bool)
    /// Where the mouse was asked for.
    case mouse(MouseEvent)
    case resize(Size)
    /// The person has turned to another window, where the terminal tells.
    case focusLost
    /// The terminal is gone; the program must end.
    case hangUp
}

/// What was done with the mouse, and where on the screen.
package struct MouseEvent: Hashable, Sendable {
    package enum Act: Hashable, Sendable {
        /// The left button went down.
        case press
        case wheelUp, wheelDown
    }

    package let act: Act
    package let position: Position

    package init(_ act: Act, at position: Position) {
        self.act = act
        self.position = position
    }
}

/// One key with its modifiers.
package struct Key: Hashable, Sendable {
    /// What was pressed.
    package enum Code: Hashable, Sendable {
        case character(Character)
        case enter, tab, backTab, escape, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        /// F1...F24.
        case function(Int)
    }

    package var code: Code
    /// Ctrl held; letters come in lower case with it.
    package var control: Bool
    /// Alt held, or Esc sent before.
    package var alternate: Bool

    package init(_ code: Code, control: Bool = false, alternate: Bool = false) {
        self.code = code
        self.control = control
        self.alternate = alternate
    }

    /// Whether it writes a character, where text is typed.
    package var isText: Bool { if case .character = code { !control && !alternate } else { false } }

    /// A plain character key.
    package static func character(_ character: Character) -> Key { Key(.character(character)) }
    /// Ctrl with a letter.
    package static func control(_ character: Character) -> Key { Key(.character(character), control: true) }
}
