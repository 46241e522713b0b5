/// What a reading of the journal gave.
package struct JournalContents: Hashable, Sendable {
    /// In the order of the file.
    package var events: [JournalEvent]
    /// A line that a crash had cut off was ended; its text stays in the file.
    package var repairedTornLine: Bool
    /// Lines that are no events, torn ones among them. They stay in the file.
    package var unreadableLines: Int
    /// Where the whole file, as far as it has been read, is not what was written, and no person has accepted that.
    package var damage: [JournalDamage]
    /// The events are the whole file: what was known before is to be forgotten.
    package var isFromStart: Bool

    package init(
        events: [JournalEvent] = [], repairedTornLine: Bool = false, unreadableLines: Int = 0,
        damage: [JournalDamage] = [], isFromStart: Bool = false
    ) {
        self.events = events
        self.repairedTornLine = repairedTornLine
        self.unreadableLines = unreadableLines
        self.damage = damage
        self.isFromStart = isFromStart
    }
}
