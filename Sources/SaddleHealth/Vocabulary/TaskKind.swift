// SPDX-License-Identifier: Apache-2.0

/// What the generator is to make: it decides which outcome counts and what a level means.
public struct TaskKind: Codable, Sendable, Equatable {
  /// The kinds.
  public enum Name: String, CaseIterable, Codable, Sendable {
    /// Samples of one distribution.
    case unconditional
    /// Samples of a class.
    case classConditional
    /// A picture for a picture, with pairs to learn from (pix2pix).
    case paired
    /// A picture for a picture without pairs (CycleGAN).
    case unpaired
    /// A larger picture of a small one.
    case superResolution
    /// Sound of a spectrogram or a text.
    case vocoder
    /// Codes from which pictures or sound are made again.
    case tokenizer
    /// Rows of a table.
    case tabular
  }

  /// The kind.
  public var name: Name
  /// How that is known, in words.
  public var source: String

  /// Creates a kind.
  public init(_ name: Name, source: String) {
    self.name = name
    self.source = source
  }

  /// Whether the generator is told what to make: it has something to reproduce.
  public var hasTarget: Bool {
    switch name {
    case .paired, .unpaired, .superResolution, .vocoder, .tokenizer: true
    case .unconditional, .classConditional, .tabular: false
    }
  }
}
