// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTerminal

/// How to write a report for whoever reads it: line width, color, characters.
struct ReportStyle: Sendable, Equatable {
  /// Columns of a line.
  var width = 80
  /// Whether colors may be used.
  var hasColor = false
  /// Whether only ASCII may be used.
  var isPlain = false

  /// Returns the style for a stream: what it can show, and what the environment says.
  ///
  /// Braille needs UTF-8 and more than the Linux console; a stream that is no terminal gets it. The
  /// width is kept between 60 and 120 columns.
  ///
  /// - Parameters:
  ///   - terminal: The stream.
  ///   - plain: Whether the user wants ASCII without colors.
  ///   - environment: `TERM`, `LC_ALL`, `LC_CTYPE` and `LANG` are read.
  static func decide(
    _ terminal: Terminal = .standardOutput,
    plain: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> ReportStyle {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "UTF-8"
    let showsBraille =
      locale.lowercased().contains("utf") && environment["TERM"] != "linux"
    return ReportStyle(
      width: min(120, max(60, terminal.width)),
      hasColor: !plain && terminal.usesColor,
      isPlain: plain || terminal.isInteractive && !showsBraille
    )
  }

  /// Returns the text in some inks, or as it is where there are none.
  func paint(_ text: String, _ inks: Ink...) -> String {
    hasColor ? Ink.paint(text, inks) : text
  }
}
