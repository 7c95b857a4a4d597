// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A score that depends on fewer rows or columns than the image has.
///
/// A warning where there is one score an image; a notice where there are several, as patch
/// discriminators are built so on purpose. Where pictures are made of pictures patches are no flaw at
/// all: the distance to the target sees the whole (Isola et al. 2017, section 3.2.2).
enum NarrowView: ArchitectureCheck {
  static let symptom = Symptom.narrowView

  static func check(_ model: ModelInspection) -> CheckOutcome {
    switch model.view {
    case .failure(let reason): return .notJudged(reason.description)
    case .success(let view):
      guard view.height < view.imageHeight || view.width < view.imageWidth else { return .clear }
      let field = "\(view.height)x\(view.width)"
      let isPatch = view.scoreCount > 1
      if isPatch, !model.hasLatents { return .clear }
      return .found([
        model.finding(
          symptom,
          isPatch ? .notice : .warning,
          "A score depends on \(field) of \(view.imageHeight)x\(view.imageWidth) pixels"
            + (isPatch ? "; there are \(view.scoreCount) scores an image." : "."),
          side: .discriminator,
          confidence: 0.95,
          evidence: [
            Evidence(
              "rows that a score depends on",
              Double(view.height),
              view.height < view.imageHeight ? .below : .observed,
              Double(view.imageHeight),
              unit: "pixels"
            ),
            Evidence(
              "columns that a score depends on",
              Double(view.width),
              view.width < view.imageWidth ? .below : .observed,
              Double(view.imageWidth),
              unit: "pixels"
            ),
          ],
          clearedBy: "A score that depends on every pixel."
        )
      ])
    }
  }
}
