import Glibc
import Synchronization

/// Tells which trial was under way when the process is ended by a trap, or by the alarm of a trial that hangs.
enum LastTrial {
    /// Seconds that one trial may take.
    static let limit: UInt32 = 10

    private static let number = Atomic<Int>(0)

    /// Makes the signals of a crash name the trial.
    static func watch() {
        for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            Glibc.signal(signal) { signal in
                LastTrial.write(signal == SIGALRM ? "hangs: trial " : "crashes: trial ")
                LastTrial.writeNumber()
                _exit(3)
            }
        }
    }

    /// Called before every trial.
    static func begin(_ trial: Int) {
        number.store(trial, ordering: .relaxed)
        alarm(limit)
    }

    static func end() { alarm(0) }

    // In a signal handler nothing may allocate: texts are static and digits go out one by one.
    private static func write(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    private static func writeNumber() {
        var rest = number.load(ordering: .relaxed)
        var divisor = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            var digit = UInt8(48 + rest / divisor)
            _ = Glibc.write(STDERR_FILENO, &digit, 1)
            rest %= divisor
            divisor /= 10
        }
        write("\n")
    }
}
