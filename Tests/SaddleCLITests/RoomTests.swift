// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Dependencies go one way: between targets, and between the rooms (folders) of a target.
///
/// Read from the sources: imports, and the names of types. Documentation/architecture.md draws them.
@Suite struct RoomTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// Every target that has Swift files: none is left out.
  static let targets: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: sources.path)
    return (names ?? []).sorted().filter { name in
      ((try? files(sources.appendingPathComponent(name))) ?? []).isEmpty == false
    }
  }()

  /// The Swift files of a folder, by path relative to it.
  private static func files(_ folder: URL) throws -> [(path: String, text: String)] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().map {
      ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    }
  }

  @Test func targetsImportOneWay() throws {
    var graph = Graph()
    for target in Self.targets {
      for file in try Self.files(Self.sources.appendingPathComponent(target)) {
        for line in file.text.split(separator: "\n") {
          let words = line.split(separator: " ")
          guard let place = words.firstIndex(of: "import"), place < 3, place + 1 < words.count
          else { continue }
          let name = String(words[place + 1])
          if Self.targets.contains(name) { graph.add(target, name, "\(target)/\(file.path)") }
        }
      }
    }
    #expect(graph.edges.count > 5, "imports were read")
    #expect(Self.targets.contains("saddle-score") && Self.targets.contains("SaddleTorch"))
    #expect(graph.circle() == nil, "\(graph.circle() ?? "")")
  }

  @Test(arguments: targets)
  func roomsReferOneWay(_ target: String) throws {
    let graph = try Self.graph(of: target)
    #expect(graph.circle() == nil, "\(graph.circle() ?? "")")
  }

  /// Which room refers to which inside a target.
  private static func graph(of target: String) throws -> Graph {
    var graph = Graph()
    let files = try Self.files(Self.sources.appendingPathComponent(target)).map {
      (room: Self.room($0.path), path: $0.path, code: SourceCode($0.text))
    }
    var homes: [String: String] = [:]
    for file in files { for name in file.code.declared { homes[name] = file.room } }
    for file in files {
      for name in file.code.words {
        guard let home = homes[name], home != file.room else { continue }
        graph.add(file.room, home, "\(name) in \(target)/\(file.path)")
      }
    }
    #expect(!files.isEmpty)
    graph.rooms = Set(files.map(\.room))
    return graph
  }

  /// Documentation/architecture.md has every room, and an arrow for each reference.
  @Test(arguments: targets)
  func theDrawingShowsThem(_ target: String) throws {
    let graph = try Self.graph(of: target)
    let rooms = graph.rooms.subtracting([Self.ownFiles])
    if rooms.isEmpty { return }
    let page = Self.sources.deletingLastPathComponent()
      .appendingPathComponent("Documentation/architecture.md")
    let drawing = Drawing(of: target, in: try String(contentsOf: page, encoding: .utf8))
    for room in rooms.sorted() { #expect(drawing.rooms.contains(room), "\(room) is not drawn") }
    for (room, uses) in graph.edges where rooms.contains(room) {
      for (used, place) in uses where rooms.contains(used) {
        #expect(drawing.isAbove(room, used), "no way from \(used) to \(room): \(place)")
        #expect(!drawing.isAbove(used, room), "\(used) is drawn above \(room): \(place)")
      }
    }
  }

  /// The files of a walk are there, as many as the page says and no more than that.
  @Test(arguments: [
    ("files, for the discriminator's loss:", 14), ("files, for `regularizers.r1.gamma`:", 9),
    ("files: `Trainer+Keeping`", 9),
  ])
  func aWalkIsAsShortAsThePageSays(_ words: String, most: Int) throws {
    let page = try String(
      contentsOf: Self.sources.deletingLastPathComponent()
        .appendingPathComponent("Documentation/architecture.md"),
      encoding: .utf8
    )
    let walk = try #require(page.components(separatedBy: "\n\n").first { $0.contains(words) })
    let list = try #require(walk.range(of: ":")).upperBound
    let named = walk[list...].components(separatedBy: "`").enumerated()
      .compactMap { $0.offset % 2 == 1 ? $0.element + ".swift" : nil }
    #expect(Int(walk.prefix { $0.isNumber }) == named.count && Set(named).count == named.count)
    #expect(named.count <= most)
    let names = try Self.targets.flatMap { target in
      try Self.files(Self.sources.appendingPathComponent(target))
        .map { ($0.path as NSString).lastPathComponent }
    }
    for name in named { #expect(names.contains(name), "there is no \(name)") }
  }

  @Test func aDrawingIsRead() {
    let page = """
      ## Rooms
      Words ─> are no drawing.

          One   Low ─> Middle, Side ─> High;  Low ─> Far
                High ─> Top
          Two   Low

      ## Next
      """
    let drawing = Drawing(of: "One", in: page)
    #expect(drawing.rooms == ["Low", "Middle", "Side", "High", "Far", "Top"])
    #expect(drawing.isAbove("Top", "Side") && drawing.isAbove("Far", "Low"))
    #expect(!drawing.isAbove("Low", "Top") && !drawing.isAbove("Side", "Middle"))
    #expect(Drawing(of: "Two", in: page).rooms == ["Low"])
  }

  @Test func aCircleIsFound() {
    var graph = Graph()
    graph.add("a", "b", "1")
    graph.add("b", "c", "2")
    #expect(graph.circle() == nil)
    graph.add("c", "a", "3")
    #expect(graph.circle()?.contains("c -> a (3)") == true)
  }

  @Test func onlyCodeIsRead() {
    let code = SourceCode("public struct A: B { let c = \"D\" } // E\n/// F\nextension G {}\n")
    #expect(code.declared == ["A"])
    #expect(code.words.isSuperset(of: ["A", "B", "G"]))
    #expect(code.words.isDisjoint(with: ["D", "E", "F"]))
  }

  private static func room(_ path: String) -> String {
    path.contains("/") ? String(path.prefix { $0 != "/" }) : ownFiles
  }
  private static let ownFiles = "the target's own files"
}

/// The code of a file without comments and strings.
private struct SourceCode {
  /// Types that it declares at the top level.
  var declared: [String] = []
  /// All words.
  var words: Set<String> = []

  init(_ text: String) {
    var isInText = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let marks = line.components(separatedBy: "\"\"\"").count - 1
      if marks % 2 == 1 {
        isInText.toggle()
        continue
      }
      if isInText { continue }
      take(Self.code(of: line))
    }
  }

  private static func code(of line: Substring) -> String {
    var result = ""
    var isInString = false
    var last: Character = " "
    for character in line {
      if character == "\"", last != "\\" { isInString.toggle() }
      if !isInString, character == "/", last == "/" { return result }
      if !isInString { result.append(character) }
      last = character == "\\" && last == "\\" ? " " : character
    }
    return result
  }

  private mutating func take(_ line: String) {
    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    self.words.formUnion(words)
    guard line.first?.isWhitespace == false else { return }
    let kinds: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    guard let place = words.firstIndex(where: kinds.contains), place < 4, place + 1 < words.count
    else { return }
    declared.append(words[place + 1])
  }
}

/// Who refers to whom, and where.
private struct Graph {
  var edges: [String: [String: String]] = [:]
  /// Everybody, those included who refer to nobody.
  var rooms: Set<String> = []

  mutating func add(_ from: String, _ to: String, _ place: String) {
    if from != to, edges[from]?[to] == nil { edges[from, default: [:]][to] = place }
  }

  /// One circle in words, or nil.
  func circle() -> String? {
    var done: Set<String> = []
    for start in edges.keys.sorted() {
      if let found = walk(start, [], &done) { return found }
    }
    return nil
  }

  private func walk(_ node: String, _ path: [String], _ done: inout Set<String>) -> String? {
    if let start = path.firstIndex(of: node) {
      let round = path[start...] + [node]
      return zip(round, round.dropFirst())
        .map { "\($0) -> \($1) (\(edges[$0]?[$1] ?? ""))" }.joined(separator: ", ")
    }
    if done.contains(node) { return nil }
    for next in (edges[node] ?? [:]).keys.sorted() {
      if let found = walk(next, path + [node], &done) { return found }
    }
    done.insert(node)
    return nil
  }
}

/// The rooms of a target as a page draws them: `Low, Other ─> Middle ─> High`.
private struct Drawing {
  private(set) var rooms: Set<String> = []
  /// What stands right above a room.
  private var above: [String: Set<String>] = [:]

  init(of target: String, in page: String) {
    var isInTarget = false
    let part = page.components(separatedBy: "## Rooms").last?.components(separatedBy: "\n## ")[0]
    for line in (part ?? "").components(separatedBy: "\n") where line.hasPrefix("    ") {
      var words = line.dropFirst(4)
      if words.first?.isWhitespace == false {
        isInTarget = words.hasPrefix(target + " ")
        words = words.drop { !$0.isWhitespace }
      }
      if isInTarget { take(words) }
    }
  }

  private mutating func take(_ line: Substring) {
    for chain in line.components(separatedBy: ";") {
      let levels = chain.components(separatedBy: "─>").map { level in
        level.components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      rooms.formUnion(levels.joined())
      for (low, high) in zip(levels, levels.dropFirst()) {
        for room in low { above[room, default: []].formUnion(high) }
      }
    }
  }

  /// Whether arrows lead from one room up to another.
  func isAbove(_ high: String, _ low: String) -> Bool {
    var seen: Set<String> = []
    var next = [low]
    while let room = next.popLast() {
      for found in above[room] ?? [] where seen.insert(found).inserted { next.append(found) }
    }
    return seen.contains(high)
  }
}
