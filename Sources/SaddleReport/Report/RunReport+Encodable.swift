// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The object that `saddle diagnose --json` prints: the diagnosis, and which run it is of.
///
/// Keys are described in `Documentation/diagnosis-json.md`. `best` and `stopAdvisedAt` are always
/// there, `null` where there is nothing to say.
extension RunReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case run
    case game
    case path
    case source
    case stepUnit
    case remarks
    case interventions
    case best
    case stopAdvisedAt
  }

  /// Writes the object.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    try diagnosis.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .run)
    try container.encodeIfPresent(game, forKey: .game)
    try container.encode(path, forKey: .path)
    try container.encode(source, forKey: .source)
    try container.encode(stepUnit, forKey: .stepUnit)
    try container.encode(remarks, forKey: .remarks)
    if !interventions.isEmpty { try container.encode(interventions, forKey: .interventions) }
    if diagnosis.best == nil { try container.encodeNil(forKey: .best) }
    if diagnosis.stopAdvisedAt == nil { try container.encodeNil(forKey: .stopAdvisedAt) }
  }
}
