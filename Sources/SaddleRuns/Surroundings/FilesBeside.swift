// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// What stands in words beside a log: run.json, files of errors, the scheduler's output.
enum FilesBeside {
  /// Files that are looked at.
  private static let fileLimit = 16
  /// Bytes at a file's end that are read: a traceback with what was printed behind it.
  private static let tailBytes = 64 << 10

  /// Facts that belong to the end of the run at `path`.
  static func facts(_ path: String, log: [String]) -> [RunFact] {
    guard let place = FilePath.place(of: path) else { return [] }
    if let fact = record(place + "/run.json") { return [fact] }
    // A single file speaks for itself: what lies beside it may be another run's.
    guard place == path else { return [] }
    let own = Set(log.map { ($0 as NSString).lastPathComponent })
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
    return names.filter { !own.contains($0) && isOutput($0) }.prefix(fileLimit)
      .flatMap { words(place + "/" + $0, name: $0) }
  }

  /// Whether a file is what a program or a scheduler prints: `train.err`, `slurm-123.out`.
  private static func isOutput(_ name: String) -> Bool {
    let lower = name.lowercased()
    let isOfErrors = ["err", "err.txt", "err.log", "error.log"].contains(where: lower.hasSuffix)
    return isOfErrors || lower.hasPrefix("slurm-") || lower == "nohup.out" || lower == "output.log"
  }

  private static func words(_ path: String, name: String) -> [RunFact] {
    guard case .file(let size)? = try? PathKind(path), let file = try? FileChunks(path) else {
      return []
    }
    var scanner = WordScanner()
    var facts: [RunFact] = []
    var offset = max(0, size - tailBytes)
    while let piece = try? file.chunk(at: offset), !piece.isEmpty {
      facts += piece.withUnsafeBytes { scanner.scan($0) }.map(\.fact)
      offset += piece.count
    }
    facts += scanner.finish()
    return facts.filter { $0.kind.isEnd }
      .map { fact in
        var fact = fact
        fact.file = name
        // The beginning was left out: lines can't be counted.
        if size > tailBytes { fact.line = nil }
        return fact
      }
  }

  /// What run.json says of the end, ours or the hook's.
  private static func record(_ path: String) -> RunFact? {
    guard let bytes = try? FileChunks.wholeFile(path, limit: 1 << 20),
      let record = try? JSONDecoder().decode(Record.self, from: Data(bytes))
    else { return nil }
    let reason = record.reason ?? record.error ?? record.exception
    var fact: RunFact
    switch record.status?.lowercased() {
    case "finished", "completed", "done": fact = RunFact(.finished, reason ?? "finished")
    case "stopped", "interrupted": fact = RunFact(.stoppedEarly, reason ?? "stopped")
    case "failed", "error", "crashed":
      fact =
        ExceptionLine((reason ?? "failed")[...])?.fact(line: 0)
        ?? RunFact(.exception, reason ?? "failed")
      fact.line = nil
    case "killed": fact = RunFact(.killed, reason ?? "killed")
    default: return nil
    }
    fact.file = "run.json"
    fact.step = record.step
    return fact
  }

  private struct Record: Decodable {
    var status: String?
    var reason: String?
    var error: String?
    var exception: String?
    var step: Int?
  }
}
