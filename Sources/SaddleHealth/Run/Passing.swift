// SPDX-License-Identifier: Apache-2.0

/// A number that helps while a process lives and leaves no trace in a stored state: it is read back
/// as 0, so that a resumed run has the bytes of an undisturbed one.
struct Passing: Codable, Sendable, Equatable {
  var value: Int

  init(_ value: Int) { self.value = value }

  init(from decoder: any Decoder) throws { value = 0 }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(0)
  }
}
