// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A page for programs on this machine: `GET /metrics` over HTTP on 127.0.0.1, nothing else.
///
/// Loopback is no boundary: a page in a browser can have its name resolve to 127.0.0.1. So every
/// request must name this host and port, at most 16 connections are open, a request has at most
/// 8 KiB and 5 seconds, one request a connection, and nothing is ever read from a file. A web
/// server as a dependency would cost minutes of build for one page.
public final class LoopbackServer {
  static let connectionLimit = 16
  static let requestBytes = 8192
  static let seconds = 5.0

  /// The port; the system's choice where 0 was asked for.
  public let port: UInt16
  private let listener: Int32
  private var connections: [Connection] = []

  private struct Connection {
    var socket: Int32
    var deadline: Double
    var request: [UInt8] = []
    var reply: [UInt8] = []
    var sent = 0
    /// The reply was sent: only the other side's end is awaited.
    var isDraining = false
  }

  /// Listens on 127.0.0.1.
  ///
  /// - Throws: `FileError` where the port is taken or not allowed.
  public init(port: UInt16) throws(FileError) {
    let name = "127.0.0.1:\(port)"
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, kind, 0)
    guard listener >= 0 else { throw FileError("socket", name) }
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else {
      let code = errno
      close(listener)
      let note = code == EADDRINUSE ? "the port is taken: choose another one" : ""
      throw FileError("listen", name, code: code, note: note)
    }
    LoopbackServer.makeNonBlocking(listener)
    self.listener = listener
    self.port = UInt16(bigEndian: address.sin_port)
  }

  deinit {
    for connection in connections { close(connection.socket) }
    close(listener)
  }

  /// What to wait for: descriptors and whether they are to be written.
  public var descriptors: [(file: Int32, forWriting: Bool)] {
    [(listener, false)] + connections.map { ($0.socket, $0.sent < $0.reply.count) }
  }

  /// Goes on with every connection as far as that needs no waiting.
  ///
  /// - Parameters:
  ///   - now: Seconds of a clock that goes forward.
  ///   - page: Called for each request that is answered with the page.
  public func poll(now: Double, page: () -> String) {
    accept(now: now)
    for index in connections.indices { advance(&connections[index], now: now, page: page) }
    connections.removeAll { connection in
      let isOver = connection.deadline < now
      if isOver { close(connection.socket) }
      return isOver
    }
  }

  private func accept(now: Double) {
    while connections.count < LoopbackServer.connectionLimit {
      #if canImport(Glibc)
        let socket = Glibc.accept(listener, nil, nil)
      #else
        let socket = Darwin.accept(listener, nil, nil)
      #endif
      guard socket >= 0 else { return }
      LoopbackServer.makeNonBlocking(socket)
      connections.append(Connection(socket: socket, deadline: now + LoopbackServer.seconds))
    }
  }

  private func advance(_ connection: inout Connection, now: Double, page: () -> String) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while connection.reply.isEmpty || connection.isDraining {
      let count = recv(connection.socket, &buffer, buffer.count, 0)
      if count < 0 { break }
      if count == 0 {
        connection.deadline = -.infinity
        return
      }
      if connection.isDraining { continue }
      connection.request.append(contentsOf: buffer[..<count])
      if let reply = HTTPRequest.reply(connection.request, port: port, page: page) {
        connection.reply = reply
      }
    }
    while connection.sent < connection.reply.count {
      let count = connection.reply[connection.sent...].withUnsafeBytes {
        send(connection.socket, $0.baseAddress, $0.count, Int32(LoopbackServer.noSignal))
      }
      if count < 0 {
        if errno != EAGAIN { connection.deadline = -.infinity }
        return
      }
      connection.sent += count
    }
    if !connection.reply.isEmpty, !connection.isDraining {
      // A close with unread bytes would reset the connection under the reader of the reply.
      #if canImport(Glibc)
        shutdown(connection.socket, Int32(SHUT_WR))
      #else
        shutdown(connection.socket, SHUT_WR)
      #endif
      connection.isDraining = true
      connection.deadline = min(connection.deadline, now + 1)
    }
  }

  #if canImport(Glibc)
    private static let noSignal = MSG_NOSIGNAL
  #else
    private static let noSignal = 0
  #endif

  private static func makeNonBlocking(_ file: Int32) {
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }
}
