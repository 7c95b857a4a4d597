// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file of options beside a log: JSON, YAML, or names and values line by line.
package enum OptionFile {
  /// Bytes of a file that is read.
  static let byteLimit = 1 << 20

  /// Names under which code bases keep the options of a run, best first.
  ///
  /// Sources: CycleGAN and SPADE (`train_opt.txt`, `opt.txt`), StyleGAN (`training_options.json`),
  /// Lightning (`hparams.yaml`), hydra (`.hydra/config.yaml`, `overrides.yaml`), HiFi-GAN and VITS
  /// (`config.json`), BasicSR and taming (`*.yml`, `*-project.yaml`), wandb (`config.yaml`),
  /// RVC and so-vits (`config.json`), scripts (`args.json`, `args.txt`, `params.json`).
  static let names = [
    "training_options.json", "train_opt.txt", "opt.txt", "hparams.yaml", "hparams.yml",
    "hparams.json", "args.json", "args.txt", "args.yaml", "args.yml", "options.json",
    "options.txt", "params.json", "config.json", "config.yaml", "config.yml", "opts.txt",
    "opts.json", "params.yaml", "settings.json", "arguments.txt", "hyperparameters.json",
    "submit_config.txt", "hyper_parameters.yaml", "configuration.yaml", "configuration.json",
  ]

  /// Returns the options in a file, or nil where it holds none.
  static func read(_ path: String) -> OptionList? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let bytes = try? FileChunks.wholeFile(path, limit: byteLimit), !bytes.contains(0) else {
      return nil
    }
    return read(String(decoding: bytes, as: UTF8.self), name: name)
  }

  /// Returns the options in the text of a file of that name, or nil where it holds none.
  package static func read(_ text: String, name: String) -> OptionList? {
    var list = OptionList(source: name)
    // JSON is YAML, too.
    let isObject = text.first { !$0.isWhitespace } == "{"
    if !isObject, name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      YAMLOptions.read(text, into: &list)
    } else if name.hasSuffix(".json") {
      guard JSONOptions.read(text, into: &list) else { return nil }
    } else {
      list = self.list(text, source: name)
    }
    return list.isEmpty ? nil : list
  }

  /// The options in a text of any form: JSON, a Markdown table, or names and values line by line.
  static func list(_ text: String, source: String) -> OptionList {
    var list = OptionList(source: source)
    if text.first(where: { !$0.isWhitespace }) == "{", JSONOptions.read(text, into: &list) {
      return list
    }
    var lines = OptionText(source: source)
    for line in text.split(whereSeparator: \.isNewline) {
      if let (name, value) = tableRow(line) {
        lines.add(name, value)
      } else {
        lines.take(String(line))
      }
    }
    return lines.list
  }

  /// Name and value of a row `|lr|0.0002|`.
  private static func tableRow(_ line: Substring) -> (String, String)? {
    guard line.trimmed.hasPrefix("|") else { return nil }
    let cells = line.split(separator: "|").map(\.trimmed).filter { !$0.isEmpty }
    guard cells.count == 2 else { return nil }
    return (String(cells[0]), String(cells[1]))
  }
}
