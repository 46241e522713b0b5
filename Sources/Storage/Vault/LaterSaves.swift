import ASCIIText
import EncryptedVault
import Glibc

/// The saves of a vault that came after the one in its place: an older copy was put back. They are told until somebody
/// decides, and none of them is written over (promise P25).
struct LaterSaves {
    /// The vault's file.
    let file: String
    let context: FileContext

    /// A save that is kept beside the vault.
    struct Save {
        let file: String
        let generation: Int
    }

    /// The last good copy, where it was saved after `sealed`.
    func backup(after sealed: VaultFile) -> Save? {
        let path = file + ".bak"
        guard let copy = copy(at: path), copy.id == sealed.id, copy.generation > sealed.generation else { return nil }
        return Save(file: path, generation: copy.generation)
    }

    /// The last of those that were set aside, by the names of files alone.
    var aside: Save? {
        let (directory, name) = FilePlace.split(file)
        let prefix = name + Self.mark
        let generations = DirectoryListing.names(in: directory).compactMap { found in
            found.hasPrefix(prefix) ? Int(found.dropFirst(prefix.count)) : nil
        }
        return generations.max().map { Save(file: path(of: $0), generation: $0) }
    }

    /// Gives the last good copy a name of its own where it was saved after `sealed`, which is about to be saved again; also
    /// one that cannot be read, where it should have been.
    ///
    /// - Parameter known: the generation that is known to have been saved.
    /// - Throws: `E_SAVE`: the copy would be lost.
    func setAside(after sealed: VaultFile, known: Int) throws(StorageError) {
        // What was saved last is in its place: the copy is the same, and is not read.
        if known == sealed.generation { return }
        let name: String
        if let later = backup(after: sealed) {
            name = path(of: later.generation)
        } else if known > sealed.generation, copy(at: file + ".bak") == nil {
            name = file + ".damaged-\(known)"
        } else {
            return
        }
        guard let place = try FilePlace.find(file + ".bak", checks: context.checks) else { return }
        let directory = place.directory.descriptor
        let target = FilePlace.split(name).name
        do throws(SystemFailure) {
            try SystemFailure.check { renameat(directory, place.name, directory, target) }
        } catch {
            // Without a copy there is nothing to keep.
            if error.number == ENOENT { return }
            throw StorageError(.save, file: name, detail: error.meaning, errno: error.number)
        }
    }

    /// A vault in a file beside the vault; nil where there is none that can be read.
    func copy(at path: String) -> VaultFile? {
        let contents = try? FileContents.read(
            path, limit: VaultFile.limit, checks: context.checks, tooLarge: Locations.noHome)
        return (contents?.bytes).flatMap { try? VaultFile($0) }
    }

    private func path(of generation: Int) -> String { "\(file)\(Self.mark)\(generation)" }

    private static let mark = ".save-"
}
