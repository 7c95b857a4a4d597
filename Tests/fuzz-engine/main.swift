// SPDX-License-Identifier: Apache-2.0

// Feeds broken configurations, checkpoints and arrays to what reads them: see fuzz-runs for the options.

import Foundation
import SaddleEngineSamples
import SaddleRunsSamples

exit(FuzzCommand.run(CommandLine.arguments, FuzzTarget.engine))
