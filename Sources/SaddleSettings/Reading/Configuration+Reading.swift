// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleText

extension Configuration {
  /// A configuration that was read, checked and resolved.
  public struct Loaded: Sendable, Equatable {
    /// The configuration; nothing in it is left to be decided later.
    public let configuration: Configuration
    /// What is doubtful about it.
    public let warnings: [ConfigurationProblem]
    /// The keys that the file or an override gave, in no order.
    public let given: Set<String>
  }

  /// Reads YAML and overrides, checks them whole and fills in what depends on other keys.
  ///
  /// - Parameters:
  ///   - yaml: The text of a configuration file; may be empty.
  ///   - file: The name that messages have for it.
  ///   - overrides: `KEY=VALUE` each; the value is YAML, later ones count.
  /// - Returns: The configuration with its warnings.
  /// - Throws: `ConfigurationError` with every problem of file, overrides and combination.
  public static func read(
    yaml: String,
    file: String,
    overrides: [String] = []
  ) throws(ConfigurationError) -> Loaded {
    var reader = ConfigurationReader()
    reader.read(yaml: yaml, name: file)
    for text in overrides { reader.read(override: text) }

    var configuration = Configuration()
    for key in schema.keys {
      if let value = reader.values[key.path] { key.write(&configuration, value) }
    }
    let failed = Set(reader.problems.map(\.key))
    let given = Set(reader.origins.keys)
    var problems = reader.problems + configuration.leaveOutSchedules(reader.origins)
    for rule in ConfigurationRule.all where failed.isDisjoint(with: rule.keys) {
      guard let message = rule.check(configuration, given) else { continue }
      let culprit = rule.keys.last { reader.origins[$0] != nil }
      problems.append(
        ConfigurationProblem(
          severity: rule.severity,
          origin: culprit.flatMap { reader.origins[$0] } ?? .file(file, line: nil),
          key: culprit ?? rule.keys.last ?? "",
          message: message
        )
      )
    }
    if problems.contains(where: { $0.severity == .error }) {
      throw ConfigurationError(problems: problems)
    }
    configuration.resolve()
    return Loaded(configuration: configuration, warnings: problems, given: given)
  }

  /// Leaves out what overrides have switched off and the file schedules, and says so.
  private mutating func leaveOutSchedules(
    _ origins: [String: ConfigurationOrigin]
  ) -> [ConfigurationProblem] {
    let keys = origins.keys.sorted()
      .filter { if case .override = origins[$0] { true } else { false } }
    guard !keys.contains("schedules") else { return [] }
    return leaveOutSchedules(switchedOffBy: keys).map { line in
      let schedule = try? Schedule(line)
      let culprit = keys.first { absence(of: $0) != nil && schedule?.matches($0) == true }
      return ConfigurationProblem(
        severity: .warning,
        origin: culprit.flatMap { origins[$0] } ?? .override(line),
        key: "schedules",
        message: "`\(ForeignText.quoted(line))` is left out: its number is switched off"
      )
    }
  }

  /// Reads the file at `path`, or the preset of that name where there is no such file.
  ///
  /// - Throws: `ConfigurationError` with every problem, also where nothing is found.
  public static func load(
    _ path: String,
    overrides: [String] = []
  ) throws(ConfigurationError) -> Loaded {
    let url = URL(fileURLWithPath: path)
    let stem = url.deletingPathExtension().lastPathComponent
    let text: String
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      do {
        text = try read(file: url)
      } catch {
        throw problem(path, "can't be read as UTF-8 text; check the path and its permissions")
      }
      if isEmpty(text) {
        throw problem(
          path,
          "it says nothing; `saddle config ring` prints a configuration to begin with"
        )
      }
    } else if let preset = Preset.named(path) {
      text = preset.yaml
    } else if isFolder.boolValue {
      throw problem(
        path,
        "it is a folder: name a YAML file in it, or go on with a run by `saddle train --resume "
          + "\(ShellWord.quoted(path))`"
      )
    } else {
      let near = Spelling.nearest(to: path, among: Preset.all.map(\.name))
      let question = Spelling.question(near).map { " " + $0 } ?? ""
      throw problem(
        path,
        "no such file and no such preset;\(question) `saddle config --presets` lists them"
      )
    }
    var loaded = try read(yaml: text, file: path, overrides: overrides)
    if loaded.configuration.name == nil {
      var named = loaded.configuration
      named.name = stem
      loaded = Loaded(configuration: named, warnings: loaded.warnings, given: loaded.given)
    }
    return loaded
  }

  /// Whether a text has nothing but remarks and YAML's words for nothing: no configuration that
  /// anybody meant.
  private static func isEmpty(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).allSatisfy { line in
      let words = line.split(separator: "#", omittingEmptySubsequences: false)[0]
        .split(whereSeparator: \.isWhitespace)
      return words.allSatisfy { ["---", "...", "{}", "null", "~"].contains($0) }
    }
  }

  private static func read(file: URL) throws -> String {
    // A pipe of the shell, `<(...)`, is meant; any other would be waited for.
    let isStream = ["/dev/", "/proc/self/fd/"].contains { file.path.hasPrefix($0) }
    let handle =
      isStream
      ? try FileHandle(forReadingFrom: file)
      : FileHandle(fileDescriptor: try RegularFile.open(file.path), closeOnDealloc: true)
    defer { try? handle.close() }
    let data = try handle.read(upToCount: ConfigurationReader.largestFile + 1) ?? Data()
    guard let text = String(data: data, encoding: .utf8) else {
      throw CocoaError(.fileReadInapplicableStringEncoding)
    }
    return text
  }

  private static func problem(_ path: String, _ message: String) -> ConfigurationError {
    let origin = ConfigurationOrigin.file(ForeignText.quoted(path), line: nil)
    return ConfigurationError(problems: [
      ConfigurationProblem(severity: .error, origin: origin, key: "", message: message)
    ])
  }
}
