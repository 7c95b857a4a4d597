// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleText

/// `saddle watch`: follows a run's log while it grows and says what is wrong when it happens.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch a run while it goes on: each finding the moment it is made.",
    discussion: """
      Reads any log that `saddle diagnose` reads, of any framework, while the trainer writes it. \
      It may be started before the trainer, and goes on through the trainer's restart, rotation \
      and replacement of the log. Findings go to standard output, the state of the run to \
      standard error.

      Examples:
        saddle watch runs/ring
        saddle watch runs/ring --on critical 'mail -s "GAN is sick" me@example.org'
        saddle watch runs/ring --exit-on critical; kill $TRAINER
        saddle watch runs/ring --webhook https://chat.example.org/hook
        saddle watch runs/ring --metrics 9464
        python -u train.py | tee train.log | saddle watch - --objective hinge

      A command gets the finding as JSON on its standard input; a web hook as the body of a POST \
      (sent by curl). Findings that were over before the watching began are neither run nor sent. \
      At most \(CommandRunner.parallelLimit) commands run at once, each for \
      \(Int(CommandRunner.seconds)) s at most.

      --metrics serves Prometheus' text format at http://127.0.0.1:PORT/metrics, for programs on \
      this machine only.

      It ends when the run does: by what the trainer recorded, by the last words of its log, or by a \
      silence far longer than any before; --grace seconds later, as a trainer may come back.

      Exit status: 0 the run or the input ended, 1 it could not be read, 2 a finding at or above --exit-on \
      is firing, 64 wrong usage.
      """
  )

  @Argument(help: "A log or run directory, which need not exist yet; - reads standard input.")
  var path: String?

  @Option(
    help: ArgumentHelp("The objective, where you know it.", valueName: "name")
  )
  var objective: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Run a command for findings this serious (warning or critical); may be repeated.",
      valueName: "severity> <command"
    )
  )
  var on: [String] = []

  @Option(
    help: ArgumentHelp(
      "POST findings of severity warning and above; - takes the URL from SADDLE_WEBHOOK, where it "
        + "shows in no list of processes, @FILE from a file.",
      valueName: "url"
    )
  )
  var webhook: String?

  @Option(help: ArgumentHelp("End with status 2 at such a finding.", valueName: "severity"))
  var exitOn: FailOn?

  @Option(help: ArgumentHelp("Serve Prometheus metrics on this port.", valueName: "port"))
  var metrics: UInt16?

  @Option(
    help: ArgumentHelp("Wait so long for a run that has ended to go on.", valueName: "seconds")
  )
  var grace = 10.0

  @Flag(help: "Print findings as JSON, one a line.")
  var json = false

  @OptionGroup var log: LogOptions

  func validate() throws {
    if let problem = objective.flatMap(ObjectiveName.problem) { throw ValidationError(problem) }
    _ = try order()
    guard (0...86_400).contains(grace) else {
      throw ValidationError("--grace is \(grace); it must be 0...86400 seconds")
    }
    if let webhook {
      _ = try Watch.webhook(webhook)
      guard Watch.hasProgram("curl") else {
        throw ValidationError("--webhook needs curl, which is not on PATH: install it.")
      }
    }
  }

  func run() throws {
    let order = try order()
    var settings = WatchSession.Settings(path: order.path)
    settings.options = try log.readOptions()
    settings.grace = grace
    settings.objective = objective.flatMap(Objective.named)
    settings.commands = order.commands
    settings.webhook = try webhook.map(Watch.webhook)
    settings.exitOn = exitOn?.severity
    settings.printsJSON = json
    do {
      let server = try metrics.map { port throws(FileError) in try LoopbackServer(port: port) }
      let session = WatchSession(settings, server: server)
      if try session.run() { throw ExitCode(2) }
    } catch let error as any UsageError {
      throw Watch.failure(error)
    }
  }

  /// The path and the commands: `--on` takes all words up to the next option, so that a path that
  /// follows it stands among them.
  private func order() throws -> (path: String, commands: [WatchSession.Command]) {
    var words = on
    var path = self.path
    if path == nil, words.count % 2 == 1 { path = words.removeLast() }
    guard let path else {
      throw ValidationError("Name the log or run directory to watch, or - for standard input.")
    }
    guard words.count % 2 == 0 else {
      throw ValidationError("--on takes two words: warning or critical, and a quoted command.")
    }
    var commands: [WatchSession.Command] = []
    for index in stride(from: 0, to: words.count, by: 2) {
      guard let severity = FailOn(rawValue: words[index]) else {
        throw ValidationError("--on '\(words[index])': the severity is warning or critical.")
      }
      commands.append(WatchSession.Command(severity: severity.severity, text: words[index + 1]))
    }
    return (path, commands)
  }

  /// The web hook that an option names: a URL, `-` for the environment's, `@FILE` for a file's.
  private static func webhook(_ text: String) throws -> WebHook {
    var url = text
    if text == "-" {
      url = ProcessInfo.processInfo.environment["SADDLE_WEBHOOK"] ?? ""
    } else if text.hasPrefix("@") {
      let file = String(text.dropFirst())
      do { url = String(decoding: try RegularFile.read(file, limit: 1 << 16), as: UTF8.self) } catch
      {
        throw ValidationError("--webhook \(error)")
      }
    }
    guard let hook = WebHook(url.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      let place = text == "-" ? " in SADDLE_WEBHOOK" : text.hasPrefix("@") ? " in that file" : ""
      throw ValidationError("--webhook takes a URL that begins with https:// or http://\(place).")
    }
    return hook
  }

  private static func failure(_ error: any UsageError) -> ExitCode {
    StandardError.print("saddle watch: \(ForeignText.inLine("\(error)"))")
    return .after(error)
  }

  private static func hasProgram(_ name: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }
}
