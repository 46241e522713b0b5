import ASCIIText
import StrictJSON

/// A configuration of cs_tools: `cluster-cfg_NAME.toml`, one cluster in each, as JSON.
///
/// Two forms are about: that of 1.5.0 and later, and the older one with `host` and `auth.frontend`. Both hold a password that
/// anybody who reads the file has, or a key or a token in clear; none of them is imported.
enum CSToolsFile {
    /// What a profile has no use for, and that says nothing of the cluster.
    private static let ours: Set<String> = [
        "name", "thoughtspot", "auth", "verbose", "temp_dir", "created_in_cs_tools_version", "syncer",
    ]
    private static let cluster: Set<String> = [
        "url", "host", "port", "username", "default_org", "disable_ssl", "disable_sso", "proxy", "concurrency",
    ]

    /// How a person turns a file into JSON that has the look of such a configuration, nil when it has not. cs_tools is a
    /// program in Python, which reads TOML where it is installed.
    static func advice(on bytes: [UInt8], file: String) -> String? {
        let isTOML = file.hasSuffix(".toml") || String(decoding: bytes, as: UTF8.self).contains("[thoughtspot]")
        guard isTOML else { return nil }
        let script = "import json,sys,tomllib; print(json.dumps(tomllib.load(sys.stdin.buffer)))"
        let source = file.hasSuffix(".toml") ? FileChecks.quoted(file) : "FILE"
        return "python3 -c '\(script)' < \(source) | tessera profile import -"
    }

    static func isOne(_ document: JSONObject) -> Bool { document["thoughtspot"]?.objectValue != nil }

    /// The profile of the form of `profiles.json`, and what is not imported.
    ///
    /// - Parameter file: its path, which names the configuration where it does not name itself.
    static func profile(
        _ document: JSONObject, file: String
    ) throws(ProfileMemberError) -> (JSONObject, [ProfileImport.Omission]) {
        guard let cluster = document["thoughtspot"]?.objectValue else {
            throw ProfileMemberError("it is no configuration of cs_tools: there is no [thoughtspot]")
        }
        var profile = JSONObject()
        profile["name"] = document.member("name") ?? name(of: file).map(JSONValue.string)
        profile["url"] = try url(of: cluster)
        profile["username"] = cluster.member("username") ?? document["auth"]?["frontend"]?["username"]
        profile["org"] = cluster.member("default_org")
        profile["proxy"] = cluster.member("proxy")
        var omissions: [ProfileImport.Omission] = []
        // Whatever stands there but false: a text "false" has been taken for true by others.
        if let insecure = cluster.member("disable_ssl"), insecure != false {
            omissions.append(.init("thoughtspot.disable_ssl", .insecure))
        }
        let secrets = SecretMember.paths(in: document)
        omissions += secrets.map { .init($0, .secret) }
        let unknown =
            document.keys.filter { !ours.contains($0) }
            + cluster.keys.filter { !Self.cluster.contains($0) }.map { "thoughtspot.\($0)" }
        omissions += unknown.filter { !secrets.contains($0) }.map { .init($0, .unknown) }
        return (profile, omissions)
    }

    /// `prod` of `cluster-cfg_prod.json`; nil for another name.
    private static func name(of file: String) -> String? {
        let name = FilePlace.split(file).name.split(separator: ".").first ?? ""
        return name.hasPrefix("cluster-cfg_") ? String(name.dropFirst(12)) : nil
    }

    /// The older form has a host with or without a scheme, and perhaps a port.
    private static func url(of cluster: JSONObject) throws(ProfileMemberError) -> JSONValue? {
        if let url = cluster.member("url") { return url }
        guard let host = cluster.member("host")?.stringValue else { return nil }
        let url = host.contains("://") ? host : "https://\(host)"
        guard let port = cluster.member("port") else { return .string(url) }
        do throws(ProfileMemberError) {
            let number = try port.whole(in: 1...65_535)
            return .string("\(url.hasSuffix("/") ? String(url.dropLast()) : url):\(number)")
        } catch {
            throw error.below("thoughtspot.port")
        }
    }
}
