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
    #expect(graph.circle() == nil, "\(graph.circle() ?? "")")
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
    path.contains("/") ? String(path.prefix { $0 != "/" }) : "the target's own files"
  }
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
