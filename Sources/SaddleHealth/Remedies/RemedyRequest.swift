// SPDX-License-Identifier: Apache-2.0

/// What a remedy is made for.
public struct RemedyRequest: Sendable {
  /// The symptom to cure.
  public var symptom: Symptom
  /// What is known of the run.
  public var context: RunContext
  /// The objective, where it is known.
  public var objective: Objective?
  /// Step of the best evaluation, where there is one.
  public var bestStep: Int?
  /// Whether the generator is given something to reproduce (pix2pix, super-resolution).
  public var isPaired = false
  /// Whether the finding begins with the first observation.
  public var isFromTheStart = false
  /// The step at which the finding begins.
  public var onset: Int?
  /// Observations of the log before the finding begins.
  public var rowsBefore: Double?
  /// Usual norm (geometric mean) of the generator's gradient in this run.
  public var generatorGradient: Double?
  /// Usual norm (geometric mean) of the discriminator's gradient in this run.
  public var discriminatorGradient: Double?
  /// Weight of the adversarial term, as logged.
  public var adversarialWeight: Double?
  /// Whom the finding is about; nil where nothing was found yet.
  public var side: Side?
  /// Whether the finding is a learning rate of nothing.
  public var isIdle = false
  /// The highest learning rate that the log has of the finding's side; nil where it has none.
  public var earlierRate: Double?
  /// The same of the other network.
  public var otherRate: Double?
  /// Whether the loss is scaled, as mixed precision does.
  public var scalesLoss = false

  /// Creates a request of which nothing is known but what is given.
  public init(
    symptom: Symptom,
    context: RunContext = RunContext(),
    objective: Objective? = nil,
    bestStep: Int? = nil
  ) {
    self.symptom = symptom
    self.context = context
    self.objective = objective
    self.bestStep = bestStep
  }

  /// What is set, as rules about settings read it; nil where nothing is known.
  var view: SettingsView? { SettingsView(context, objective: objective, isPaired: isPaired) }

  /// Whether the run has a configuration of Saddle's, into which changes are written.
  var isSaddle: Bool { context.settings?.isSaddle ?? false }

  /// Samples a batch, as declared or as the settings say.
  var batchSize: Int? {
    context.batchSize ?? context.settings?.number(.batchSize).flatMap { Int(exactly: $0) }
  }

  /// Whether numbers are kept in half precision, as options or a loss scale tell.
  var usesHalfPrecision: Bool {
    let precision = context.settings?.text(.precision)?.lowercased() ?? ""
    return scalesLoss || precision == "amp" || precision.contains("16") && !precision.contains("bf")
  }

  /// Whether samples are points; images where that isn't known.
  var isPoints: Bool { view?.isPoints ?? false }

  /// A weight that works: the reference's, else one for points or for images.
  func weight(_ key: SettingKey, points: Double, images: Double) -> Double {
    if let known = view?.reference(key), known > 0 { return known }
    return isPoints ? points : images
  }

  /// Whether the run's own rules were asked before and refuse the measure.
  func refuses(_ measure: Measure) -> Bool { context.refusedMeasures?.contains(measure) ?? false }
}
