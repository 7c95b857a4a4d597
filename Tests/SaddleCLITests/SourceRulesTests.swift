// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTerminal
import Testing

/// Ways of doing something that have one home in the sources: elsewhere they are mistakes that have
/// been made before.
@Suite struct SourceRulesTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    /// A regular expression of what is not to be written.
    var pattern: String
    /// Files that may: the home.
    var home: [String]
    /// Folders of `Sources` that it holds for.
    var folders: [String]
    var reason: String
    var testDescription: String { pattern }
  }

  static let rules = [
    Rule(
      pattern:
        #"FileHandle\.standard(Output|Error)|(?<![\w.])(print|puts|printf)\(|std(out|err)\b"#,
      // `UserFile` knows the paths of both streams, and writes to neither by itself.
      home: ["StandardStream.swift", "UserFile.swift"],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleReport", "SaddleRuns", "SaddleHealth",
        "SaddleTraining", "SaddleSettings", "SaddleData", "SaddleGAN", "SaddleEvaluation",
        "SaddleImage", "SaddleTorch",
      ],
      reason: "StandardOutput and StandardError: a full or closed stream traps or is not noticed"
    ),
    Rule(
      pattern: #"as NSString\)\.deletingLastPathComponent"#,
      home: [],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleRuns", "SaddleData", "SaddleTraining",
        "SaddleEvaluation", "SaddleReport", "SaddleSettings",
      ],
      reason: "FilePath.folder(of:): Foundation's traps for a name of one character"
    ),
    Rule(
      pattern: #"FileHandle\(forReading|contents\(atPath|(Data|String)\(contentsOf|fopen\("#,
      home: [
        // The user named it, and may mean a pipe.
        "StreamCopy.swift", "Configuration+Reading.swift", "EvaluationTables.swift",
        // Files of the system, and of a folder of our own.
        "PeakMemory.swift", "MachineLoad.swift", "Meter.swift", "DebianPackages.swift",
      ],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleReport", "SaddleRuns", "SaddleHealth",
        "SaddleTraining", "SaddleEvaluation", "SaddleImage", "SaddleTorch",
      ],
      reason: "RegularFile (FileHandle(regularFileAt:) below it): a pipe there would be waited for"
    ),
    Rule(
      pattern: #"\((?:65|97)\.\.\.|append\(\d+\)|lower\([\w$]+\) [!=]= \d"#,
      home: [],
      folders: ["SaddleRuns", "SaddleCLI", "SaddleReport"],
      reason: "a byte's name (Bytes.swift) or UInt8(ascii:): nobody knows 101 by heart"
    ),
    Rule(
      pattern:
        #"(?i)judgement|licence|[cC]olour|behaviour|neighbour|catalogue|\bgrey|(?:memor|normal|initial|recogn|organ|regular)is(?:e|ation)"#,
      home: [
        // Ids and keys that files, scripts and command lines have.
        "Memorization.swift", "MetricCatalog.swift", "EvaluationSession.swift",
        "DataManifest.swift", "DataCommand+List.swift", "Image.swift", "ConfigurationRule.swift",
        "TransformName.swift",
      ],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleReport", "SaddleRuns", "SaddleHealth",
        "SaddleTraining", "SaddleSettings", "SaddleData", "SaddleGAN", "SaddleEvaluation",
        "SaddleImage", "SaddleTorch", "SaddleText", "SaddleTerminal", "saddle-score",
      ],
      reason: "American spelling: one in all names and messages"
    ),
    Rule(
      pattern: #"createDirectory\("#,
      home: [],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleReport", "SaddleRuns", "SaddleTraining",
        "SaddleData",
      ],
      reason: "AtomicFile.createFolder: Foundation's error names no reason of the system's"
    ),
    Rule(
      pattern: #"JSONEncoder\("#,
      // These sort their keys themselves.
      home: ["StableJSON.swift", "StatisticsFile.swift", "CheckpointManifest.swift"],
      folders: [
        "SaddleCLI", "SaddleEngineCLI", "SaddleReport", "SaddleRuns", "SaddleTraining",
        "SaddleData", "SaddleEvaluation",
      ],
      reason: "StableJSON: keys in any order make equal runs differ"
    ),
    Rule(
      pattern: #"temporaryDirectory|NSTemporaryDirectory"#,
      home: ["SourceRulesTests.swift"],
      folders: [
        "../Tests/SaddleCLITests", "../Tests/SaddleRunsTests", "../Tests/SaddleHealthTests",
        "../Tests/SaddleReportTests", "../Tests/SaddleTrainingTests", "../Tests/SaddleTorchTests",
        "../Tests/SaddleEvaluationTests", "../Tests/SaddleImageTests",
      ],
      reason: "TemporaryFolder.root: it goes with the process, whatever a test forgets"
    ),
  ]

  @Test(arguments: rules)
  func hasOneHome(rule: Rule) throws {
    let expression = try NSRegularExpression(pattern: rule.pattern)
    for file in try Self.sources(rule.folders) where !rule.home.contains(file.lastPathComponent) {
      let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
      for (index, line) in lines.enumerated() {
        let code = line.components(separatedBy: "//")[0]
        let isDeclaration = code.contains("func print(")
        let range = NSRange(code.startIndex..., in: code)
        let found = expression.firstMatch(in: code, range: range) != nil && !isDeclaration
        #expect(!found, "\(file.lastPathComponent):\(index + 1): use \(rule.reason)")
      }
    }
  }

  private static func sources(_ folders: [String]) throws -> [URL] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    let files = folders.flatMap { folder in
      (FileManager.default.enumerator(
        at: root.appendingPathComponent(folder),
        includingPropertiesForKeys: nil
      )?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }
    #expect(files.count > 100)
    return files
  }
}
