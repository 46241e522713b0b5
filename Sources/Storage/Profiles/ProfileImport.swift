import ASCIIText
import HTTPExchange
import StrictJSON
import ThoughtSpotSessions

/// A file of profiles that came from elsewhere, as far as it may be imported.
///
/// It brings no secret, no program that would run here, and no risk that another person has accepted: what the file says of
/// these is left out and told (promises P20, P26, P35).
package struct ProfileImport: Hashable, Sendable {
    /// Bytes; more is no file of profiles.
    package static let limit = 1024 * 1024

    /// As it was named.
    package let file: String
    package let entries: [Entry]

    /// One profile of the file.
    package struct Entry: Hashable, Sendable {
        /// Its name in the file, which may be no name of a profile.
        package let originalName: String
        /// Without an id; what the file does not name is as in a new profile.
        package let profile: Profile
        /// The fields that the file names.
        package let named: Set<ProfileField.ID>
        package var omissions: [Omission]
    }

    /// Something that the file says and that is not imported.
    package struct Omission: Hashable, Sendable {
        package enum Reason: String, Hashable, Sendable, CaseIterable {
            case secret
            /// A program that would run here.
            case command
            /// The certificate would not be verified.
            case insecure
            /// Passwords and keys would be in URLs.
            case urlSecrets = "url-secrets"
            /// No plain-text store is offered.
            case plainText = "plain-text"
            /// The CA file cannot be used on this machine.
            case caFile = "ca-file"
            /// This version does not know the member.
            case unknown
        }

        /// Its place in the profile, as the file spells it: `tls.insecure`. Text from outside.
        package let member: String
        package let reason: Reason

        package init(_ member: String, _ reason: Reason) {
            self.member = member
            self.reason = reason
        }
    }

    /// - Parameters:
    ///   - file: as it was named, for errors.
    ///   - names: other names for profiles of the file, by their names in the file.
    /// - Throws: `E_IMPORT_FILE` with the place of what is wrong, and never with its value.
    package init(_ bytes: [UInt8], file: String, names: [String: String] = [:]) throws(StorageError) {
        guard bytes.count <= Self.limit else {
            throw StorageError(.importFile, file: file, detail: "it is larger than 1 MiB")
        }
        let document: JSONValue
        do throws(JSONSyntaxError) {
            document = try JSONValue.parse(bytes, limits: JSONLimits(depth: 32, bytes: Self.limit))
        } catch {
            if let advice = CSToolsFile.advice(on: bytes, file: file) {
                throw StorageError(.importFile, file: file, detail: "it is TOML, which is not read", advice: advice)
            }
            throw StorageError(
                .importFile, file: file, detail: error.clause, line: error.line, column: error.column)
        }
        self.file = file
        do throws(ProfileMemberError) {
            if let root = document.objectValue, CSToolsFile.isOne(root) {
                let (object, omissions) = try CSToolsFile.profile(root, file: file)
                entries = [try Entry(object, names: names, omissions: omissions)]
            } else {
                entries = try Self.entries(of: document, names: names)
            }
        } catch {
            let place = error.member.isEmpty ? "" : error.member + ": "
            throw StorageError(.importFile, file: file, detail: place + error.reason)
        }
    }

    private static func entries(
        of document: JSONValue, names: [String: String]
    ) throws(ProfileMemberError) -> [Entry] {
        guard let root = document.objectValue, let profiles = root["profiles"]?.arrayValue else {
            throw ProfileMemberError("expected an object with \"profiles\", an array, on top")
        }
        if let version = root.member("version"), version.intValue != 1 {
            throw ProfileMemberError("this version of Tessera reads the format 1", in: "version")
        }
        guard profiles.count <= ProfileDocument.profileLimit else {
            throw ProfileMemberError("it holds more than \(ProfileDocument.profileLimit) profiles")
        }
        var entries: [Entry] = []
        for (index, profile) in profiles.enumerated() {
            do throws(ProfileMemberError) {
                guard let object = profile.objectValue else { throw ProfileMemberError("expected an object") }
                entries.append(try Entry(object, names: names))
            } catch {
                throw error.below("profiles[\(index)]")
            }
        }
        return entries
    }
}

extension ProfileImport.Entry {
    /// - Parameters:
    ///   - object: of the form of `profiles.json`.
    ///   - omissions: what was left out of it already.
    init(
        _ object: JSONObject, names: [String: String], omissions found: [ProfileImport.Omission] = []
    ) throws(ProfileMemberError) {
        var object = object
        originalName = object["name"]?.stringValue ?? ""
        if let name = names[originalName] { object["name"] = .string(name) }
        omissions = Self.leaveOut(of: &object) + found
        // The form does not accept it either, and a terminal would act on it.
        if let user = object["username"]?.stringValue,
            user.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            throw ProfileMemberError("has a control character", in: "username")
        }
        let profile = try Profile(object)
        var named: Set<ProfileField.ID> = []
        // The file must say what a person could type: it is imported, and not edited by hand.
        var typed = profile
        for field in ProfileField.all where (try field.member(of: object)) != nil {
            named.insert(field.id)
            do throws(ProfileInputError) { try field.put(field.input(of: profile), into: &typed) } catch {
                throw ProfileMemberError(error.reason, in: field.key)
            }
        }
        self.profile = profile
        self.named = named
    }

    /// Takes out what is not imported.
    private static func leaveOut(of object: inout JSONObject) -> [ProfileImport.Omission] {
        var omissions: [ProfileImport.Omission] = []
        func leaveOut(_ member: String, _ reason: ProfileImport.Omission.Reason) {
            omissions.append(ProfileImport.Omission(member, reason))
        }
        // The id belongs to the home that the file is from.
        object["id"] = nil
        if object.member("secretCommand") != nil { leaveOut("secretCommand", .command) }
        object["secretCommand"] = nil
        switch object["secretSource"]?.stringValue.flatMap(Profile.SecretSource.init(rawValue:)) {
        case .command:
            if omissions.isEmpty { leaveOut("secretSource", .command) }
            object["secretSource"] = nil
        case .plain:
            leaveOut("secretSource", .plainText)
            object["secretSource"] = nil
        case .memory, .vault, nil: break
        }
        if object["acceptUrlSecrets"]?.boolValue == true {
            leaveOut("acceptUrlSecrets", .urlSecrets)
            object["acceptUrlSecrets"] = nil
        }
        if var trust = object["tls"]?.objectValue, trust["insecure"]?.boolValue == true {
            leaveOut("tls.insecure", .insecure)
            trust["insecure"] = nil
            object["tls"] = .object(trust)
        }
        if let proxy = object["proxy"]?.stringValue, proxy.contains("@"), let address = try? ProxyAddress(proxy) {
            leaveOut("proxy", .secret)
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            object["proxy"] = .string("http://\(host):\(address.port)")
        }
        for member in SecretInText.freeTexts.map(\.key) {
            guard let text = object[member]?.stringValue, SecretInText.isFound(in: text) else { continue }
            leaveOut(member, .secret)
            object[member] = nil
        }
        let secrets = SecretMember.paths(in: object)
        for member in secrets { leaveOut(member, .secret) }
        let known = Set(ProfileField.all.map { $0.key.prefix { $0 != "." } })
        for member in object.keys where !known.contains(member[...]) {
            if !secrets.contains(where: { $0 == member || $0.hasPrefix(member + ".") || $0.hasPrefix(member + "[") }) {
                leaveOut(member, .unknown)
            }
        }
        return omissions
    }
}
