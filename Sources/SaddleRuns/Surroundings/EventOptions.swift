// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The options that a run wrote into its event files: the HParams tab, and texts such as `args`.
///
/// Scripts that keep no file of options write them here: `add_hparams`, Lightning's logger, and
/// `add_text("hyperparameters", "|param|value|...")` of CleanRL and those that follow it.
enum EventOptions {
  /// Bytes at a file's beginning in which options are looked for.
  static let byteLimit = 2 << 20
  /// Files that are looked at.
  static let fileLimit = 32

  /// Words of a text's tag that say that it holds options.
  private static let words: Set<String> = [
    "arg", "args", "arguments", "cfg", "config", "configs", "configuration", "flags", "hparam",
    "hparams", "hyperparameter", "hyperparameters", "hyperparams", "opt", "option", "options",
    "opts",
    "param", "parameters", "params", "setting", "settings",
  ]

  /// The options in the event files at `paths`: texts first, since settings are what ran.
  static func read(_ paths: [String]) -> [OptionList] {
    var found: [OptionList] = []
    for path in paths.prefix(fileLimit) { found += read(path) }
    return found
  }

  private final class Basket: Sendable {
    let lists = Mutex<(texts: [String: OptionList], settings: OptionList?)>(([:], nil))
  }

  private static func read(_ path: String) -> [OptionList] {
    guard let head = try? FileChunks.head(path, limit: byteLimit) else { return [] }
    let basket = Basket()
    var parser = parser(path, basket)
    var rows = ParsedRows()
    parser.consume(head, into: &rows)
    return basket.lists.withLock { lists in
      lists.texts.sorted { $0.key < $1.key }.map(\.value) + [lists.settings].compactMap { $0 }
    }
  }

  private static func parser(_ path: String, _ basket: Basket) -> any LogParser {
    @Sendable func take(_ settings: HyperParameters) {
      basket.lists.withLock { $0.settings = OptionList(settings) }
    }
    guard RecordFiles.type(of: path)?.id != VisualDLImporter.id else {
      return VisualDLParser(onSettings: take)
    }
    return EventFileParser { extra in
      switch extra {
      case .text(let tag, let text) where isOptions(tag):
        let list = OptionFile.list(text, source: "the text \(tag)")
        // The first one is of the start.
        basket.lists.withLock { if $0.texts[tag] == nil, !list.isEmpty { $0.texts[tag] = list } }
      case .settings(let settings): take(settings)
      case .text, .image: break
      }
    }
  }

  private static func isOptions(_ tag: String) -> Bool {
    guard tag.utf8.count <= 200 else { return false }
    let parts = tag.split(separator: "/").filter { $0 != "text_summary" }
    return parts.contains { part in
      OptionName.folded(String(part)).split(separator: "_").contains { words.contains(String($0)) }
    }
  }
}

extension OptionList {
  /// The settings of TensorBoard's HParams tab.
  fileprivate init(_ settings: HyperParameters) {
    self.init(source: "the event file's hyper-parameters")
    for (name, value) in settings.values {
      add(name.split { $0 == "/" || $0 == "." }.map(String.init), value.option)
    }
  }
}
