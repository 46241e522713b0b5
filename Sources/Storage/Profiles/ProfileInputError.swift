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
    }

    package enum SecretSourceProblem: Hashable, Sendable, CaseIterable {
        case unknown, later
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
        case .generation, .caFile, .secretSource: "E_USAGE"
        }
    }

    /// One clause for people: what is wrong, and what would be right.
    package var reason: String {
        switch problem {
        case .name(let problem): Self.reason(problem)
        case .url(let problem): Self.reason(problem)
        case .generation: "it is one of \(Generation.allCases.map(\.rawValue).joined(separator: ", "))"
        case .caFile(.relative): "give its whole path, beginning with a slash"
        case .caFile(.insecure): "an insecure connection looks at no certificate; choose one"
        case .proxy(.address(let problem)): problem.rawValue
        case .proxy(.userInformation):
            "its user name and password belong in the environment, as in https_proxy for the same proxy"
        case .secretSource(.unknown): "it is memory, vault, command or plain"
        case .secretSource(.later): "this release keeps secrets in memory only; choose memory"
        }
    }

    private static func reason(_ problem: NameProblem) -> String {
        switch problem {
        case .empty: "the name is empty"
        case .tooLong: "the name is longer than 64 characters"
        case .firstCharacter: "a name begins with a letter or a digit"
        case .characters: "a name has only the letters a to z, digits, and . _ -"
        }
    }

    private static func reason(_ problem: URLProblem) -> String {
        switch problem {
        case .empty: "the URL is empty; write https://HOST"
        case .tooLong: "the URL is longer than 2000 characters"
        case .control: "the URL has a control character in it; copy it again"
        case .space: "the URL has a space in it"
        case .backslash: "the URL has a backslash in it; URLs have slashes"
        case .percent: "the URL has a % in it; no host name has"
        case .nonASCII: "the URL has letters beyond ASCII; write the host in its xn-- form"
        case .missingScheme: "the URL does not say https://"
        case .scheme: "the URL is neither https:// nor http://"
        case .missingHost: "the URL names no host"
        case .userInformation:
            "the URL has a user name or a password in it; take it out, and see who may have read it"
        case .path: "the URL has a path; write only https://HOST"
        case .query: "the URL has a query (?); write only https://HOST"
        case .fragment: "the URL has a fragment (#); write only https://HOST"
        case .port: "the port of the URL is not a number from 1 to 65535"
        case .trailingDot: "the host ends with a dot; leave it out"
        case .host: "the host of the URL is no host name and no address"
        case .plainHTTP: "http:// would send passwords unencrypted; it is for this very machine only"
        }
    }
}
