import Glibc
package import Storage
package import ThoughtSpotSessions

/// A file that a person names for something that exists only once, a token or a link: new, 0600, in a directory in which
/// others can replace nothing. What is there already stays (promises P11 and P12).
///
/// It is made before that something is asked for, so that a place that cannot be used is told in time, and is then either
/// written or discarded. The screen and the commands have this one piece.
package struct NewFile: Sendable {
    /// Where it is, from the root on, links of the way followed.
    package let path: String
    private let put: @Sendable ([UInt8]) throws(StorageError) -> Void
    private let add: @Sendable ([UInt8]) throws(StorageError) -> Void
    private let remove: @Sendable () -> Void

    /// - Parameter append: writes a piece; nil where ``write`` does.
    package init(
        path: String, write: @escaping @Sendable ([UInt8]) throws(StorageError) -> Void,
        append: (@Sendable ([UInt8]) throws(StorageError) -> Void)? = nil, discard: @escaping @Sendable () -> Void
    ) {
        self.path = path
        put = write
        add = append ?? write
        remove = discard
    }

    /// One that is made already.
    package init(_ file: ReservedFile) {
        self.init(
            path: file.absolutePath, write: { bytes throws(StorageError) in try file.write(bytes) },
            append: { bytes throws(StorageError) in try file.append(bytes) },
            discard: { file.discard() })
    }

    /// Writes a secret and a line end, and returns when the disk has them.
    ///
    /// - Throws: `E_OUT_FILE`; the file is discarded then.
    package func write(_ secret: Secret) throws(OperationError) { try write(Array((secret.expose() + "\n").utf8)) }

    /// Writes all of it, and returns when the disk has it.
    ///
    /// - Throws: `E_OUT_FILE`; the file is discarded then.
    package func write(_ bytes: [UInt8]) throws(OperationError) {
        do throws(StorageError) { try put(bytes) } catch { throw .storage(error) }
    }

    /// Writes a piece after those that are there, and returns when the disk has it.
    ///
    /// - Throws: `E_OUT_FILE`, also where the file has lost its name; the file stays.
    package func append(_ bytes: [UInt8]) throws(OperationError) {
        do throws(StorageError) { try add(bytes) } catch { throw .storage(error) }
    }

    /// Removes the file, unless another has taken its name.
    package func discard() { remove() }
}

/// How the files are reached that a person names by a path.
package struct NamedFiles: Sendable {
    /// Makes a new file at a path as it was typed: `E_FILE_EXISTS` for whatever has that name, `E_OUT_FILE` when the system
    /// refuses, `E_FILE_…` for an unsafe directory, `E_NO_HOME`.
    package var make: @Sendable (_ path: String) throws(StorageError) -> NewFile
    /// Reads a file at a path as it was typed, at most so many bytes and one more: `E_FILE_UNREADABLE`, `E_NO_HOME`.
    package var read: @Sendable (_ path: String, _ limit: Int) throws(StorageError) -> Content
    private var userHome: String?

    /// What a file holds.
    package struct Content: Hashable, Sendable {
        package var bytes: [UInt8]
        /// The permission bits of a regular file; nil for a pipe.
        package var mode: UInt32?

        package init(bytes: [UInt8], mode: UInt32?) {
            self.bytes = bytes
            self.mode = mode
        }
    }

    package init(
        make: @escaping @Sendable (_ path: String) throws(StorageError) -> NewFile,
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws(StorageError) -> Content = Self.unreadable
    ) {
        self.make = make
        self.read = read
    }

    /// On this machine.
    ///
    /// - Parameters:
    ///   - userHome: ``Locations/userHome(environment:accountHome:)``; `~/x` is below it.
    ///   - read: reads a file at a path that stands for itself.
    package init(
        userHome: String?, userID: UInt32 = geteuid(),
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws(StorageError) -> Content = Self.unreadable
    ) {
        self.init(
            make: { path throws(StorageError) in
                NewFile(try ReservedFile(at: try Locations.path(typed: path, userHome: userHome), userID: userID))
            },
            read: { path, limit throws(StorageError) in
                try read(try Locations.path(typed: path, userHome: userHome), limit)
            })
        self.userHome = userHome
    }

    /// The path that stands for itself.
    ///
    /// - Throws: `E_NO_HOME`.
    func path(typed: String) throws(StorageError) -> String { try Locations.path(typed: typed, userHome: userHome) }

    /// Where nothing is read.
    package static let unreadable: @Sendable (_ path: String, _ limit: Int) throws(StorageError) -> Content = {
        path, _ throws(StorageError) in
        throw StorageError(.fileUnreadable, file: path, detail: "files are not read here")
    }

    /// Makes a new file, here and now.
    package func newFile(at path: String) throws(OperationError) -> NewFile {
        do throws(StorageError) { return try make(path) } catch { throw .storage(error) }
    }
}

extension Workspace {
    /// A file at a path that was typed, made on a thread of its own.
    ///
    /// - Throws: As ``NamedFiles/make``.
    func newFile(at path: String) async throws(OperationError) -> NewFile {
        let files = files
        return try await FileExecutor.run { () throws(OperationError) in try files.newFile(at: path) }
    }
}
