package import DisplayText
package import Operations
package import Storage

/// The profiles of the file, in its order, and what was wrong with it.
package struct ProfileShelf: Hashable, Sendable {
    package var list: [Profile]
    package var defaultName: String?
    package var warnings: [SafeText]
    /// The file is there and cannot be used; it is shown instead of "no profiles yet", and nothing is written to it.
    package var error: Message?
    /// Profiles deleted in this run, for undo; the latest last.
    package var deleted: [Profile]

    package init(list: [Profile], defaultName: String? = nil, warnings: [SafeText] = [], error: Message? = nil) {
        self.list = list
        self.defaultName = defaultName
        self.warnings = warnings
        self.error = error
        deleted = []
    }

    package subscript(id: Profile.ID) -> Profile? { list.first { $0.id == id } }

    package func index(of id: Profile.ID?) -> Int? { list.firstIndex { $0.id == id } }
}
