// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The resolved `config.yaml` of a run of Saddle's own, as far as its settings are judged.
///
/// What `Configuration.yaml()` writes is a tree of `key: value` lines: that much is read here,
/// without the engine. Anything else is passed over.
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
    var list = OptionList(source: "config.yaml")
    YAMLOptions.read(text, into: &list)
    var settings = RunSettings(source: list.source, isSaddle: true)
    let judged = Set(SettingKey.judged.map(\.rawValue))
    for entry in list.entries where judged.contains(entry.name) && entry.value != "null" {
      settings.set(SettingKey(rawValue: entry.name), value(entry.value))
    }
    return settings
  }

  private static func value(_ text: String) -> RunSettings.Value {
    if text == "true" || text == "false" { return .flag(text == "true") }
    if let number = Double(text), number.isFinite { return .number(number) }
    return .text(text)
  }
}
