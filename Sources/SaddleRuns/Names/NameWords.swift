// SPDX-License-Identifier: Apache-2.0

/// A column's name, cut into lower-case words.
///
/// `Loss_D`, `lossD`, `loss-d`, `Loss/D` and `loss D` are all `[loss, d]`; digits stay with their
/// word (`r1`, `fid50k`).
struct NameWords: Sendable, Hashable {
  var words: [String]

  /// Cuts a name; words of other languages are put into English.
  init(_ name: String) {
    self.init(english: ForeignWords.translate(name) ?? name)
  }

  private init(english name: String) {
    var words: [String] = []
    var current: [UInt8] = []
    let bytes = Array(name.utf8)
    func flush() {
      guard !current.isEmpty else { return }
      words.append(String(decoding: current, as: UTF8.self).lowercased())
      current.removeAll()
    }
    for (index, byte) in bytes.enumerated() {
      guard Ascii.isLetter(byte) || Ascii.isDigit(byte) || byte >= 0x80 else {
        flush()
        continue
      }
      if Ascii.isUpper(byte), let last = current.last {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        // lossG | GLoss
        if Ascii.isLower(last) || (Ascii.isUpper(last) && Ascii.isLower(next)) {
          flush()
        }
      }
      current.append(byte)
    }
    flush()
    self.words = words
  }

  init(words: [String]) {
    self.words = words
  }

  var joined: String { words.joined(separator: " ") }
}
