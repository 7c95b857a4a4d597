// SPDX-License-Identifier: Apache-2.0

/// How far the autopilot may go; each includes what stands before it.
public enum AutopilotMode: String, CaseIterable, Codable, Sendable, Comparable {
  /// It doesn't look.
  case off
  /// It says what it would do, and does nothing.
  case advise
  /// It changes numbers of the running game: rates, betas, clipping, weights, noise.
  case safe
  /// It also goes back to an earlier checkpoint.
  case guarded
  /// It also ends a run that needs other networks or another objective, for one that has them.
  case restart

  private var reach: Int {
    switch self {
    case .off: 0
    case .advise: 1
    case .safe: 2
    case .guarded: 3
    case .restart: 4
    }
  }

  /// Orders by how far each goes.
  public static func < (left: Self, right: Self) -> Bool { left.reach < right.reach }
}
