// SPDX-License-Identifier: Apache-2.0

extension SettingRule {
  static let batches: [SettingRule] = [SettingRule(smallBatch)]

  /// Batches of unconditional GANs.
  static let batchSizes = UsualRange(
    lower: 8,
    upper: 2048,
    typical: 64,
    source: "DCGAN 128, SNGAN 64, StyleGAN2 32, PGGAN 16 to 3 at its last sizes, BigGAN 2048"
  )

  /// A batch below 8.
  ///
  /// In paired and image-to-image tasks 1 is usual (pix2pix, CycleGAN): not judged.
  private static func smallBatch(_ view: SettingsView) -> SettingIssue? {
    guard !view.isPaired, let batch = view.number(.batchSize), batch > 0,
      batch * max(1, view.number(.accumulate) ?? 1) < batchSizes.lower,
      batch != view.reference(.batchSize)
    else { return nil }
    let working = view.reference(.batchSize) ?? (view.isPoints ? 256 : batchSizes.typical)
    return SettingIssue(
      weight: batch < batchSizes.lower / 2 ? .far : .doubtful,
      side: .data,
      sentence: "The batch is \(view.shown(.batchSize)): gradients of so few samples are noise; "
        + "usual are \(batchSizes.text).",
      evidence: Evidence(
        view.settings.name(of: .batchSize),
        batch,
        .below,
        batchSizes.lower,
        unit: "samples"
      ),
      source: batchSizes.source,
      changes: [view.change(.batchSize, to: working)],
      distance: SettingsView.decades(batchSizes.excess(batch))
    )
  }
}
