// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The options of the programs that fuzz by count.
public enum FuzzCommand {
  /// Whether a command line is for this.
  public static func isMeant(by arguments: [String]) -> Bool {
    arguments.dropFirst().first?.hasPrefix("--") ?? false
  }

  /// Does what a command line says and returns the exit status.
  public static func run(_ arguments: [String], _ targets: [FuzzTarget]) -> Int32 {
    do {
      switch arguments.dropFirst().first {
      case "--formats": print(targets.map(\.format).joined(separator: "\n"))
      case "--seeds":
        guard let folder = arguments.dropFirst(2).first else { throw Failure("--seeds FOLDER") }
        try writeSeeds(of: targets, folder)
      default: try count(arguments, targets)
      }
      return 0
    } catch {
      FileHandle.standardError.write(Data("fuzz: \(error)\n".utf8))
      return 1
    }
  }

  private struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }

  private static func writeSeeds(of targets: [FuzzTarget], _ folder: String) throws {
    for target in targets {
      let place = URL(fileURLWithPath: folder).appendingPathComponent(target.format)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for (number, seed) in target.seeds.enumerated() {
        try Data(seed).write(to: place.appendingPathComponent("\(number)"))
      }
    }
  }

  private static func option(_ name: String, _ arguments: [String]) throws -> String? {
    guard let place = arguments.firstIndex(of: name) else { return nil }
    guard arguments.indices.contains(place + 1) else { throw Failure("\(name) takes a value") }
    return arguments[place + 1]
  }

  private static func number<Number: LosslessStringConvertible & Comparable & Numeric>(
    _ name: String,
    _ arguments: [String]
  ) throws -> Number? {
    guard let text = try option(name, arguments) else { return nil }
    guard let number = Number(text), number >= 0 else {
      throw Failure("\(name) takes a number, not '\(text)'")
    }
    return number
  }

  private static func count(_ arguments: [String], _ targets: [FuzzTarget]) throws {
    guard let names = try option("--format", arguments),
      let state = try option("--state", arguments)
    else { throw Failure("--format NAMES|all --state FILE [--count N] [--seconds S]") }
    let wanted =
      names == "all" ? targets.map(\.format) : names.split(separator: ",").map(String.init)
    let count: Int? = try number("--count", arguments)
    let seconds: Double = try number("--seconds", arguments) ?? .infinity
    let until = seconds.isFinite ? Date(timeIntervalSinceNow: seconds) : .distantFuture
    var campaign = try FuzzCampaign(
      state: URL(fileURLWithPath: state),
      revision: try option("--revision", arguments)
    )
    for name in wanted {
      guard let target = targets.first(where: { $0.format == name }) else {
        throw Failure("there is no format '\(name)'; --formats names them")
      }
      try campaign.run(target, total: count ?? target.goal, until: until)
      print(campaign.line(target))
    }
    print(campaign.summary(of: targets.filter { wanted.contains($0.format) }))
  }
}

extension FuzzTarget {
  /// Inputs that a format is to stand: a million of text, ten of bytes.
  var goal: Int { isBinary ? 10_000_000 : 1_000_000 }
}

extension FuzzCampaign {
  /// `fuzz csv: 1000000 inputs in 93 s, 10753 a second, 0 failures`.
  func line(_ target: FuzzTarget) -> String {
    let count = counts[target.format] ?? Count()
    let rate = count.seconds > 0 ? Int(Double(count.inputs) / count.seconds) : 0
    return "fuzz \(target.format): \(count.inputs) inputs in \(Int(count.seconds)) s, "
      + "\(rate) a second, 0 failures"
  }

  /// One line of all formats.
  func summary(of targets: [FuzzTarget]) -> String {
    let found = targets.map { (target: $0, count: counts[$0.format] ?? Count()) }
    let whole = found.count { $0.count.inputs >= $0.target.goal }
    let inputs = found.reduce(0) { $0 + $1.count.inputs }
    let hours = found.reduce(0.0) { $0 + $1.count.seconds } / 3600
    return
      "fuzz count: \(inputs) inputs, \(whole) of \(found.count) formats at their goal (1000000 of "
      + "text, 10000000 of bytes), \((hours * 100).rounded() / 100) machine hours, 0 failures"
  }
}
