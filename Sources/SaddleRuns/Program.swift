// SPDX-License-Identifier: Apache-2.0

/// This program, as run directories and `--version` name it.
public enum Program {
  /// Saddle's version.
  public static let version = "0.1.0"
}
