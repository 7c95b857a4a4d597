// SPDX-License-Identifier: Apache-2.0

/// A web address that is told of findings, by curl.
///
/// The address often holds a secret, so it stands in no command line: curl reads it, and the body,
/// from standard input. The user's `.curlrc` is not read, nothing in the address is expanded, and
/// only an answer of 200 to 299 counts as delivered: a redirection is not followed, it would take
/// the finding to somebody else.
public struct WebHook: Sendable, Equatable {
  /// Times that a delivery is tried again where the server can't be reached or has no time.
  ///
  /// It waits 1, 2, 4 seconds and so on between two of them.
  public static let retries = 4

  /// The address.
  public let url: String

  /// Takes an address; nil where it is none of http or https in one line.
  public init?(_ url: String) {
    let isPlain = url.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), isPlain else { return nil }
    self.url = url
  }

  /// The program and its arguments, which tell nothing of the address.
  public var command: [String] {
    [
      // The first argument must be this one to keep .curlrc out.
      "curl", "--disable", "--silent", "--show-error", "--globoff", "--proto", "=http,https",
      "--max-redirs", "0", "--request", "POST", "--header", "Content-Type: application/json",
      "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", "20", "--retry",
      "\(WebHook.retries)", "--retry-connrefused", "--retry-max-time", "40", "--config", "-",
    ]
  }

  /// What curl reads: the address and the body, in the quotes of its configuration files.
  public func input(_ body: String) -> String {
    "url = \(WebHook.quoted(url))\ndata-raw = \(WebHook.quoted(body))\n"
  }

  /// Says why a delivery failed, by the status that curl printed; nil where it did not.
  public static func trouble(_ printed: String) -> String? {
    let status = Int(printed.suffix(3)) ?? 0
    switch status {
    case 200...299: return nil
    case 300...399: return "not delivered: answered \(status), a redirection, which isn't followed"
    case 1...: return "not delivered: answered \(status)"
    default: return "not delivered: no answer"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
