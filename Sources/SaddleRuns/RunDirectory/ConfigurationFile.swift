// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

/// The resolved `config.yaml` of a run of Saddle's own, as far as its settings are judged.
///
/// What `Configuration.yaml()` writes is a tree of `key: value` lines, two blanks a level: that much
/// is read here, without the engine. Anything else is passed over.
public enum ConfigurationFile {
  private static let byteLimit = 1 << 20

  /// Returns the settings in `folder/config.yaml`, or nil where there is no such file or none of the
  /// keys is in it.
  public static func read(_ folder: String) -> RunSettings? {
    guard let bytes = try? FileChunks.wholeFile(folder + "/config.yaml", limit: byteLimit) else {
      return nil
    }
    let settings = settings(String(decoding: bytes, as: UTF8.self))
    return settings.isEmpty ? nil : settings
  }

  /// Returns the settings in the text of such a file.
  public static func settings(_ text: String) -> RunSettings {
    var settings = RunSettings(source: "config.yaml", isSaddle: true)
    let judged = Set(SettingKey.judged.map(\.rawValue))
    var path: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let level = line.prefix { $0 == " " }.count / 2
      let parts = line.split(separator: ":", maxSplits: 1)
      guard let key = parts.first?.trimmingCharacters(in: .whitespaces), !key.isEmpty,
        !key.hasPrefix("#"), level <= path.count
      else { continue }
      path = path.prefix(level) + [key]
      let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      let name = path.joined(separator: ".")
      guard judged.contains(name), !value.isEmpty, value != "null" else { continue }
      settings.set(SettingKey(rawValue: name), Self.value(value))
    }
    return settings
  }

  private static func value(_ text: String) -> RunSettings.Value {
    if text == "true" || text == "false" { return .flag(text == "true") }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .text(text.trimmingCharacters(in: CharacterSet(charactersIn: "\"'")))
  }
}
