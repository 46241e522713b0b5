import DisplayText
import Storage

/// What `tessera help files` prints, made from the table of files (<doc:Files>).
enum FilesPage {
    /// - Parameter locations: of this environment; the paths are the real ones.
    static func lines(_ locations: Locations) -> [SafeText] {
        var lines = paragraph(
            """
            What Tessera keeps on this machine. Each file has mode 0600 and each directory 0700; a file or a directory \
            that others could change is not used. --home DIR and TESSERA_HOME put everything into one directory.
            """)
        for file in LocalFile.all {
            let path = file.path(in: locations) ?? "\(file.name): nowhere, for there is no home"
            lines += ["", SafeText(outside: path)]
            lines += paragraph("\(file.content)", indent: "    ")
            lines += paragraph("Written by: \(file.writer.text)", indent: "    ")
            lines += paragraph("If removed: \(file.removal)", indent: "    ")
            if file.hasBackup { lines += paragraph("Beside it: .bak, what was saved last.", indent: "    ") }
        }
        return lines + [""]
            + paragraph(
                """
                Beside a file may stand its lock, .NAME.lock, which stays and names the process that had it last; in the \
                directory of the journal also .renew-ID.lock, of the profile whose session was renewed. While a save is under \
                way there is .NAME.PID.tmp, which the next save removes. Reports, exports and tokens go where you say, into \
                new files of mode 0600. The demo \
                leaves nothing.
                """)
    }

    private static func paragraph(_ text: SafeText, indent: SafeText = "") -> [SafeText] {
        text.wrapped(to: UsageFailure.columns - indent.columns).map { indent + $0 }
    }
}

extension LocalFile.Writer {
    fileprivate var text: SafeText {
        switch self {
        case .person: "you; Tessera never does"
        case .program: "Tessera; not by hand"
        case .both: "Tessera, and you by hand"
        }
    }
}
