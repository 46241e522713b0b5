package import DisplayText
package import Operations

/// Asked before everything of a user is ended. Default is No.
package struct UserEndQuestion: Hashable, Sendable {
    package let plan: UserEndPlan
    /// How many tokens of the user are in the list and cannot be revoked by this run.
    package let leftOut: Int
    package var typed: String
    /// What was typed does not match; says what is wanted.
    package var mismatch: SafeText?

    package init(plan: UserEndPlan, leftOut: Int = 0) {
        self.plan = plan
        self.leftOut = leftOut
        typed = ""
    }
}
