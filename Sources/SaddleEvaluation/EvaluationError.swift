// SPDX-License-Identifier: Apache-2.0

/// Why samples could not be measured, and the way out.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of cause it is.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The code as text.
    public var rawValue: String
    /// Creates a code from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Too few samples, or sizes that don't go together.
    public static let samples = Code(rawValue: "samples")
    /// Numbers that are NaN or infinite.
    public static let nonFinite = Code(rawValue: "nonFinite")
    /// A metric, extractor or option that doesn't exist or can't be used here.
    public static let option = Code(rawValue: "option")
    /// A file that can't be read, or holds something else.
    public static let file = Code(rawValue: "file")
    /// Results that must not be compared.
    public static let incomparable = Code(rawValue: "incomparable")
  }

  /// What sort of cause it is.
  public var code: Code
  /// What failed and the way out, in one line.
  public var message: String

  /// Creates an error; the message is one line with the cause and the way out.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message, which names the cause by itself.
  public var description: String { message }
}
