/// What `tessera --version` says.
package enum TesseraVersion {
    package static let text = "tessera 0.1.0"
}
