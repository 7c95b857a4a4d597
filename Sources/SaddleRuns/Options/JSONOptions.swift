// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Options in JSON: sections are objects.
enum JSONOptions {
  /// Adds the options of a document; false where it is none.
  static func read(_ text: String, into list: inout OptionList) -> Bool {
    guard let value = try? JSONDecoder().decode(JSONOption.self, from: Data(text.utf8)) else {
      return false
    }
    value.flatten([], into: &list)
    return true
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
