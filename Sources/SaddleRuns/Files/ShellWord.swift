// SPDX-License-Identifier: Apache-2.0

/// Words of commands that a user is told to copy.
public enum ShellWord {
  /// Returns a path or name as one word of a shell: in quotes where it needs them.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      Ascii.isLetter(byte) || Ascii.isDigit(byte) || "_-./:@%+,=".utf8.contains(byte)
    }
    // A leading minus sign would make it an option.
    let path = text.hasPrefix("-") ? "./" + text : text
    if isPlain, !text.isEmpty { return path }
    return "'"
      + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
