extension JSONSyntaxError {
    /// What is wrong, as one clause for people, without the place.
    package var clause: String {
        switch reason {
        case .empty: "it is empty"
        case .encoding(let name): "it is \(name)"
        case .syntax(let expected): "expected \(expected)"
        case .duplicateKey: "this member stands twice in the same object"
        case .tooDeep: "it is nested too deeply"
        case .tooLarge: "it is too large"
        case .trailing: "there is text after its end"
        case .number: "this is not a number as JSON writes it"
        case .string: "this string has a control character or a bad escape in it"
        }
    }
}
