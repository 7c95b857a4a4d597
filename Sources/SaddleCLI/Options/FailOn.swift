// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import SaddleHealth

/// What `--fail-on` takes.
package enum FailOn: String, ExpressibleByArgument, CaseIterable {
  case warning
  case critical

  /// The severity from which on the exit status is 2.
  package var severity: Severity { self == .warning ? .warning : .critical }
}
