// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleRuns

@Suite struct LoopbackServerTests {
  @Test func servesThePageOnLoopbackAndNowhereElse() throws {
    let server = try LoopbackServer(port: 0)
    let client = try connect(server.port)
    send(client, "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n")
    let reply = receive(client, server)
    #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n") && reply.hasSuffix("\r\n\r\nthe page\n"))
    #expect(throws: FileError.self) { try LoopbackServer(port: server.port) }
  }

  @Test func aSlowOrSilentClientIsCutOffAndOthersAreServed() throws {
    let server = try LoopbackServer(port: 0)
    var silent: [Int32] = []
    for _ in 0..<LoopbackServer.connectionLimit { silent.append(try connect(server.port)) }
    defer { silent.forEach { close($0) } }
    server.poll(now: 0) { "" }
    let client = try connect(server.port)
    send(client, "GET / HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n")
    server.poll(now: LoopbackServer.seconds + 1) { "" }  // the silent ones have had their time
    #expect(receive(client, server, now: LoopbackServer.seconds + 1).contains("200 OK"))
    #expect(server.descriptors.count <= 2)
  }

  @Test func aRequestThatComesByteByByteIsUnderstood() throws {
    let server = try LoopbackServer(port: 0)
    let client = try connect(server.port)
    for byte in "GET /metrics HTTP/1.1\r\nHost: localhost:\(server.port)\r\n\r\n" {
      send(client, String(byte))
      server.poll(now: 0) { "page" }
    }
    #expect(receive(client, server).contains("200 OK"))
  }

  private func connect(_ port: UInt16) throws -> Int32 {
    #if canImport(Glibc)
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let client = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(client, $0, size) }
    }
    guard code == 0 else { throw FileError("connect", "\(port)") }
    return client
  }

  private func send(_ client: Int32, _ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(client, $0.baseAddress, $0.count) }
  }

  /// Lets the server work until the client has everything.
  private func receive(_ client: Int32, _ server: LoopbackServer, now: Double = 0) -> String {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    _ = fcntl(client, F_SETFL, O_NONBLOCK)
    for _ in 0..<10_000 {
      server.poll(now: now) { "the page\n" }
      let count = read(client, &buffer, buffer.count)
      if count == 0 { break }
      if count > 0 { result += buffer[..<count] } else { usleep(500) }
    }
    close(client)
    return String(decoding: result, as: UTF8.self)
  }
}
