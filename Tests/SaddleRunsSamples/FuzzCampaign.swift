// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleText

/// Feeds each format with so many inputs, in any number of sittings.
///
/// Begins where the last sitting stopped: the inputs of a format follow from its name and how many
/// there were, so that none is tried twice and each can be made again.
public struct FuzzCampaign {
  /// How far a format is.
  public struct Count: Codable, Sendable, Equatable {
    /// Inputs so far.
    public var inputs = 0
    /// Processor time that they took, in seconds.
    public var seconds = 0.0
    /// The build's revision, where it was said.
    public var revision: String?
  }

  /// By format.
  public private(set) var counts: [String: Count] = [:]

  private let state: URL
  private let revision: String?
  private var nextRecord = Date.distantPast

  /// Reads how far the last sitting came.
  ///
  /// A file that is there and can't be read is an error: to begin anew would read inputs twice.
  ///
  /// - Parameters:
  ///   - state: The file that knows; it need not be there yet.
  ///   - revision: What is fuzzed, for the record.
  public init(state: URL, revision: String?) throws {
    self.state = state
    self.revision = revision
    do {
      counts = try JSONDecoder().decode([String: Count].self, from: Data(contentsOf: state))
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      // The first sitting.
    }
  }

  /// Inputs between two records of how far it is.
  private static let slice = 2048

  /// Reads inputs of a format until there were `total`, or the time is over.
  ///
  /// - Parameters:
  ///   - target: The format.
  ///   - total: Inputs of all sittings.
  ///   - until: The end of the sitting.
  /// - Throws: `FuzzTarget.BrokenPromise`; the input is kept beside the state, as it is where the
  ///   process dies.
  public mutating func run(_ target: FuzzTarget, total: Int, until: Date) throws {
    var count = counts[target.format] ?? Count()
    FuzzGuard.begin(state.path + "-" + target.format + "-input")
    while count.inputs < total, Date() < until {
      let size = min(FuzzCampaign.slice, total - count.inputs)
      let began = clock()
      try FuzzCampaign.slice(target, from: count.inputs, count: size)
      count.inputs += size
      count.seconds += Double(clock() - began) / Double(CLOCKS_PER_SEC)
      count.revision = revision ?? count.revision
      counts[target.format] = count
      if Date() >= nextRecord { try record() }
    }
    try record()
  }

  private static func slice(_ target: FuzzTarget, from first: Int, count: Int) throws {
    var random = SplitMix64(seed: seed(target.format) &+ UInt64(first))
    defer { FuzzGuard.limit(0) }
    for number in 0..<count {
      if number % FuzzGuard.inputs == 0 { FuzzGuard.limit(FuzzGuard.seconds) }
      let input = target.input(using: &random)
      try FuzzGuard.watching(input) {
        do { try target.read(input) } catch {
          FuzzGuard.keep()
          throw error
        }
      }
    }
  }

  /// A number of its own for each name (FNV-1a).
  private static func seed(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
  }

  private mutating func record() throws {
    nextRecord = Date(timeIntervalSinceNow: 5)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(counts).write(to: state, options: .atomic)
  }
}
