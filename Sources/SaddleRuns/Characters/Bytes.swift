// SPDX-License-Identifier: Apache-2.0

/// Bytes that logs are cut at, by name.
extension UInt8 {
  static var backspace: UInt8 { 8 }
  static var tab: UInt8 { UInt8(ascii: "\t") }
  static var lineFeed: UInt8 { UInt8(ascii: "\n") }
  static var formFeed: UInt8 { 12 }
  static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
  static var escape: UInt8 { UInt8(ascii: "\u{1B}") }
  static var space: UInt8 { UInt8(ascii: " ") }
  static var quote: UInt8 { UInt8(ascii: "\"") }
  static var apostrophe: UInt8 { UInt8(ascii: "'") }
  static var hash: UInt8 { UInt8(ascii: "#") }
  static var percent: UInt8 { UInt8(ascii: "%") }
  static var ampersand: UInt8 { UInt8(ascii: "&") }
  static var asterisk: UInt8 { UInt8(ascii: "*") }
  static var plus: UInt8 { UInt8(ascii: "+") }
  static var comma: UInt8 { UInt8(ascii: ",") }
  static var minus: UInt8 { UInt8(ascii: "-") }
  static var point: UInt8 { UInt8(ascii: ".") }
  static var slash: UInt8 { UInt8(ascii: "/") }
  static var backslash: UInt8 { UInt8(ascii: "\\") }
  static var colon: UInt8 { UInt8(ascii: ":") }
  static var semicolon: UInt8 { UInt8(ascii: ";") }
  static var less: UInt8 { UInt8(ascii: "<") }
  static var equals: UInt8 { UInt8(ascii: "=") }
  static var greater: UInt8 { UInt8(ascii: ">") }
  static var caret: UInt8 { UInt8(ascii: "^") }
  static var underscore: UInt8 { UInt8(ascii: "_") }
  static var bar: UInt8 { UInt8(ascii: "|") }
  static var tilde: UInt8 { UInt8(ascii: "~") }
  static var openParenthesis: UInt8 { UInt8(ascii: "(") }
  static var closeParenthesis: UInt8 { UInt8(ascii: ")") }
  static var openBracket: UInt8 { UInt8(ascii: "[") }
  static var closeBracket: UInt8 { UInt8(ascii: "]") }
  static var openBrace: UInt8 { UInt8(ascii: "{") }
  static var closeBrace: UInt8 { UInt8(ascii: "}") }
}
