// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@Suite struct ConfigurationChangeTests {
  @Test(arguments: [
    (ConfigurationChange.Value.number(10), #"{"number":10}"#),
    (.integer(5), #"{"integer":5}"#), (.flag(true), #"{"flag":true}"#),
    (.text("hinge"), #"{"text":"hinge"}"#), (.scaled(by: 0.5), #"{"scaledBy":0.5}"#),
  ])
  func isReadableAsJSON(value: ConfigurationChange.Value, text: String) throws {
    let data = try JSONEncoder().encode(value)
    #expect(String(decoding: data, as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(ConfigurationChange.Value.self, from: data) == value)
  }

  @Test func refusesAnUnknownKind() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ConfigurationChange.Value.self, from: Data(#"{"x":1}"#.utf8))
    }
  }
}
