// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Reads several sources of one run side by side and joins what they say of the same step.
struct MergedReader {
  private let cursors: [SourceCursor]

  init(_ sources: [PlannedSource], options: ReadOptions) throws {
    cursors = sources.map { SourceCursor($0, options: options) }
  }

  func read(_ body: (GameObservation) throws -> Void) throws {
    while let step = try cursors.compactMap({ try $0.peek()?.observation.step }).min() {
      var joined = JoinedStep()
      for cursor in cursors {
        while let next = try cursor.peek(), next.observation.step == step {
          cursor.advance()
          joined.add(next)
        }
      }
      for observation in joined.observations { try body(observation) }
    }
  }
}

/// A source that is read one observation at a time.
final class SourceCursor {
  private let source: PlannedSource
  private var assembler: Assembler
  private var rows = ParsedRows()
  private var queue: [GameObservation] = []
  private var head = 0
  private var file = 0
  private var offset = 0
  private var parser: WordedParser?
  private var isDone = false

  init(_ source: PlannedSource, options: ReadOptions) {
    self.source = source
    assembler = Assembler(plan: source.plan, keepsAllSessions: options.sessions == .all)
  }

  func peek() throws -> GameObservation? {
    while head >= queue.count, !isDone { try fill() }
    return head < queue.count ? queue[head] : nil
  }

  func advance() {
    head += 1
  }

  /// Reads the next piece.
  ///
  /// The file is opened for it alone: a run may have thousands of files.
  private func fill() throws {
    queue.removeAll(keepingCapacity: true)
    head = 0
    guard file < source.source.files.count else {
      assembler.flush { queue.append($0) }
      isDone = true
      return
    }
    let probe = source.source.files[file]
    var parser = self.parser ?? WordedParser(source.source.importer, probe)
    let piece = try FileChunks(probe.path).chunk(at: offset)
    if piece.isEmpty {
      let facts = parser.finish(into: &rows)
      pass(&rows, facts)
      self.parser = nil
      file += 1
      offset = 0
    } else {
      var rows = self.rows
      piece.withUnsafeBytes { parser.consume($0, into: &rows, pass) }
      self.rows = rows
      self.parser = parser
      offset += piece.count
    }
  }

  private func pass(_ rows: inout ParsedRows, _ facts: [RunFact]) {
    assembler.take(rows) { queue.append($0) }
    assembler.note(facts)
    rows.removeRows()
  }
}
