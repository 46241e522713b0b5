/// A place of a picture that a click can mean, and what it stands for.
package struct ClickTarget: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        /// A row of a list: so many below the selected one, or above it with a negative number.
        case row(offset: Int)
        /// The head of a column, by its title.
        case column(String)
        /// A key of the hint line, as it is written there.
        case key(String)
        /// A tab, by its place.
        case tab(Int)
    }

    package let subject: Subject
    package let area: Area
}

/// Where a click means something is asked of a picture when there is a click, and costs nothing else.
extension CellGrid {
    /// Says what a click on an area means, where that is asked for. Of several the last one counts.
    package mutating func offer(_ subject: @autoclosure () -> ClickTarget.Subject, in area: Area) {
        guard targets != nil else { return }
        targets?.append(ClickTarget(subject: subject(), area: area))
    }

    /// What lies below is out of reach.
    package mutating func dropTargets() { targets?.removeAll() }

    package func target(at position: Position) -> ClickTarget.Subject? {
        targets?.last { $0.area.contains(position) }?.subject
    }
}
