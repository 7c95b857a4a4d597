// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// The format that is fuzzed: `SADDLE_FUZZ_FORMAT`, or all that recognise an input.
private let format = ProcessInfo.processInfo.environment["SADDLE_FUZZ_FORMAT"]

/// Reads one input as a log of that format; a trap, an error of memory and an input that takes long
/// are findings of the fuzzer, a refusal is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLog(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  var options = ReadOptions()
  options.format = format
  let pipe = LivePipe(options: options)
  do {
    let batches = [try input.withUnsafeBytes { try pipe.push($0, now: 0) }, pipe.finish()]
    for item in batches.flatMap(\.observations)
    where item.observation.values.isEmpty && item.observation.facts.isEmpty {
      fatalError("an observation of nothing")
    }
  } catch is LogError {
    return 0
  } catch {
    fatalError("\(error)")
  }
  return 0
}

// MARK: - The program

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// SwiftPM calls a program's `main` by its module, so that libFuzzer's own one is not found.
@_cdecl("fuzz_log_main")
public func start(
  _ count: CInt,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { fuzzLog($0, $1) }
}
