// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs commands with a text on their standard input, a few at a time, and buries them.
///
/// Nothing waits here: call `poll` now and then. What comes from a log goes to standard input
/// only, never into a command line.
public final class CommandRunner {
  /// Commands that run at once.
  public static let parallelLimit = 4
  /// Commands that wait; more are dropped and counted.
  public static let queueLimit = 100
  /// Seconds after which a command is ended.
  public static let seconds = 60.0

  /// Commands that were dropped because too many were waiting.
  public private(set) var dropped = 0
  private var queue: [Job] = []
  private var running: [Running] = []

  private struct Job {
    var name: String
    var arguments: [String]
    var input: [UInt8]
    /// Judges what the command printed; nil sends it to standard error.
    var judge: (@Sendable (String) -> String?)?
  }

  private struct Running {
    var job: Job
    var process: pid_t
    var pipe: Int32
    /// What it prints, where that is judged; -1 elsewhere.
    var output: Int32
    var printed: [UInt8] = []
    var sent = 0
    var deadline: Double
    var wasEnded = false
  }

  /// Creates a runner of nothing.
  public init() {
    signal(SIGPIPE, SIG_IGN)  // a command that doesn't read its input must not end the watching
  }

  deinit {
    for item in running {
      for end in [item.pipe, item.output] where end >= 0 { close(end) }
    }
  }

  /// Whether nothing runs or waits.
  public var isIdle: Bool { queue.isEmpty && running.isEmpty }

  /// Asks for a program: its path or a name on PATH, and its arguments.
  ///
  /// - Parameters:
  ///   - name: What messages call it.
  ///   - arguments: The program and its arguments.
  ///   - input: What it reads from standard input.
  ///   - judge: Says what is wrong by what it printed; without it that goes to standard error.
  public func add(
    _ name: String,
    _ arguments: [String],
    input: String,
    judge: (@Sendable (String) -> String?)? = nil
  ) {
    guard queue.count < CommandRunner.queueLimit else {
      dropped += 1
      return
    }
    queue.append(Job(name: name, arguments: arguments, input: Array(input.utf8), judge: judge))
  }

  /// Starts, feeds and buries; returns a message for each command that failed.
  ///
  /// `now`: seconds of a clock that goes forward.
  public func poll(now: Double) -> [String] {
    var messages: [String] = []
    while running.count < CommandRunner.parallelLimit, !queue.isEmpty {
      let job = queue.removeFirst()
      switch start(job) {
      case .success(var item):
        item.deadline = now + CommandRunner.seconds
        running.append(item)
      case .failure(let failure):
        messages.append("\(job.name): can't be run: \(String(cString: strerror(failure.code)))")
      }
    }
    for index in running.indices {
      feed(&running[index])
      listen(&running[index])
    }
    // Not `removeAll(where:)`: what ended meanwhile may have printed more.
    running = running.filter { item in
      var item = item
      var status: Int32 = 0
      let found = waitpid(item.process, &status, WNOHANG)
      guard found == item.process || (found < 0 && errno == ECHILD) else { return true }
      listen(&item)
      for end in [item.pipe, item.output] where end >= 0 { close(end) }
      let trouble =
        item.wasEnded
        ? "ended after \(Int(CommandRunner.seconds)) s"
        : item.job.judge?(String(decoding: item.printed, as: UTF8.self))
          ?? CommandRunner.trouble(status)
      if let trouble { messages.append("\(item.job.name): \(trouble)") }
      return false
    }
    for index in running.indices where now > running[index].deadline && !running[index].wasEnded {
      kill(-running[index].process, SIGKILL)
      running[index].wasEnded = true
    }
    return messages
  }

  private struct Failure: Error { var code: Int32 }

  /// The commands that have not ended, by their names.
  public var unfinished: [String] { running.map(\.job.name) + queue.map(\.name) }

  /// Two ends of a pipe that no other program inherits.
  private func makePipe() -> [Int32]? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private func start(_ job: Job) -> Result<Running, Failure> {
    guard let ends = makePipe() else { return .failure(Failure(code: errno)) }
    let prints = job.judge == nil ? nil : makePipe()
    if job.judge != nil, prints == nil {
      let code = errno
      for end in ends { close(end) }
      return .failure(Failure(code: code))
    }
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    // Standard output is for findings: what a command prints must not stand among them.
    posix_spawn_file_actions_adddup2(&actions, prints?[1] ?? 2, 1)
    // A group of its own, so that what the command starts ends with it; SIGPIPE as usual.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGPIPE, SIGXFSZ, SIGINT] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
    var words: [UnsafeMutablePointer<CChar>?] = job.arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    let code = posix_spawnp(
      &process,
      job.arguments.first ?? "",
      &actions,
      &attributes,
      words,
      environ
    )
    close(ends[0])
    if let prints { close(prints[1]) }
    let mine = [ends[1], prints?[0] ?? -1].filter { $0 >= 0 }
    guard code == 0 else {
      for end in mine { close(end) }
      return .failure(Failure(code: code))
    }
    for end in mine { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    return .success(
      Running(job: job, process: process, pipe: ends[1], output: prints?[0] ?? -1, deadline: 0)
    )
  }

  /// Takes in what is printed; only the end of it is kept.
  private func listen(_ item: inout Running) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while item.output >= 0 {
      let count = read(item.output, &buffer, buffer.count)
      guard count > 0 else { return }
      item.printed = Array((item.printed + buffer[..<count]).suffix(buffer.count))
    }
  }

  private func feed(_ item: inout Running) {
    while item.pipe >= 0 {
      if item.sent >= item.job.input.count {
        close(item.pipe)
        item.pipe = -1
        return
      }
      let count = item.job.input[item.sent...].withUnsafeBytes {
        write(item.pipe, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EAGAIN { return }
        close(item.pipe)  // it doesn't want its input
        item.pipe = -1
        return
      }
      item.sent += count
    }
  }

  private static func trouble(_ status: Int32) -> String? {
    let signal = status & 0x7f
    if signal != 0 { return "ended by signal \(signal)" }
    let code = (status >> 8) & 0xff
    return code == 0 ? nil : "ended with status \(code)"
  }
}
