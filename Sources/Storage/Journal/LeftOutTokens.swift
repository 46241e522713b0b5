import StrictJSON

/// The tokens that a checkpoint left out of a fold: as much of them as has to be known without their rows.
struct LeftOutTokens: Hashable {
    /// What was done to users as a whole.
    struct LogOut: Hashable {
        /// In lower case.
        let users: Set<String>
        let origin: String
        let logOut: UserLogOut
        /// How many rows had been left out before: it tells of these, for the others it is in their rows.
        let count: Int
    }

    /// So many of these are kept at most. With more, the rows that were left out are read from the journal.
    private static let mostLogOuts = 1_000

    /// What is heard of one of them, at whatever origin, asks for the whole journal.
    private(set) var fingerprints = FingerprintSet()
    /// How many rows were left out.
    private(set) var count = 0
    /// Where the first rows of the fold stand among all rows. What comes behind them was first heard of later than all the
    /// others.
    private var places: [Int] = []
    /// In the order of the journal.
    private(set) var logOuts: [LogOut] = []
    /// Where the rows are; nil when they could not be written, or too much has been heard of them since.
    var file: EndedFile.Part?

    init() {}

    var isEmpty: Bool { fingerprints.isEmpty }

    /// Where a row of the fold stands among all rows.
    func place(ofRow index: Int) -> Int { index < places.count ? places[index] : index + count }

    /// Leaves out rows.
    ///
    /// - Parameter places: of the rows that are left, among all of them.
    mutating func add(_ rows: EndedRows, places: [Int]) {
        fingerprints.insert(rows.keys.map(\.fingerprint))
        count += rows.count
        self.places = isEmpty ? [] : places
        guard logOuts.count > Self.mostLogOuts else { return }
        logOuts = []
        file = nil
    }

    /// Takes in what was done to users as a whole; see ``TokenRows/markLoggedOut(_:at:_:)``.
    mutating func note(_ users: Set<String>, at origin: String, _ logOut: UserLogOut) {
        if isEmpty || users.isEmpty { return }
        logOuts.append(LogOut(users: users, origin: origin, logOut: logOut, count: count))
    }
}

extension JournalFold {
    /// Whether nothing was left out.
    package var isWhole: Bool { leftOut.isEmpty && !needsWholeJournal }

    /// Whether a checkpoint left out the token, at some origin.
    package func hasLeftOut(_ fingerprint: Fingerprint) -> Bool { leftOut.fingerprints.contains(fingerprint) }
}

extension LeftOutTokens {
    var json: JSONObject {
        var object: JSONObject = [
            "fingerprints": .string(fingerprints.text), "count": .int(count),
            "places": .array(places.map(JSONValue.int)), "logOuts": .array(logOuts.map(\.json)),
        ]
        object["file"] = file?.json
        return object
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let fingerprints = json["fingerprints"]?.stringValue.flatMap({ FingerprintSet($0) }),
            let count = json["count"]?.intValue, let places = json["places"]?.arrayValue,
            let logOuts = json["logOuts"]?.arrayValue
        else { return nil }
        (self.fingerprints, self.count) = (fingerprints, count)
        self.places = places.compactMap(\.intValue)
        self.logOuts = logOuts.compactMap { LogOut($0) }
        // No list is so long that one of its numbers is larger.
        let range = 0...Int(Int32.max) / 2
        guard self.places.count == places.count, self.logOuts.count == logOuts.count, range.contains(count),
            self.places.allSatisfy(range.contains)
        else { return nil }
        guard let file = json["file"] else { return }
        guard let part = EndedFile.Part(file) else { return nil }
        self.file = part
    }
}

extension LeftOutTokens.LogOut {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "origin": .string(origin), "users": .array(users.sorted().map(JSONValue.string)), "count": .int(count),
        ]
        logOut.add(to: &object)
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue) {
        guard let origin = json["origin"]?.stringValue, let users = json["users"]?.arrayValue,
            let count = json["count"]?.intValue, let logOut = UserLogOut(json)
        else { return nil }
        self.init(users: Set(users.compactMap(\.stringValue)), origin: origin, logOut: logOut, count: count)
    }
}
