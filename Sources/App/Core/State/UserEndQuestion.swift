package import DisplayText
package import Operations

/// Asked before everything of a user is ended. Default is No.
package struct UserEndQuestion: Hashable, Sendable {
    package let plan: EndUserPlan
    package var typed: String
    /// What was typed does not match; says what is wanted.
    package var mismatch: SafeText?

    package init(plan: EndUserPlan) {
        self.plan = plan
        typed = ""
    }
}
