// SPDX-License-Identifier: Apache-2.0

// Feeds broken pictures, archives and sets to what reads them: see fuzz-runs for the options.

import Foundation
import SaddleDataSamples
import SaddleRunsSamples

exit(FuzzCommand.run(CommandLine.arguments, FuzzTarget.data))
