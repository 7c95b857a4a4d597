// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleRunsSamples

/// The arguments of a C program.
public typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

/// What is fuzzed; set once, before libFuzzer begins.
nonisolated(unsafe) private var target: FuzzTarget?

/// Lets libFuzzer make inputs for the format that `SADDLE_FUZZ_FORMAT` names.
///
/// A trap, an error of memory, a broken promise and an input that takes long are its findings, a
/// refusal is not.
public func fuzz(_ targets: [FuzzTarget], _ count: CInt, _ arguments: Arguments) -> CInt {
  let format = ProcessInfo.processInfo.environment["SADDLE_FUZZ_FORMAT"] ?? ""
  guard let found = targets.first(where: { $0.format == format }) else {
    FileHandle.standardError.write(Data("there is no format '\(format)'\n".utf8))
    return 64
  }
  target = found
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { readInput($0, $1) }
}

/// Reads one input; libFuzzer's own `main`, which isn't called here, needs it under this name.
@_cdecl("LLVMFuzzerTestOneInput")
public func readInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try target?.read(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    // libFuzzer counts what ends the process and nothing else: a return of -1 would only tell it not to
    // keep the input.
    fatalError("\(error)")
  }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<Arguments>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
