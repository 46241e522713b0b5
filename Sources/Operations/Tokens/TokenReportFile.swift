package import DisplayText
import Storage
package import ThoughtSpotSessions

/// A report on disk, for those who have to be shown what was done: a new file, 0600, inert in any viewer.
package struct TokenReportFile: Hashable, Sendable {
    /// JSON when it ends in `.json`, text otherwise.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Writes the report in the form that the name of the file asks for; as text under a heading that says when.
    ///
    /// - Throws: `E_FILE_EXISTS`, `E_OUT_FILE` when the system refuses, `E_FILE_…` for an unsafe directory.
    package func write(lines: [SafeText], json: JSONObject, at now: Instant) throws(OperationError) {
        var text = ""
        if path.lowercased().hasSuffix(".json") {
            var document: JSONObject = ["version": 1]
            for member in json.members { document[member.key] = member.value }
            text = JSONValue.object(document).serialized() + "\n"
        } else {
            let heading: SafeText = "Token report, written \(InstantText.utc(now.milliseconds)) by our clock"
            for line in [heading, ""] + lines { text += line.string + "\n" }
        }
        do throws(StorageError) { try ReservedFile(at: path).write(Array(text.utf8)) } catch {
            throw .storage(error)
        }
    }
}
