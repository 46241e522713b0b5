import HTTPExchange
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The table of the fields.
struct ProfileFieldTests {
    @Test func `every field has one row`() {
        #expect(ProfileField.all.map(\.id) == ProfileField.ID.allCases)
        for id in ProfileField.ID.allCases { #expect(ProfileField[id].id == id) }
    }

    @Test func `no two fields share a name`() {
        for names in [
            ProfileField.all.map(\.key), ProfileField.all.map(\.jsonName), ProfileField.all.map(\.label),
            ProfileField.all.compactMap(\.option),
        ] {
            #expect(Set(names).count == names.count, "\(names)")
        }
    }

    /// What can be changed elsewhere than in the file has an option, and the other way round.
    @Test func `what can be changed has an option`() {
        for field in ProfileField.all { #expect((field.option == nil) == (field.editor == .file), "\(field.id)") }
    }

    @Test func `every choice can be made`() {
        for field in ProfileField.all {
            guard case .choice(let options) = field.editor else { continue }
            var profile = Profile(id: "a", name: "a", origin: Origin(scheme: .https, host: "h"), generation: .v2)
            for option in options {
                let problem = storageInputError { () throws(ProfileInputError) in
                    try field.put(.text(option.name), into: &profile)
                }
                #expect((problem == nil) == (option.reason == nil), "\(option)")
            }
        }
    }

    private func storageInputError(_ body: () throws(ProfileInputError) -> Void) -> ProfileInputError? {
        do throws(ProfileInputError) {
            try body()
            return nil
        } catch {
            return error
        }
    }
}
