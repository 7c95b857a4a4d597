// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleRuns
import SaddleTerminal

/// `saddle autopilot steer`: the autopilot of a training loop in any language.
struct AutopilotSteer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "steer",
    abstract: "Steer a training loop of your own, which speaks lines of JSON.",
    discussion: """
      A line in, a line out. The loop declares itself first, then tells each step, with signals as in \
      observations.jsonl, and what it measured of samples; it is answered what to do before its next \
      step, and does it. What is decided stands in RUN/interventions.jsonl before it is answered. \
      Documentation/steering.md has every key; python/README.md the same from a PyTorch loop.

      Examples:
        > {"mode":"safe","steps":9000,"keys":{"optimizer.discriminator.learningRate":{"value":0}}}
        < {"changes":[],"held":[],"order":"ready"}
        > {"step":1,"loss/d":1.386,"loss/g":0.693}
        < {"held":[],"order":"go on"}
        > {"metric":"coverage","value":0.31}
        < {"held":[],"order":"go on"}

      Exit status: 0 the loop ended; 1 an answer could not be written; 64 wrong usage.
      """
  )

  @Argument(help: "The run's folder, where the ledger is written; it must exist.")
  var folder: String

  func run() throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw Failure.usage("\(folder): no such folder") }
    var desk = SteeringDesk(SteeringLedgerFile(RunDirectory(folder)))
    var lines = InputLines(limit: SteeringDesk.longestLine)
    while let line = try lines.next() {
      switch line {
      case .text(let text) where text.isEmpty: continue
      case .text(let text): Self.say(desk.answer(text))
      case .tooLong: Self.say(SteeringDesk.tooLong)
      }
      if StandardStream.output.loss != nil { return }
    }
  }

  private static func say(_ answer: Data) {
    StandardOutput.print(json: String(decoding: answer, as: UTF8.self))
  }
}

/// The lines of standard input, each as soon as it is whole; what an ended input left of one is none.
struct InputLines {
  enum Line {
    case text(Data)
    /// A line that was not taken in.
    case tooLong
  }

  private let limit: Int
  private let file: Int32
  private var waiting = Data()
  /// Where in `waiting` no line ends, as is known.
  private var searched = 0
  private var isSkipping = false
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(limit: Int, file: Int32 = STDIN_FILENO) {
    self.limit = limit
    self.file = file
  }

  /// The next line; nil at the end of the input.
  mutating func next() throws(FileError) -> Line? {
    while true {
      if let end = waiting[(waiting.startIndex + searched)...].firstIndex(of: 0x0A) {
        let line = waiting[..<end]
        waiting = Data(waiting[(end + 1)...])
        searched = 0
        if !isSkipping, line.count <= limit { return .text(Data(line)) }
        isSkipping = false
        return .tooLong
      }
      searched = waiting.count
      if waiting.count > limit {
        isSkipping = true
        waiting = Data()
        searched = 0
      }
      guard try fill() else { return nil }
    }
  }

  /// Takes in what is there; false at the end.
  private mutating func fill() throws(FileError) -> Bool {
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError("read", "standard input") }
      waiting.append(contentsOf: buffer[..<count])
      return count > 0
    }
  }
}
