// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How much of the machine other programs take, by the kernel's account.
///
/// A run beside them is slower, and nothing in its own numbers says why.
public struct MachineLoad {
  private struct Sample {
    /// Seconds of all cores in which something ran.
    var busy: Double
    /// Seconds of all cores.
    var all: Double
    /// Seconds in which this process ran.
    var own: Double
  }

  private let read: () -> String?
  private let own: () -> Double
  private var last: Sample?
  private var share: Double?
  private let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))

  /// Seconds of all cores between two looks: less would be rounding of the kernel's ticks.
  private static let interval = 1.0

  /// Creates an account of this machine and process.
  public init() {
    self.init(
      read: { try? String(contentsOfFile: "/proc/stat", encoding: .utf8) },
      own: {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
      }
    )
  }

  init(read: @escaping () -> String?, own: @escaping () -> Double) {
    self.read = read
    self.own = own
  }

  /// Returns the share of all cores that others took since the last look, 0...1.
  ///
  /// Nil at the first call, and where the system keeps no such account.
  public mutating func others() -> Double? {
    guard let now = sample() else { return nil }
    guard let last else {
      self.last = now
      return nil
    }
    let all = now.all - last.all
    guard all >= Self.interval else { return share }
    let taken = (now.busy - last.busy) - (now.own - last.own)
    share = min(1, max(0, taken / all))
    self.last = now
    return share
  }

  /// Reads the line of all cores: user, nice, system, idle, iowait, irq, softirq, steal.
  private func sample() -> Sample? {
    guard let line = read()?.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") }) else {
      return nil
    }
    let fields = line.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
    guard fields.count >= 4 else { return nil }
    let all = fields.reduce(0, +)
    let idle = fields[3] + (fields.count > 4 ? fields[4] : 0)
    return Sample(busy: (all - idle) / ticks, all: all / ticks, own: own())
  }
}
