// SPDX-License-Identifier: Apache-2.0

import SaddleData

extension Trainer {
  /// What the data source could not read so far.
  public var dataReport: DataReport { setup.data.report }
}
