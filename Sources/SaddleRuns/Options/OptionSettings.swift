// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension OptionList {
  /// The options whose meaning is known, as settings.
  var settings: RunSettings {
    var result = RunSettings(source: source)
    for entry in entries {
      for key in OptionName.keys(entry.path) {
        guard let value = OptionValue.read(entry.value, for: key, named: entry.path.last ?? "")
        else { continue }
        result.set(key, value, named: entry.name)
        if key == .generatorBeta1 || key == .discriminatorBeta1,
          let second = OptionValue.second(entry.value)
        {
          let other: SettingKey = key == .generatorBeta1 ? .generatorBeta2 : .discriminatorBeta2
          result.set(other, second, named: entry.name)
        }
      }
    }
    return result
  }
}

/// Values of options, as their settings hold them.
enum OptionValue {
  static func read(_ text: String, for key: SettingKey, named name: String) -> RunSettings.Value? {
    switch key {
    case .objective: return objective(text, named: OptionName.folded(name)).map { .text($0) }
    case .precision: return precision(text, named: OptionName.folded(name)).map { .text($0) }
    case .generatorOptimizer, .discriminatorOptimizer: return optimizer(text).map { .text($0) }
    case .dataSource, .classCondition, .discriminatorNormalization, .generatorNormalization,
      .resumedFrom:
      return isNothing(text) ? nil : .text(text)
    default: return number(text).map { .number($0) }
    }
  }

  /// A number; of a list the first, of a switch 1 or 0.
  static func number(_ text: String) -> Double? {
    items(text).first.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The second number of a list: Adam's betas.
  static func second(_ text: String) -> Double? {
    let items = items(text)
    return items.count == 2 ? Double(items[1]) : nil
  }

  private static func items(_ text: String) -> [String] {
    text.split { "[](), ".contains($0) }.map { String($0).replacing("_", with: "") }
  }

  static func isNothing(_ text: String) -> Bool {
    ["", "none", "null", "false", "no", "off", "n/a", "~", "0"].contains(text.lowercased())
  }

  /// The objective's name; old switches of CycleGAN, too.
  private static func objective(_ text: String, named name: String) -> String? {
    let isOn = ["true", "1", "yes"].contains(text.lowercased())
    let isOff = ["false", "0", "no"].contains(text.lowercased())
    if name == "no_lsgan" { return isOff ? Objective.leastSquares.id : Objective.nonSaturating.id }
    if name == "use_lsgan" || name == "lsgan" {
      guard isOn || isOff else { return nil }
      return isOn ? Objective.leastSquares.id : Objective.nonSaturating.id
    }
    switch Objective.meaning(of: text) {
    case .one(let objective): return objective.id
    // What switches between objectives means the loss in use by "vanilla".
    case .ambiguous: return Objective.nonSaturating.id
    case .unknown: return nil
    }
  }

  private static func precision(_ text: String, named name: String) -> String? {
    let value = text.lowercased()
    if isNothing(value) || ["32", "32-true", "fp32", "float32", "o0"].contains(value) {
      return "fp32"
    }
    for known in ["bf16", "fp16", "tf32"] where value.contains(known) { return known }
    if ["16", "16-mixed", "half", "float16", "o3"].contains(value) { return "fp16" }
    if ["o1", "o2", "amp", "mixed"].contains(value) { return "amp" }
    guard ["true", "1", "yes", "on"].contains(value) else { return nil }
    if name.contains("bf16") { return "bf16" }
    return name.contains("amp") || name.contains("mixed") ? "amp" : "fp16"
  }

  private static func optimizer(_ text: String) -> String? {
    let name = text.lowercased().split(separator: ".").last.map(String.init) ?? ""
    for known in ["adamw", "adam", "rmsprop", "sgd"] where name.hasPrefix(known) { return known }
    return nil
  }
}
