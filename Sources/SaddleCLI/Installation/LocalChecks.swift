// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTerminal

/// What can be checked without the tensor engine.
struct LocalChecks: Sendable {
  let installation: Installation
  /// The folder that runs would be written to.
  let folder: String

  /// Returns every check in the order in which they are shown.
  func all() -> [Check] {
    [program, processor, memory, disk, terminal].compactMap { $0 }
  }

  private var program: Check {
    .ok("saddle", "\(Program.version), \(installation.program)")
  }

  private var processor: Check {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    var machine = utsname()
    let name: String =
      uname(&machine) == 0
      ? withUnsafeBytes(of: machine.machine) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      } : "unknown"
    return .ok("processor", "\(name), \(cores) \(cores == 1 ? "core" : "cores")")
  }

  private var memory: Check? {
    let total = ProcessInfo.processInfo.physicalMemory
    guard let text = SystemFile.text("/proc/meminfo"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return .ok("memory", Self.size(Double(total))) }
    let available = kilobytes * 1024
    let detail = "\(Self.size(available)) of \(Self.size(Double(total))) available"
    if available >= 1e9 { return .ok("memory", detail) }
    return .warning(
      "memory",
      detail,
      remedy: "images at 64 pixels and more need about 1 GB; close something or train smaller"
    )
  }

  private var disk: Check {
    guard access(folder, W_OK) == 0 else {
      return .failure(
        "disk",
        "\(folder) can't be written to",
        remedy: "go to a folder of your own; runs are written to ./runs"
      )
    }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.doubleValue else {
      return .warning("disk", "free space unknown", remedy: "check it with df")
    }
    let detail = "\(Self.size(free)) free in \(folder)"
    if free >= 1e9 { return .ok("disk", detail) }
    return .warning(
      "disk",
      detail,
      remedy: "checkpoints and samples of one run take up to 1 GB; make room"
    )
  }

  private var terminal: Check {
    let terminal = Terminal.standardError
    guard terminal.isInteractive else {
      return .ok("terminal", "none; progress is printed as plain lines")
    }
    return .ok(
      "terminal",
      "\(terminal.width) columns, \(terminal.usesColor ? "color" : "no color")"
    )
  }

  private static func size(_ bytes: Double) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var (value, unit) = (max(0, bytes), 0)
    while value >= 1000, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    return String(format: value < 10 && unit > 0 ? "%.1f %@" : "%.0f %@", value, units[unit])
  }
}
