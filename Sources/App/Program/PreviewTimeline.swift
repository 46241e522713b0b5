import DisplayText
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The timeline of the token in the preview. It is read when the selection has rested on the token for a moment: reading
/// costs a look at the journal, and a key does not wait for that.
struct PreviewTimeline: Equatable, Sendable {
    private(set) var token: TokenRecord.ID?
    private(set) var timeline: TokenTimeline?
    /// When it is to be read; nil when it is there, or on its way.
    private(set) var due: Instant?

    /// Milliseconds.
    static let rest: Int64 = 500

    /// Looks at another token, or at none.
    mutating func show(_ token: TokenRecord.ID?, at now: Instant) {
        guard token != self.token else { return }
        self = PreviewTimeline()
        self.token = token
        if token != nil { due = Instant(milliseconds: now.milliseconds + Self.rest) }
    }

    /// The journal has new lines: they may be of this token. What is there stays until it has been read again.
    mutating func expire(at now: Instant) {
        if token != nil { due = Instant(milliseconds: now.milliseconds + Self.rest) }
    }

    mutating func begin() { due = nil }

    mutating func receive(_ timeline: TokenTimeline) {
        if timeline.record.id == token { self.timeline = timeline }
    }

    var rows: [DetailRow] {
        timeline.map { [.blank, .text(TextRun("Timeline", .heading))] + $0.rows } ?? []
    }
}

extension ProgramState {
    /// After each action: the preview may show another token.
    mutating func followPreview() {
        let isInSight = size.columns >= PaneLayout.leastColumnsWithPreview && isOnTokens && layout.preview != nil
        previewTimeline.show(isInSight ? paneToken?.id : nil, at: now)
    }

    /// Reads it when it is time.
    mutating func readPreview() -> [Effect] {
        guard let due = previewTimeline.due, now >= due else { return [] }
        previewTimeline.begin()
        guard let record = previewTimeline.token.flatMap({ tokens[$0] }) else { return [] }
        return [begin(ReadPreview(record: record))]
    }
}

/// Reads the timeline for the preview. What goes wrong with it is told where a person asks for the timeline.
private struct ReadPreview: UseCase {
    let record: TokenRecord

    var id: WorkID { WorkID("preview") }
    var label: SafeText { "reading the timeline of \(record.fingerprint.text)" }

    func run(in workspace: Workspace) async throws(OperationError) -> TokenTimeline {
        try await ReadTimeline(record: record).run(in: workspace)
    }

    func receive(_ answer: TokenTimeline, in program: inout ProgramState) -> [Effect] {
        program.previewTimeline.receive(answer)
        return []
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] { [] }
}
