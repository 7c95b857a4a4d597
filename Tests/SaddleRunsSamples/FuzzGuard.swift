// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keeps the input that ends the process: a trap, an error of memory, or one that takes too long.
enum FuzzGuard {
  /// Seconds of the processor after which some inputs that still run count as a hang.
  static let seconds = 20
  /// Inputs that share those seconds.
  static let inputs = 64

  // Read by the handler of a signal, written by the one thread that fuzzes.
  nonisolated(unsafe) private static var start: UnsafeRawPointer?
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

  /// From now on the input at hand is written to `file` before the process dies.
  static func begin(_ file: String) {
    free(path)
    path = strdup(file)
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = malloc(size)
    stack.ss_size = size
    sigaltstack(&stack, nil)
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM, SIGPROF] {
      var action = sigaction()
      #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = handler
      #else
        action.__sigaction_u.__sa_handler = handler
      #endif
      action.sa_flags = Int32(SA_ONSTACK)
      sigaction(signal, &action, nil)
    }
  }

  /// Begins to count the time of some inputs, or ends counting it.
  ///
  /// The processor's time is counted: beside other work a clock on the wall would find hangs that are
  /// none. What waits for ever without working is found by the clock, late.
  static func limit(_ seconds: Int) {
    var time = itimerval()
    time.it_value.tv_sec = seconds
    setitimer(processorTimer, &time, nil)
    alarm(UInt32(seconds * 30))
  }

  #if canImport(Glibc)
    private static let processorTimer = __itimer_which_t(ITIMER_PROF.rawValue)
  #else
    private static let processorTimer = ITIMER_PROF
  #endif

  /// Calls `body` with the input in reach of the handler.
  static func watching(_ input: [UInt8], _ body: () throws -> Void) rethrows {
    try input.withUnsafeBytes { bytes in
      start = bytes.baseAddress
      count = bytes.count
      defer { count = 0 }
      try body()
    }
  }

  private static let handler: @convention(c) (Int32) -> Void = { signal in
    FuzzGuard.keep()
    let isHang = signal == SIGALRM || signal == SIGPROF
    let text: StaticString = isHang ? "fuzz: hang, input in " : "fuzz: crash, input in "
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    if let path = FuzzGuard.path { _ = write(2, path, strlen(path)) }
    _ = write(2, "\n", 1)
    _exit(isHang ? 71 : 70)
  }

  /// Writes the input at hand, with what a handler of a signal may call.
  static func keep() {
    guard let path else { return }
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { return }
    _ = write(file, start, count)
    close(file)
  }
}
