import Dispatch
import Glibc
import Testing

@testable import Commands

/// After a stack overflow the terminal is given back on a stack of its own (promise P48), whatever made the thread.
struct ThreadGuardTests {
    @Test func `A thread of the system has a stack for signals`() throws {
        var thread = pthread_t()
        let made = pthread_create(
            &thread, nil, { _ in UnsafeMutableRawPointer(bitPattern: Self.isGuarded ? 1 : 2) }, nil)
        try #require(made == 0)
        var answer: UnsafeMutableRawPointer?
        pthread_join(thread, &answer)
        #expect(answer == UnsafeMutableRawPointer(bitPattern: 1))
    }

    @Test func `A thread of Dispatch has a stack for signals`() async {
        let isGuarded = await withCheckedContinuation { answer in
            DispatchQueue.global().async { answer.resume(returning: Self.isGuarded) }
        }
        #expect(isGuarded)
    }

    @Test func `A thread of Swift's pool has a stack for signals`() async {
        #expect(await pooled())
    }

    @concurrent private func pooled() async -> Bool { Self.isGuarded }

    private static var isGuarded: Bool {
        var stack = stack_t()
        return sigaltstack(nil, &stack) == 0 && stack.ss_flags & Int32(SS_DISABLE) == 0
    }
}
