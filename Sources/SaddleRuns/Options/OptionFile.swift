// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file of options beside a log: JSON, YAML, or names and values line by line.
enum OptionFile {
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
    var list = OptionList(source: name)
    if name.hasSuffix(".json") || bytes.first { !Ascii.isSpace($0) } == 123 {
      guard let value = try? JSONDecoder().decode(JSONOption.self, from: Data(bytes)) else {
        return nil
      }
      value.flatten([], into: &list)
    } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      YAMLOptions.read(String(decoding: bytes, as: UTF8.self), into: &list)
    } else {
      var text = OptionText(source: name)
      for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
        text.take(String(line))
      }
      list = text.list
    }
    return list.isEmpty ? nil : list
  }
}

/// A value of a JSON file, as far as options have such.
private enum JSONOption: Decodable {
  case object([String: JSONOption])
  case list([JSONOption])
  case scalar(String)
  case nothing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .scalar(value ? "True" : "False")
    } else if let value = try? container.decode(Double.self) {
      self = .scalar(Int(exactly: value).map { "\($0)" } ?? "\(value)")
    } else if let value = try? container.decode(String.self) {
      self = .scalar(value)
    } else if let value = try? container.decode([JSONOption].self) {
      self = .list(value)
    } else if let value = try? container.decode([String: JSONOption].self) {
      self = .object(value)
    } else {
      self = .nothing
    }
  }

  func flatten(_ path: [String], into list: inout OptionList) {
    guard path.count < 12 else { return }
    switch self {
    case .object(let object):
      // wandb: {"lr": {"value": 0.0002}}
      if object.count <= 2, let inner = object["value"], !path.isEmpty {
        return inner.flatten(path, into: &list)
      }
      for (key, inner) in object.sorted(by: { $0.key < $1.key }) {
        inner.flatten(path + [key], into: &list)
      }
    case .list(let items):
      let texts = items.prefix(8).map { if case .scalar(let text) = $0 { text } else { "..." } }
      list.add(path, "[" + texts.joined(separator: ", ") + "]")
    case .scalar(let text): list.add(path, text)
    case .nothing: break
    }
  }
}

/// The part of YAML that options are written in: sections by indentation, scalars, lists in a line.
enum YAMLOptions {
  static func read(_ text: String, into list: inout OptionList) {
    var sections: [(indent: Int, name: String)] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      var rest = line.dropFirst(indent).trimmed
      if rest.hasPrefix("- ") { rest = rest.dropFirst(2).trimmed }
      guard !rest.isEmpty, !rest.hasPrefix("#"), let colon = rest.firstIndex(of: ":") else {
        continue
      }
      let name = unquoted(rest[..<colon].trimmed)
      let value = withoutTag(withoutComment(rest[rest.index(after: colon)...].trimmed))
      while let last = sections.last, last.indent >= indent { sections.removeLast() }
      guard !name.isEmpty, sections.count < 12 else { continue }
      if value.isEmpty || value.hasPrefix("&") || value.hasPrefix("!") {
        sections.append((indent, name))
      } else {
        // wandb's files keep each value in a section of its own.
        let path = sections.map(\.name) + (name == "value" && !sections.isEmpty ? [] : [name])
        list.add(path, unquoted(value))
      }
    }
  }

  /// `!!float 2e-4` is 2e-4.
  private static func withoutTag(_ text: Substring) -> Substring {
    guard text.hasPrefix("!!"), let space = text.firstIndex(of: " ") else { return text }
    return text[space...].trimmed
  }

  private static func withoutComment(_ text: Substring) -> Substring {
    guard let place = text.firstRange(of: " #") else { return text }
    return text[..<place.lowerBound].trimmed
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let first = text.first, first == "'" || first == "\"",
      text.last == first
    else { return String(text) }
    return String(text.dropFirst().dropLast())
  }
}
