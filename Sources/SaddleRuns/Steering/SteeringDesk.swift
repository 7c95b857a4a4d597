// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import SaddleHealth

/// Steers a training loop that speaks lines of JSON: a line in, a line out.
///
/// The first line declares the loop, each later one is a step, a measure or a request; what can't be read
/// is answered by `{"error": ...}` and changes nothing. Nothing grows with the length of the run.
package struct SteeringDesk {
  /// Bytes of a line at most: a saved state is some hundred kilobytes.
  package static let longestLine = 16 << 20

  // As `Number` has them: a state may hold the square of a number that a loop told.
  private static let infinity = "Infinity"
  private static let notANumber = "NaN"

  private let ledger: any SteeringLedger
  private var loop: SteeredLoop?

  /// Creates a desk.
  ///
  /// - Parameter ledger: Where interventions are written, before they are done.
  package init(_ ledger: any SteeringLedger) { self.ledger = ledger }

  /// Answers a line.
  package mutating func answer(_ line: Data) -> Data {
    let answer: SteeringAnswer
    do { answer = try reply(line) } catch { answer = SteeringAnswer(error: Self.words(error)) }
    let encoder = JSONEncoder.stable()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.infinity,
      negativeInfinity: "-" + Self.infinity,
      nan: Self.notANumber
    )
    if let data = try? encoder.encode(answer) { return data }
    return Data(#"{"error":"the answer holds what JSON can't"}"#.utf8)
  }

  /// The answer to a line that was too long to be taken in.
  package static var tooLong: Data {
    Data(#"{"error":"a line of more than \#(longestLine) bytes"}"#.utf8)
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case let error as SteeringError: error.description
    case let error as FileError: "\(error)"
    case let error as DecodingError: words(error)
    default: "the line is no JSON object"
    }
  }

  private static func words(_ error: DecodingError) -> String {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    case .keyNotFound(let key, _): return "\(key.stringValue.prefix(80)) is missing"
    @unknown default: return "the line can't be read"
    }
    let path = context.codingPath.map { String($0.stringValue.prefix(80)) }.joined(separator: ".")
    return path.isEmpty ? "the line is no JSON object" : "\(path) can't be read"
  }

  private mutating func reply(_ line: Data) throws -> SteeringAnswer {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.infinity,
      negativeInfinity: "-" + Self.infinity,
      nan: Self.notANumber
    )
    let read = try decoder.decode(SteeringLine.self, from: line)
    if case .declaration(let declaration) = read { return try begin(declaration) }
    guard var next = loop else {
      throw SteeringError("declare the loop first: {\"mode\": ..., \"steps\": ..., \"keys\": ...}")
    }
    var answer: SteeredLoop.Answer?
    switch read {
    case .declaration: break
    case .observation(let observation): answer = next.observe(observation)
    case .measured(let name, let values, let largerIsBetter):
      next.measured(values, of: name, largerIsBetter: largerIsBetter)
    case .numbers(let numbers):
      for (key, value) in numbers.sorted(by: { $0.key < $1.key }) { next.note(value, of: key) }
    case .failed(let because): answer = next.failed(String(because.prefix(500)))
    case .save:
      var result = SteeringAnswer(order: "state")
      result.state = SteeringDeclaration.Saved(loop: next, ledgerBytes: try ledger.byteCount())
      return result
    }
    // What can't be written down isn't done.
    if let intervention = answer?.order.intervention { try ledger.write(intervention) }
    loop = next
    var result = answer.map { SteeringAnswer($0) } ?? SteeringAnswer(order: "go on")
    if next.pilot.rules.mode >= .safe { result.held = next.held }
    return result
  }

  private mutating func begin(_ declaration: SteeringDeclaration) throws -> SteeringAnswer {
    var fresh = try declaration.loop
    let declared = fresh.controls
    if let saved = declaration.state {
      fresh = saved.loop
      fresh.goOn(try declaration.rules, controls: declared)
      if try ledger.byteCount() >= saved.ledgerBytes {
        try ledger.cut(to: saved.ledgerBytes)
      } else {
        // Another folder than it was saved in.
        try ledger.cut(to: 0)
        for intervention in fresh.pilot.interventions { try ledger.write(intervention) }
      }
    } else if declaration.resume == true {
      for intervention in fresh.resume(try ledger.read()) { try ledger.write(intervention) }
    }
    loop = fresh
    var answer = SteeringAnswer(order: "ready")
    answer.changes = fresh.controls.sorted { $0.key < $1.key }.compactMap { key, control in
      guard let now = declared[key]?.value, now != control.value else { return nil }
      return SteeringAnswer.Change(key: key, from: now, to: control.value)
    }
    answer.held = fresh.held
    return answer
  }
}

/// Where interventions of a steered loop are written.
package protocol SteeringLedger {
  /// Appends a line, and returns when it is on the disk.
  func write(_ intervention: Intervention) throws
  /// The last word on each intervention so far.
  func read() throws -> [Intervention]
  /// Its length.
  func byteCount() throws -> Int
  /// Forgets what was written behind a length.
  func cut(to byteCount: Int) throws
}

/// The `interventions.jsonl` of a run's folder.
package struct SteeringLedgerFile: SteeringLedger {
  private let path: String

  /// Names the ledger of a run.
  package init(_ run: RunDirectory) { path = run.interventions }

  /// Appends a line, and returns when it is on the disk.
  package func write(_ intervention: Intervention) throws {
    _ = try LineFile.append(intervention, to: path, isOnDisk: true)
  }

  /// The last word on each intervention so far.
  package func read() throws -> [Intervention] { try InterventionHistory(path).interventions }

  /// Its length; 0 where there is none.
  package func byteCount() throws -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Forgets what was written behind a length.
  package func cut(to byteCount: Int) throws { try LineFile.cut(path, to: byteCount) }
}
