// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Times a training run for benchmarks: from its first step on, and the process as a whole.
final class Meter {
  private let warmup: Int
  private var steps = 0
  private var begin: Double?
  private var firstStep: Double?
  private var last = 0.0
  private var processorBegin = 0.0
  private var processorLast = 0.0

  /// Creates a meter that leaves the first `warmup` steps out.
  init(warmup: Int?) {
    self.warmup = warmup ?? 0
  }

  /// Counts a step that is done.
  func count() {
    steps += 1
    last = Self.now()
    processorLast = Self.processorSeconds()
    if steps == 1 { firstStep = last - Self.processStart() }
    if steps == max(1, warmup) { (begin, processorBegin) = (last, processorLast) }
  }

  /// The figures as one line of JSON.
  func json() -> String {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)  // RUSAGE_SELF
    let timed = Double(steps - max(1, warmup))
    let rate = begin.map { timed > 0 && last > $0 ? timed / (last - $0) : 0 } ?? 0
    let processor = timed > 0 ? (processorLast - processorBegin) / timed : 0
    return "{\"stepsPerSecond\": \(rate), \"firstStepSeconds\": \(firstStep ?? 0), "
      + "\"processorSecondsPerStep\": \(processor), "
      + "\"peakMegabytes\": \(Double(usage.ru_maxrss) / 1024)}"
  }

  private static func now() -> Double { Date().timeIntervalSince1970 }

  /// Seconds that this process's threads have computed: a loaded machine changes them little.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// When the process began, by the system's account (a hand-over keeps it: it is one process).
  private static func processStart() -> Double {
    guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
      let uptime = try? String(contentsOfFile: "/proc/uptime", encoding: .utf8),
      let end = stat.lastIndex(of: ")"),
      let ticks = Double(stat[end...].split(separator: " ").dropFirst(20).first ?? ""),
      let seconds = Double(uptime.split(separator: " ").first ?? "")
    else { return now() }
    return now() - seconds + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
