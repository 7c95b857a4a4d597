// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import SaddleRuns
import SaddleTerminal
import SaddleText

/// How a program begins and ends: its streams, its signals, its exit status.
public enum StandardStreams {
  /// Parses the arguments, runs the command and exits with its status.
  ///
  /// - Parameters:
  ///   - root: The program's command.
  ///   - arguments: Its arguments; nil is this process's.
  public static func run(_ root: any ParsableCommand.Type, _ arguments: [String]? = nil) -> Never {
    prepare()
    exit(status(after: outcome(root, arguments)))
  }

  /// Makes the streams safe to use: nothing that is opened later may take their numbers, and a
  /// write that fails is an error, not a signal.
  ///
  /// A closed stream is opened in the wrong direction: writing to it fails as if it were closed.
  static func prepare() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number is taken, and every lower one is in use by now.
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  private static func outcome(_ root: any ParsableCommand.Type, _ arguments: [String]?) -> Int32 {
    do {
      var command = try root.parseAsRoot(arguments)
      try command.run()
      return 0
    } catch let error as FileError where error.isEndOfOutput {
      return StandardStreams.pipeEnded
    } catch {
      let own = ExitCode.after(error)
      let code = own == .usage ? own.rawValue : root.exitCode(for: error).rawValue
      let message = message(of: error, root)
      if !message.isEmpty {
        let stream = code == 0 ? StandardStream.output : .error
        stream.write(message + "\n")
      }
      return code
    }
  }

  /// What failed, with our own errors as one line: they quote names of files and of columns.
  private static func message(of error: any Error, _ root: any ParsableCommand.Type) -> String {
    error is any UsageError
      ? "Error: " + ForeignText.inLine("\(error)") : root.fullMessage(for: error)
  }

  /// What shells say of a program that SIGPIPE ended.
  private static let pipeEnded = 128 + SIGPIPE

  /// The exit status where a command ended with `code`: a lost result is a failure, and said; a
  /// reader that had enough (`| head`) is neither.
  private static func status(after code: Int32) -> Int32 {
    guard let loss = StandardStream.output.loss else { return code }
    if loss == EPIPE { return code == 0 ? pipeEnded : code }
    let cause = String(cString: strerror(loss))
    StandardError.print("saddle: the result can't be written to standard output: \(cause)")
    return code == 0 ? 1 : code
  }
}
