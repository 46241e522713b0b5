package import DisplayText
import HTTPExchange
package import Operations
package import Storage

/// The profiles of the file, in its order, and what was wrong with it.
package struct LoadedProfiles: Hashable, Sendable {
    package internal(set) var list: [Profile] { didSet { notePlaces() } }
    /// Where in the list they are. Each row of a picture asks for the profile of its cluster, and there may be hundreds.
    private var places: [Profile.ID: Int] = [:]
    private var placesAtOrigin: [String: [Int]] = [:]
    package internal(set) var defaultName: String?
    package var warnings: [SafeText]
    /// What is told before anything else, in a demo.
    package var welcome: SafeText?
    /// Names that the file gives to more than one profile, with their places in it; none of these can be used.
    package var unusable: [SafeText] = []
    /// The file is there and cannot be used; it is shown instead of "no profiles yet", and nothing is written to it.
    package var error: Message?
    /// Why the file is not to be changed by this version, although it can be read.
    package var readOnlyReason: Message?

    package init(list: [Profile] = [], defaultName: String? = nil, welcome: SafeText? = nil) {
        self.list = list
        self.welcome = welcome
        self.defaultName = defaultName
        warnings = []
        notePlaces()
    }

    private mutating func notePlaces() {
        places = Dictionary(list.indices.map { (list[$0].id, $0) }) { first, _ in first }
        placesAtOrigin = Dictionary(grouping: list.indices) { list[$0].origin.description }
    }

    /// What was read of the file.
    package init(_ list: ProfileList) {
        self.init()
        receive(list)
    }

    /// Why there is no list.
    package init(_ error: OperationError) {
        self.init()
        self.error = MessageComposer.message(for: error)
    }

    mutating func receive(_ list: ProfileList) {
        self.list = list.profiles
        defaultName = list.defaultName
        error = nil
        readOnlyReason = list.readOnlyReason.map { MessageComposer.message(for: .storage($0)) }
        unusable = list.unusable.map { "\(SafeText(outside: $0.name, limit: 64)) (profiles[\($0.place)])" }
        warnings = list.warnings.map { MessageComposer.text(for: $0) }
    }

    package subscript(id: Profile.ID) -> Profile? { places[id].map { list[$0] } }

    package func index(of id: Profile.ID?) -> Int? { id.flatMap { places[$0] } }

    /// The profile through which a token is acted on: the preferred one, the one that wrote its last line, or any other;
    /// always one at the token's own address.
    package func profile(of record: TokenRecord, preferring preferred: Profile.ID?) -> Profile? {
        profile(at: record.origin, preferring: preferred, record.profileID)
    }

    /// The profile through which something at an address is meant.
    func profile(at origin: String, preferring preferred: Profile.ID?...) -> Profile? {
        guard let places = placesAtOrigin[origin] else { return nil }
        if places.count == 1 { return list[places[0]] }
        return places.map { list[$0] }.first(preferring: preferred)
    }
}
