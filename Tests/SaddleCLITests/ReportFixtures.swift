// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport

/// Runs whose reports are stored: traces made by formula, diagnoses written by hand, so that a
/// snapshot shows a change of the report and not of a detector.
enum ReportFixtures {
  /// A run at rest near the equilibrium, with a metric.
  static func healthy() -> RunReport {
    var trace = RunTrace()
    for step in 1...400 {
      let wave = Double(step % 10) / 100
      var observation = Observation(
        step: step * 10,
        [.lossDiscriminator: 1.3 + wave, .lossGenerator: 0.75 - wave]
      )
      if step % 50 == 0 { observation[.metricFID] = 60 - Double(step) / 10 }
      trace.add(observation)
    }
    var diagnosis = diagnosis(first: 10, last: 4000, count: 400)
    diagnosis.health = .healthy
    diagnosis.healthReasons = ["The discriminator's loss is 97 % of its ideal."]
    diagnosis.story = "The run is healthy. FID falls steadily."
    diagnosis.best = Diagnosis.Best(step: 4000, metric: .metricFID, value: 20)
    diagnosis.outlook = Diagnosis.Outlook(worthGoingOn: true, reason: "FID still falls.")
    diagnosis.ruledOut = [
      Diagnosis.RuledOut(symptom: .oscillation, because: "No common period of both losses.")
    ]
    return RunReport(
      name: "ring-r1",
      path: "runs/ring-r1",
      source: "JSON lines, 3 of 3 columns known",
      diagnosis: diagnosis,
      trace: trace
    )
  }

  /// A discriminator that wins and a generator that collapses, with a hostile name.
  static func collapsed() -> RunReport {
    var trace = RunTrace()
    for step in 1...3000 {
      let fall = step < 1000 ? 1.3 : 1.3 / (1 + Double(step - 1000) / 4)
      let rise = step < 1000 ? 0.7 : 0.7 + Double(step - 1000) / 400
      var observation = Observation(
        step: step,
        [.lossDiscriminator: fall, .lossGenerator: rise, .accuracyReal: step < 1000 ? 0.7 : 1]
      )
      if step % 100 == 0 { observation[.diversityFake] = step < 1200 ? 1.1 : 0.1 }
      if step % 250 == 0 { observation[.metricFID] = step <= 1000 ? 40 : Double(step) / 15 }
      trace.add(observation)
    }
    var diagnosis = diagnosis(first: 1, last: 3000, count: 3000)
    diagnosis.health = .sick
    diagnosis.healthReasons = [
      "Fake samples differ from each other 9 % as much as real ones do.",
      "The discriminator is right about 100 % of real and fake samples.",
    ]
    diagnosis.story =
      "The run is failing. Since step 1040 the discriminator wins; that explains mode collapse."
    diagnosis.findings = [collapse, dominance, noise]
    diagnosis.causes = [
      Diagnosis.Cause(
        symptom: .discriminatorDominates,
        confidence: 0.85,
        firstStep: 1040,
        explains: [.modeCollapse],
        story: "The discriminator is right about everything."
      )
    ]
    diagnosis.best = Diagnosis.Best(step: 1000, metric: .metricFID, value: 40)
    diagnosis.outlook = Diagnosis.Outlook(
      worthGoingOn: false,
      reason: "FID has been far above its best since step 1000."
    )
    diagnosis.stopAdvisedAt = 2250
    diagnosis.notJudged = [
      Diagnosis.NotJudged(
        symptom: .memorization,
        reason: "The signals that it shows in were not logged.",
        log: [.accuracyHeldOut, .scoresHeldOut]
      )
    ]
    diagnosis.events = [
      Diagnosis.Event(step: 500, kind: .resume, detail: "the step went back from 520")
    ]
    diagnosis.notes = ["Logged at every step."]
    return RunReport(
      name: "<img src=x onerror=alert(1)>\u{1B}[31m",
      path: "runs/</script><script>alert(2)</script>",
      source: "CSV, 5 of 6 columns known",
      remarks: ["columns without a known meaning: \"onload='x'"],
      diagnosis: diagnosis,
      trace: trace,
      samples: [SampleImage(step: 3000, png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])]
    )
  }

  /// A run that ends in NaN after an explosion.
  static func notANumber() -> RunReport {
    var trace = RunTrace()
    for step in 1...60 {
      let grown = step < 40 ? 0.7 : 0.7 * Double(1 << (2 * (step - 40)))
      trace.add(
        Observation(
          step: step,
          [.lossDiscriminator: step > 50 ? .nan : 1.386, .lossGenerator: step > 50 ? .nan : grown]
        )
      )
    }
    var diagnosis = diagnosis(first: 1, last: 60, count: 60)
    diagnosis.health = .dead
    diagnosis.healthReasons = ["The generator's loss is NaN since step 51."]
    diagnosis.story = "The run has failed. The generator's loss doubled twice a step until NaN."
    diagnosis.findings = [
      Finding(
        symptom: .nonFinite,
        severity: .critical,
        firstStep: 51,
        firedAtStep: 51,
        lastStep: 60,
        confidence: 1,
        basis: .losses,
        summary: "The generator's loss is NaN at step 51.",
        evidence: [Evidence("first non-finite value", signal: .lossGenerator, .nan)],
        clearedBy: "Nothing: go back to a checkpoint.",
        remedies: [halved]
      )
    ]
    diagnosis.outlook = Diagnosis.Outlook(worthGoingOn: false, reason: "The weights are broken.")
    diagnosis.stopAdvisedAt = 51
    return RunReport(
      name: "sgd",
      path: "sgd.csv",
      source: "CSV, 3 of 3 columns known",
      diagnosis: diagnosis,
      trace: trace
    )
  }

  private static func diagnosis(first: Int, last: Int, count: Int) -> Diagnosis {
    var diagnosis = Diagnosis(
      objective: ObjectiveJudgment(
        name: .nonSaturating,
        known: .inferred,
        confidence: 0.93,
        reason: "The generator's loss is softplus(-fake score)."
      )
    )
    diagnosis.firstStep = first
    diagnosis.lastStep = last
    diagnosis.observationCount = count
    return diagnosis
  }

  private static let collapse = Finding(
    symptom: .modeCollapse,
    severity: .critical,
    firstStep: 1200,
    firedAtStep: 1300,
    lastStep: 3000,
    confidence: 0.9,
    basis: .samples,
    summary: "Fake samples differ from each other 9 % as much as real ones do.",
    evidence: [
      Evidence("diversity of fakes", signal: .diversityFake, 0.09, .below, 0.4, unit: "x real")
    ],
    clearedBy: "A diversity above 80 %."
  )

  private static let dominance = Finding(
    symptom: .discriminatorDominates,
    severity: .warning,
    firstStep: 1040,
    firedAtStep: 1140,
    lastStep: 3000,
    confidence: 0.85,
    basis: .outputs,
    summary: "The discriminator is right about 100 % of real and fake samples.",
    evidence: [Evidence("accuracy", signal: .accuracyReal, 100, .above, 98, unit: "%")],
    clearedBy: "An accuracy below 95 % for half a window.",
    remedies: [halve]
  )

  private static let noise = Finding(
    symptom: .highFrequencyNoise,
    severity: .notice,
    state: .resolved,
    firstStep: 200,
    firedAtStep: 300,
    lastStep: 450,
    confidence: 0.5,
    basis: .losses,
    summary: "The discriminator's loss jumped from step to step.",
    evidence: [],
    clearedBy: ""
  )

  /// The same where the rate is known.
  private static var halved: Remedy {
    var remedy = halve
    remedy.changes[0].current = 0.0002
    return remedy
  }

  private static let halve = Remedy(
    measure: .lowerDiscriminatorLearningRate,
    title: "Halve the discriminator's learning rate",
    reason: "It learns faster than the generator can follow.",
    evidence: "Improved FID by up to 27 %.",
    source: "Gap-aware learning rate, AISTATS 2023",
    actionClass: .online,
    changes: [
      ConfigurationChange(key: "optimizer.discriminator.learningRate", value: .scaled(by: 0.5))
    ],
    pytorch: ["for group in optimizer_d.param_groups: group['lr'] *= 0.5"]
  )
}
