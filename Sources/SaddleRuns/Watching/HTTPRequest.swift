// SPDX-License-Identifier: Apache-2.0

/// The little of HTTP/1.1 that one page needs; what isn't understood is refused.
package enum HTTPRequest {
  /// Returns the reply to the bytes of a request, or nil while it is incomplete.
  package static func reply(_ bytes: [UInt8], port: UInt16, page: () -> String) -> [UInt8]? {
    guard let end = endOfHead(bytes) else {
      return bytes.count > LoopbackServer.requestBytes
        ? make("431 Request Header Fields Too Large", "too long\n") : nil
    }
    guard end <= LoopbackServer.requestBytes else {
      return make("431 Request Header Fields Too Large", "too long\n")
    }
    var lines = bytes[..<end].split(separator: 10, omittingEmptySubsequences: false)
      .map { $0.last == .carriageReturn ? $0.dropLast() : $0 }
    guard !lines.isEmpty else { return make("400 Bad Request", "no request\n") }
    let words = lines.removeFirst().split(separator: 32, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      return make("400 Bad Request", "not HTTP/1.1\n")
    }
    guard names(lines, port: port) else {
      return make("403 Forbidden", "the Host header must name this machine: 127.0.0.1:\(port)\n")
    }
    guard words[0] == "GET" || words[0] == "HEAD" else {
      return make("405 Method Not Allowed", "GET only\n", more: "Allow: GET, HEAD\r\n")
    }
    let path = words[1].prefix { $0 != "?" }
    let isHead = words[0] == "HEAD"
    switch path {
    case "/metrics": return make("200 OK", page(), isHead: isHead)
    case "/": return make("200 OK", "saddle watch: see /metrics\n", isHead: isHead)
    default: return make("404 Not Found", "see /metrics\n", isHead: isHead)
    }
  }

  /// Index behind the empty line, in either kind of line ends.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    var length = 0
    for (index, byte) in bytes.enumerated() {
      if byte == .lineFeed {
        if length == 0 { return index + 1 }
        length = 0
      } else if byte != .carriageReturn {
        length += 1
      }
    }
    return nil
  }

  /// Whether there is one Host header and it names this machine at this port.
  private static func names(_ lines: [ArraySlice<UInt8>], port: UInt16) -> Bool {
    let hosts = lines.compactMap { line -> String? in
      guard let colon = line.firstIndex(of: 58) else { return nil }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      guard name == "host" else { return nil }
      let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self)
      return String(value.drop { $0 == " " || $0 == "\t" }).lowercased()
    }
    guard hosts.count == 1, let host = hosts.first else { return false }
    let allowed = ["127.0.0.1:\(port)", "localhost:\(port)"]
    return allowed.contains(host) || (port == 80 && ["127.0.0.1", "localhost"].contains(host))
  }

  private static func make(
    _ status: String,
    _ body: String,
    more: String = "",
    isHead: Bool = false
  ) -> [UInt8] {
    let content = Array(body.utf8)
    let head =
      "HTTP/1.1 \(status)\r\nContent-Type: \(PrometheusText.contentType)\r\n"
      + "Content-Length: \(content.count)\r\nConnection: close\r\nCache-Control: no-store\r\n"
      + "X-Content-Type-Options: nosniff\r\n\(more)\r\n"
    return Array(head.utf8) + (isHead ? [] : content)
  }
}
