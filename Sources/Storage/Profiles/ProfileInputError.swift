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
        case empty, tooLong, firstCharacter, blank, characters
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
        case .empty: "the name is empty"
        case .tooLong: "the name is longer than 64 characters"
        case .firstCharacter: "a name begins with a letter or a digit"
        case .blank: "the name has a blank; write - or _ in its place"
        case .characters: "a name has only the letters a to z, digits, and . _ -"
        }
    }

    private static func reason(_ problem: URLProblem) -> String {
        switch problem {
        case .empty: "the URL is empty; write https://HOST"
        case .tooLong: "the URL is longer than 2000 characters"
        case .control: "the URL has a control character; copy it again"
        case .space: "the URL has a space"
        case .backslash: "the URL has a backslash; use slashes"
        case .percent: "the URL has a %, which no host name has"
        case .nonASCII: "the URL has letters beyond ASCII; write the host in its xn-- form"
        case .missingScheme: "the URL must start with https://"
        case .scheme: "the URL must start with https:// (or http:// for localhost)"
        case .missingHost: "the URL has no host"
        case .userInformation:
            "the URL has a user name or a password; remove it, and consider the password compromised"
        case .path: "the URL has a path; write only https://HOST"
        case .query: "the URL has a query (?); write only https://HOST"
        case .fragment: "the URL has a fragment (#); write only https://HOST"
        case .port: "the port is not a number from 1 to 65535"
        case .trailingDot: "the host ends with a dot; leave the dot out"
        case .host: "the host is neither a host name nor an address"
        case .plainHTTP: "http:// would send passwords unencrypted; only localhost may use it"
        }
    }
}
