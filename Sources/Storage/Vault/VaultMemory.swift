import ASCIIText
import EncryptedVault
import StrictJSON

/// What this machine knows of the vault beside its file, in the state directory: the generation that it saved last, so that
/// a vault that was put back from a copy is told (promise P25), and how often it was locked for every run, so that open
/// screens lock with it. It is a note: where it cannot be kept, nothing stops.
struct VaultMemory {
    /// Nil when there is no place for it.
    let file: String?
    let context: FileContext

    /// The generation of a vault of that id, 0 when none is known.
    func generation(of id: String) -> Int {
        let note = note
        guard note["id"]?.stringValue == id, let generation = note["generation"]?.intValue,
            (0...VaultFile.highestGeneration).contains(generation)
        else { return 0 }
        return generation
    }

    /// The id of the vault that was saved last; nil when none is known.
    var id: String? { note["id"]?.stringValue.flatMap { UUIDText.isWellFormed($0) ? $0 : nil } }

    /// How often the vault was locked for every run that is open. Another number is another lock, also a lower one: the
    /// note may have been deleted.
    var locks: Int { note["locks"]?.intValue ?? 0 }

    /// Empty where nothing can be read.
    private var note: JSONObject {
        guard let file else { return [:] }
        let contents = try? FileContents.read(
            file, limit: 4_096, checks: context.checks, tooLarge: Locations.noHome)
        return (contents?.bytes).flatMap { try? JSONValue.parse($0) }?.objectValue ?? [:]
    }

    /// Takes note of a vault that was saved.
    func remember(_ sealed: VaultFile) {
        var note = note
        note["id"] = .string(sealed.id)
        note["generation"] = .int(sealed.generation)
        write(note)
    }

    /// Tells every run that has the vault open to lock it.
    func noteLock() {
        var note = note
        note["locks"] = .int((note["locks"]?.intValue ?? 0) &+ 1)
        write(note)
    }

    private func write(_ note: JSONObject) {
        guard let file else { return }
        try? DirectoryPath(path: FilePlace.split(file).parent).create(context: context)
        try? AtomicFile(path: file, context: context).replace(
            with: Array(JSONValue.object(note).serialized(pretty: true).utf8))
    }
}
