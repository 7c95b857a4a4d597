// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleText

/// What the user says about columns: it goes before every guess.
///
/// Written as `SIGNAL=COLUMN`: `loss_discriminator=MyDLoss`, `probability/real=D_x`,
/// `A:loss/d=disc_A` for one of several games, `step=n`, `ignore=foo`. The signal may be its path
/// (`loss/d`) or its name in words (`lossDiscriminator`, `loss_discriminator`).
public struct SignalMapping: Sendable, Equatable {
  /// One line of a mapping.
  public struct Entry: Sendable, Equatable {
    /// The column's name, exactly as in the log.
    public var column: String
    /// What it means.
    public var meaning: ColumnMeaning
    /// The game; nil where there is one.
    public var game: String?
    /// The line as written.
    public var text: String
  }

  /// The entries in the order given.
  public private(set) var entries: [Entry] = []

  /// Creates an empty mapping.
  public init() {}

  /// Creates a mapping from `SIGNAL=COLUMN` words.
  public init(_ lines: [String]) throws(LogError) {
    for line in lines { try add(line) }
  }

  /// Reads a mapping file: one `SIGNAL=COLUMN` a line, `#` begins a comment.
  public init(file path: String) throws {
    try self.init(FileChunks.wholeFile(path, limit: 1 << 20), of: path)
  }

  /// Reads the content of a mapping file.
  package init(_ bytes: [UInt8], of path: String) throws(LogError) {
    for (index, line) in String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    {
      let text = line.trimmingSpaces
      if text.isEmpty || text.hasPrefix("#") { continue }
      do throws(LogError) { try add(text) } catch {
        throw LogError.option(path, "line \(index + 1): \(error.message)")
      }
    }
  }

  /// Adds one `SIGNAL=COLUMN`.
  public mutating func add(_ text: String) throws(LogError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw LogError.option(
        "--map",
        "'\(text)' has no '='; write SIGNAL=COLUMN, as in loss/d=MyDLoss"
      )
    }
    var name = text[..<equals].trimmingSpaces
    let column = text[text.index(after: equals)...].trimmingSpaces
    guard !column.isEmpty else {
      throw LogError.option("--map", "'\(text)' names no column after '='")
    }
    var game: String?
    if let colon = name.firstIndex(of: ":") {
      game = String(name[..<colon])
      name = String(name[name.index(after: colon)...])
    }
    guard let meaning = SignalMapping.meaning(name) else {
      let near = SignalMapping.nearest(name).map { "; did you mean \($0)?" } ?? ""
      throw LogError.option("--map", "'\(name)' is no signal\(near) (saddle import --list-signals)")
    }
    entries.removeAll { $0.column == column && $0.game == game }
    entries.append(Entry(column: column, meaning: meaning, game: game, text: text))
  }

  /// Adds the entries of another mapping; they win.
  public mutating func merge(_ other: SignalMapping) {
    for entry in other.entries {
      entries.removeAll { $0.column == entry.column && $0.game == entry.game }
      entries.append(entry)
    }
  }

  /// The mapping as the content of a mapping file.
  public var text: String {
    entries.map { $0.text + "\n" }.joined()
  }

  func entry(for column: String) -> Entry? {
    entries.last { $0.column == column }
  }

  private static func meaning(_ name: String) -> ColumnMeaning? {
    let words = NameWords(name).joined
    switch words {
    case "ignore": return .understood("ignored, as told")
    case "step", "iteration": return .axis(.step)
    case "epoch": return .axis(.epoch)
    case "batch": return .axis(.batch)
    case "kimg": return .axis(.kimg)
    case "wall time": return .axis(.wallTime)
    case "reconstruction": return .term(.lossGeneratorReconstruction)
    default: break
    }
    for signal in Signal.allCases
    where NameWords(signal.rawValue).joined == words || NameWords("\(signal)").joined == words {
      return .signal(signal)
    }
    return nil
  }

  private static func nearest(_ name: String) -> String? {
    let words = Set(NameWords(name).words)
    let scored = Signal.allCases.map { signal in
      let own = Set(NameWords(signal.rawValue).words + NameWords("\(signal)").words)
      return (signal, own.intersection(words).count)
    }
    return scored.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0.rawValue : nil }
  }
}
