// SPDX-License-Identifier: Apache-2.0

/// In JSON a value is an object of one key that says its kind: `{"number": 0.5}`, `{"integer": 5}`,
/// `{"flag": true}`, `{"text": "hinge"}`, `{"scaledBy": 0.5}`.
extension ConfigurationChange.Value {
  private enum CodingKeys: String, CodingKey {
    case number
    case integer
    case flag
    case text
    case scaledBy
  }

  /// Writes the object.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .number(let value): try container.encode(value, forKey: .number)
    case .integer(let value): try container.encode(value, forKey: .integer)
    case .flag(let value): try container.encode(value, forKey: .flag)
    case .text(let value): try container.encode(value, forKey: .text)
    case .scaled(let factor): try container.encode(factor, forKey: .scaledBy)
    }
  }

  /// Reads the object.
  ///
  /// - Throws: `DecodingError` where it has none of the known keys.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch container.allKeys.first {
    case .number: self = .number(try container.decode(Double.self, forKey: .number))
    case .integer: self = .integer(try container.decode(Int.self, forKey: .integer))
    case .flag: self = .flag(try container.decode(Bool.self, forKey: .flag))
    case .text: self = .text(try container.decode(String.self, forKey: .text))
    case .scaledBy: self = .scaled(by: try container.decode(Double.self, forKey: .scaledBy))
    case nil:
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "known keys: number, integer, flag, text, scaledBy"
        )
      )
    }
  }
}
