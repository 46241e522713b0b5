import DisplayText
import Moments
import Storage
import ThoughtSpotSessions
import Toolkit

/// What became of one thing, as a row of a ``ResultsTable``: the same columns for every act.
struct ResultRow {
    let cluster: SafeText
    /// The cluster's profile; nil where none has its address any more.
    let profile: Profile?
    /// The token, or what was done to its user.
    let item: SafeText
    /// Where the rows are about several users.
    let user: SafeText?
    let result: TextRun
    let evidence: Evidence?
    /// In milliseconds.
    let took: Int64?

    /// As ``ResultColumns`` has them.
    func cells(in program: ProgramState) -> [TextRun] {
        cells(profile?.environment, in: program)
    }

    /// `prod-eu, PRODUCTION, logout, accepted`.
    func line(in program: ProgramState) -> SafeText {
        SafeText(
            cells: cells(profile.map { TextRun(ClusterWords(profile: $0, program: program).plainTag) }, in: program))
    }

    private func cells(_ environment: TextRun?, in program: ProgramState) -> [TextRun] {
        let time = evidence?.serverTime.map {
            InstantText.timeOfDay($0.milliseconds, offset: program.localOffset, zone: false)
        }
        return [TextRun(cluster), environment ?? TextRun(""), TextRun(item)]
            + [user.map { TextRun($0) }].compactMap(\.self) + [
                result, TextRun(time ?? "", .dim), TextRun(evidence?.shortText ?? "", .dim),
                TextRun(took.map { DurationText.elapsed(milliseconds: $0) } ?? "", .dim),
            ]
    }
}

extension ResultRow {
    init(
        _ profile: Profile, item: SafeText, user: SafeText? = nil, result: TextRun, evidence: Evidence? = nil,
        took: Int64? = nil
    ) {
        self.init(
            cluster: "\(profile.name)", profile: profile, item: item, user: user, result: result, evidence: evidence,
            took: took)
    }

    /// Of a token, whose profile may be gone.
    init(
        _ record: TokenRecord, user: SafeText? = nil, result: TextRun, evidence: Evidence? = nil, took: Int64? = nil,
        in program: ProgramState
    ) {
        self.init(
            cluster: SafeText(outside: record.profileName, limit: 64),
            profile: program.profiles.profile(of: record, preferring: nil), item: "\(record.fingerprint.text)",
            user: user, result: result, evidence: evidence, took: took)
    }
}

/// The columns of results. On a narrow screen whole columns are left out: a verdict that is cut can be read as another one,
/// and a proof that is cut proves nothing.
struct ResultColumns {
    /// `Token`, or `Item` where not every row is one.
    private let item: SafeText
    private let hasUser: Bool
    private var cluster = 7
    private var result = 18
    private var proof = 14
    /// The proof that was measured last.
    private var measured: (path: String, status: Int?, code: Int?) = ("", nil, nil)

    init(_ item: SafeText, hasUser: Bool = false) {
        self.item = item
        self.hasUser = hasUser
    }

    /// Makes room for the name of a cluster.
    mutating func fit(_ cluster: SafeText) { self.cluster = min(14, max(self.cluster, cluster.columns)) }

    /// Makes room for what became of a row. A result without evidence goes on over the empty cells beside it.
    mutating func fit(_ result: SafeText, _ evidence: Evidence?) {
        self.result = max(self.result, result.columns)
        // Each frame measures all rows, and most have the proof of the row before.
        guard let evidence, (evidence.path, evidence.status, evidence.serverCode) != measured else { return }
        measured = (evidence.path, evidence.status, evidence.serverCode)
        proof = max(proof, evidence.shortText.columns)
    }

    /// Where long words of one row would push the proof out of all of them, they get less: their own row gives way to them.
    ///
    /// - Parameter columns: what there is for the table.
    func table(in columns: Int) -> [TableColumn] {
        let (shortest, gap) = (18, 2)
        // Without what is left out before the proof; three columns are the marks at both sides.
        let room = columns - 3 - cluster - 12 - proof - 3 * gap
        let result = room < shortest ? result : min(result, room)
        let user = hasUser ? [TableColumn("User", .flexible(minimum: 8), priority: 5)] : []
        return [
            TableColumn("Cluster", .flexible(minimum: cluster), priority: 1),
            TableColumn("Env", .fixed(4), priority: 4), TableColumn(item, .fixed(12)),
        ] + user + [
            TableColumn("Result", .flexible(minimum: result, share: 2), isWhole: true),
            TableColumn("Time", .fixed(8), priority: 6),
            TableColumn("Evidence", .flexible(minimum: proof), priority: 2),
            TableColumn("Duration", .fixed(8), alignment: .trailing, priority: 3),
        ]
    }
}

extension Evidence {
    /// `validate 401/10097`: for a narrow column.
    fileprivate var shortText: SafeText {
        let parts = path.split(separator: "/")
        // The last word of `session/user` names who is asked about, and not what was asked.
        let word = parts.last == "user" ? parts.dropLast().last : parts.last
        let name = SafeText(outside: String(word ?? ""), limit: 20)
        guard let status else { return "\(name) no answer" }
        return serverCode.map { "\(name) \(status)/\($0)" } ?? "\(name) \(status)"
    }
}
