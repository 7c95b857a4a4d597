// SPDX-License-Identifier: Apache-2.0

import FuzzDriver
import SaddleDataSamples
import SaddleRunsSamples

/// SwiftPM calls a program's `main` by its module, so that libFuzzer's own one is not found.
@_cdecl("fuzz_data_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt {
  fuzz(FuzzTarget.data, count, arguments)
}
