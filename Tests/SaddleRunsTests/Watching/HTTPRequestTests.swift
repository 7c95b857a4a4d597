// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleRuns

@Suite struct HTTPRequestTests {
  /// H1 of the reliability table: only this machine's own names with the right port get the page.
  @Test(arguments: [
    ("Host: 127.0.0.1:9464\r\n", 200), ("host:localhost:9464\r\n", 200),
    ("HOST: LOCALHOST:9464\r\n", 200),
    ("", 403), ("Host: \r\n", 403), ("Host: evil.example\r\n", 403),
    ("Host: evil.example:9464\r\n", 403), ("Host: 127.0.0.1.evil.example:9464\r\n", 403),
    ("Host: 127.0.0.1\r\n", 403), ("Host: 127.0.0.1:80\r\n", 403),
    ("Host: localhost.:9464\r\n", 403), ("Host: 0.0.0.0:9464\r\n", 403),
    ("Host: 2130706433:9464\r\n", 403), ("Host: [::1]:9464\r\n", 403),
    ("Host: 127.0.0.1:9464\r\nHost: evil.example\r\n", 403),
    ("Host: evil.example\r\nHost: 127.0.0.1:9464\r\n", 403),
    ("X: y\r\n Host: 127.0.0.1:9464\r\n", 403),
  ])
  func answersOnlyToItsOwnNames(header: String, status: Int) {
    #expect(self.status("GET /metrics HTTP/1.1\r\n\(header)\r\n") == status)
  }

  @Test(arguments: [
    ("GET /metrics HTTP/1.0", 200), ("GET /metrics?x=y HTTP/1.1", 200),
    ("HEAD /metrics HTTP/1.1", 200),
    ("GET / HTTP/1.1", 200), ("GET /../etc/passwd HTTP/1.1", 404), ("GET /metrics/ HTTP/1.1", 404),
    ("GET http://evil.example/metrics HTTP/1.1", 404), ("POST /metrics HTTP/1.1", 405),
    ("OPTIONS * HTTP/1.1", 405), ("GET /metrics", 400), ("GET  /metrics HTTP/1.1", 400),
    ("GET /metrics HTTP/2.0", 400), ("", 400), ("\u{0}\u{1}", 400),
  ])
  func knowsOnePage(line: String, status: Int) {
    #expect(self.status("\(line)\r\nHost: localhost:9464\r\n\r\n") == status)
  }

  @Test func waitsForTheEndOfTheHeadAndRefusesAnEndlessOne() {
    let start = Array("GET /metrics HTTP/1.1\r\nHost: localhost:9464\r\n".utf8)
    #expect(HTTPRequest.reply(start, port: 9464) { "" } == nil)
    #expect(status(start + Array(repeating: 65, count: 9000)) == 431)
    #expect(status(start + Array(repeating: 65, count: 9000) + Array("\r\n\r\n".utf8)) == 431)
  }

  @Test func sendsNoContentForHeadAndNoPermissionForOthers() throws {
    let text =
      "HEAD /metrics HTTP/1.1\r\nHost: localhost:9464\r\nOrigin: http://evil.example\r\n\r\n"
    let reply = try #require(HTTPRequest.reply(Array(text.utf8), port: 9464) { "page" })
    let found = String(decoding: reply, as: UTF8.self)
    #expect(found.contains("Content-Length: 4\r\n") && found.hasSuffix("\r\n\r\n"))
    #expect(!found.lowercased().contains("access-control"))
  }

  private func status(_ text: String) -> Int? { status(Array(text.utf8)) }

  private func status(_ bytes: [UInt8]) -> Int? {
    let reply = HTTPRequest.reply(bytes, port: 9464) { "page\n" }
    return reply.flatMap { Int(String(decoding: $0.dropFirst(9).prefix(3), as: UTF8.self)) }
  }
}
