// SPDX-License-Identifier: Apache-2.0

/// Settings that only options of other code bases have.
extension SettingKey {
  /// Length of the run in epochs.
  public static let epochs = SettingKey("training.epochs")
  /// Length of the run in thousands of images.
  public static let kimg = SettingKey("training.kimg")
  /// The step (or epoch) at which the discriminator joins.
  public static let discriminatorStart = SettingKey("training.discriminatorStart")
  /// What the run was resumed from: a path, or a flag.
  public static let resumedFrom = SettingKey("training.resume")
  /// How the discriminator is told the class (text: AC, PD, 2C, ...).
  public static let classCondition = SettingKey("discriminator.classCondition")
}
