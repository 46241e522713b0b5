package import DisplayText
package import Moments
package import Storage
package import StrictJSON
import ThoughtSpotSessions

/// Writes a report on tokens, and on what has just become of them, for those who have to be shown it.
package struct WriteTokenReport: Hashable, Sendable {
    package var tokens: [TokenRecord.ID]
    /// One sentence for each act that the report is about: `logout of anna on prod-eu: accepted`.
    package var acts: [SafeText]
    /// What was done about a user everywhere, where the report is about that; it stands first.
    package var incident: IncidentReport?
    /// The files, as they were typed: JSON where the name ends in `.json`, text otherwise.
    package var paths: [String]

    package init(tokens: [TokenRecord.ID], acts: [SafeText], paths: [String]) {
        self.tokens = tokens
        self.acts = acts
        self.paths = paths
    }

    /// A report on an incident, and on each token that it is about.
    package init(_ incident: IncidentReport, paths: [String]) {
        self.init(tokens: incident.tokens, acts: [], paths: paths)
        self.incident = incident
    }

    /// Writes new files, 0600: all of them, or none.
    ///
    /// - Returns: where they are, from the root on.
    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` when the system refuses, `E_FILE_…` for an unsafe directory, `E_NO_HOME`, and
    ///   what reading the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> [String] {
        let (paths, named) = (paths, workspace.files)
        let files = try await FileExecutor.run { () throws(OperationError) in
            do throws(StorageError) {
                return try ReservedFile.all(
                    at: try paths.map { typed throws(StorageError) in try named.path(typed: typed) })
            } catch {
                throw .storage(error)
            }
        }
        do throws(OperationError) {
            for written in try await run(in: workspace, into: files) {
                if let failure = written.failure { throw failure }
            }
            return files.map(\.absolutePath)
        } catch {
            for file in files { file.discard() }
            throw error
        }
    }

    /// A file of a report, and why it was not written where it was not.
    package struct Written: Sendable {
        package let file: ReservedFile
        package let failure: OperationError?
    }

    /// Writes it into files that were made before what it tells of was begun, each for itself, out of one reading of the
    /// journal.
    package func run(
        in workspace: Workspace, into files: [ReservedFile]
    ) async throws(OperationError) -> [Written] {
        let list = try await ListTokens().run(in: workspace)
        let now = workspace.now()
        let wanted = Set(tokens)
        let head = (incident?.lines ?? []) + acts
        var lines: [SafeText] = head.isEmpty ? [] : head + [""]
        var members: [JSONValue] = []
        let records = list.records.filter { wanted.contains($0.id) }
        for timeline in try await ReadTimeline.timelines(of: records, in: workspace) {
            let record = timeline.record
            let standing = list.standing(of: record, at: now)
            let user = SafeText(outside: record.facts.user ?? "unknown", limit: 80)
            lines += [
                "Token    \(record.fingerprint.text)", "Cluster  \(SafeText(outside: record.origin, limit: 200))",
                "Profile  \(SafeText(outside: record.profileName, limit: 80))", "User     \(user)",
                "State    \(ListedToken(record, in: list, at: now).state)",
            ]
            lines += timeline.lines + [""]
            members.append(
                .object([
                    "fingerprint": .string(record.fingerprint.text), "origin": .string(record.origin),
                    "profile": .string(record.profileName),
                    "user": record.facts.user.map(JSONValue.string) ?? .null,
                    "state": .string(standing.rawValue), "timeline": .array(timeline.json),
                ]))
        }
        var json: JSONObject = [
            "acts": .array(acts.map { .string($0.string) }), "tokens": .array(members),
        ]
        if let incident { json["incident"] = .object(incident.json) }
        let (text, document) = (lines, json)
        return await FileExecutor.run {
            files.map { file in
                do throws(OperationError) {
                    try TokenReportFile(path: file.path).write(lines: text, json: document, at: now, into: file)
                    return Written(file: file, failure: nil)
                } catch {
                    return Written(file: file, failure: error)
                }
            }
        }
    }
}

/// A report on disk, for those who have to be shown what was done: a new file, 0600, inert in any viewer.
package struct TokenReportFile: Hashable, Sendable {
    /// JSON when it ends in `.json`, text otherwise.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Writes the report in the form that the name of the file asks for; as text under a heading that says when.
    ///
    /// - Returns: where it is, from the root on.
    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` when the system refuses, `E_FILE_…` for an unsafe directory.
    @discardableResult
    package func write(
        lines: [SafeText], json: JSONObject, at now: Instant, into reserved: ReservedFile? = nil
    ) throws(OperationError) -> String {
        var text = ""
        if path.lowercased().hasSuffix(".json") {
            var document: JSONObject = ["version": 1]
            for member in json.members { document[member.key] = member.value }
            text = JSONValue.object(document).serialized() + "\n"
        } else {
            let heading: SafeText = "Report, written \(InstantText.utc(now.milliseconds)) by the local clock"
            for line in [heading, ""] + lines { text += line.string + "\n" }
        }
        do throws(StorageError) {
            let file = if let reserved { reserved } else { try ReservedFile(at: path) }
            try file.write(Array(text.utf8))
            return file.absolutePath
        } catch {
            throw .storage(error)
        }
    }
}
