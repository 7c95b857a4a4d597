// SPDX-License-Identifier: Apache-2.0

/// Removes the sequences by which terminals are colored.
enum TerminalCodes {
  static func remove(from line: inout [UInt8]) {
    var output: [UInt8] = []
    output.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == .escape, index + 1 < line.count, line[index + 1] == .openBracket {
        index += 2
        while index < line.count, !(64...126).contains(line[index]) { index += 1 }
        index += 1
      } else {
        output.append(line[index])
        index += 1
      }
    }
    line = output
  }
}
