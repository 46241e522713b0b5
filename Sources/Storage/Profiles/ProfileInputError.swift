package import HTTPExchange
import ThoughtSpotSessions

/// What is wrong with a field of a profile, as a person typed it. No part of the value is in it: it may be a password.
package struct ProfileInputError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case name(NameProblem)
        case url(URLProblem)
        case generation
        case caFile(CAFileProblem)
        case proxy(ProxyProblem)
        case secretSource(SecretSourceProblem)
        case secretCommand(SecretCommandProblem)
        /// A word that is none of these.
        case oneOf([String])
    }

    package enum NameProblem: Hashable, Sendable, CaseIterable {
        case empty, tooLong, firstCharacter, characters
    }

    package enum URLProblem: Hashable, Sendable, CaseIterable {
        case empty, tooLong, control, space, backslash, percent, nonASCII, missingScheme, scheme, missingHost,
            userInformation
        case path, query, fragment, port, trailingDot, host, plainHTTP
    }

    package enum CAFileProblem: Hashable, Sendable, CaseIterable {
        case relative, insecure
    }

    package enum ProxyProblem: Hashable, Sendable {
        case address(ProxyAddress.Problem)
        case userInformation
        /// There is more than a host and a port.
        case trailing
    }

    package enum SecretSourceProblem: Hashable, Sendable, CaseIterable {
        case unknown, plainText
    }

    package let problem: Problem

    package init(_ problem: Problem) {
        self.problem = problem
    }

    /// The stable code that scripts see.
    package var code: String {
        switch problem {
        case .name: "E_PROFILE_NAME"
        case .url: "E_URL"
        case .proxy: "E_PROXY_CONFIG"
        case .generation, .caFile, .secretSource, .secretCommand, .oneOf: "E_INVALID_INPUT"
        }
    }

    /// What is wrong, as a noun: `URL`.
    package var subject: String {
        switch problem {
        case .name: "name"
        case .url: "URL"
        case .generation: "generation"
        case .caFile: "CA file"
        case .proxy: "proxy"
        case .secretSource: "secret source"
        case .secretCommand, .oneOf: "secret command"
        }
    }

    /// One clause for people: what is wrong, and what would be right.
    package var reason: String {
        switch problem {
        case .name(let problem): Self.reason(problem)
        case .url(let problem): Self.reason(problem)
        case .generation: "it must be one of \(Generation.allCases.map(\.rawValue).joined(separator: ", "))"
        case .caFile(.relative): "give the full path, starting with a slash"
        case .caFile(.insecure): "an insecure connection verifies no certificate; choose one of the two"
        case .proxy(.address(let problem)): problem.rawValue
        case .proxy(.userInformation):
            "its user name and password belong in the environment, as in https_proxy for the same proxy"
        case .proxy(.trailing):
            "write only http://HOST:PORT; a password belongs in the environment, as in https_proxy for the same proxy"
        case .secretSource(.unknown): "it must be memory, vault or command"
        case .secretSource(.plainText): "no plain-text store is offered; choose memory, vault or command"
        case .secretCommand(let problem): problem.reason
        case .oneOf(let words): "it must be one of \(words.joined(separator: ", "))"
        }
    }

    private static func reason(_ problem: NameProblem) -> String {
        switch problem {
        case .empty: "it is empty"
        case .tooLong: "it is longer than 64 characters"
        case .firstCharacter: "a name begins with a letter or a digit"
        case .characters: "a name has only the letters a to z, digits, and . _ -"
        }
    }

    private static func reason(_ problem: URLProblem) -> String {
        switch problem {
        case .empty: "it is empty; write https://HOST"
        case .tooLong: "it is longer than 2000 characters"
        case .control: "it has a control character in it; copy it again"
        case .space: "it has a space in it"
        case .backslash: "it has a backslash in it; use slashes"
        case .percent: "it has a % in it, which no host name has"
        case .nonASCII: "it has letters beyond ASCII; write the host in its xn-- form"
        case .missingScheme: "it must start with https://"
        case .scheme: "it must start with https:// (or http:// for localhost)"
        case .missingHost: "it has no host"
        case .userInformation:
            "it has a user name or a password in it; remove it, and consider the password compromised"
        case .path: "it has a path; write only https://HOST"
        case .query: "it has a query (?); write only https://HOST"
        case .fragment: "it has a fragment (#); write only https://HOST"
        case .port: "its port is not a number from 1 to 65535"
        case .trailingDot: "its host ends with a dot; leave the dot out"
        case .host: "its host is neither a host name nor an address"
        case .plainHTTP: "http:// would send passwords unencrypted; it is allowed for localhost only"
        }
    }
}
