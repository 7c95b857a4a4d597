// SPDX-License-Identifier: Apache-2.0

// Watches a training loop that knows nothing of LibTorch: a generator x = a z + b and a quadratic
// discriminator play the saturating game on a normal distribution, by hand-written gradients.
//
//     swift run watch-a-loop          the losses turn around each other, and the monitor says so
//     swift run watch-a-loop --r1     the same loop with R1: it comes to rest

import SaddleHealth

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

let usesR1 = CommandLine.arguments.contains("--r1")
let gamma = usesR1 ? 1.0 : 0.0
let rate = 0.05

func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
func softplus(_ x: Double) -> Double { x > 30 ? x : log1p(exp(x)) }

// What the monitor should know beside the log. All of it is optional.
var context = RunContext(objective: .saturating)
context.generatorLearningRate = rate
context.discriminatorLearningRate = rate
if usesR1 { context.measures[.r1] = gamma }
var monitor = HealthMonitor(context: context)

// Data at 0, the generator makes samples at `place`, the discriminator says `slope * x`.
var place = 1.5
var slope = 0.5
for step in 1...4000 {
  let score = slope * place
  // The discriminator raises real (score 0) and lowers fake; the generator lowers -softplus(fake).
  slope -= rate * (sigmoid(score) * place + gamma * slope)
  place += rate * sigmoid(slope * place) * slope

  // The only lines that watching costs.
  let fake = slope * place
  let observation = Observation(
    step: step,
    [.lossDiscriminator: softplus(0) + softplus(fake), .lossGenerator: -softplus(fake)]
  )
  for finding in monitor.observe(observation) {
    print(
      "step \(step): \(finding.state) \(finding.severity) \(finding.symptom): \(finding.summary)"
    )
    for remedy in finding.remedies { print("  try: \(remedy.title)") }
  }
}

let diagnosis = monitor.diagnosis()
print("\nHealth: \(diagnosis.health). \(diagnosis.story)")
for finding in diagnosis.findings {
  for remedy in finding.remedies.prefix(2) {
    print("Remedy for \(finding.symptom): \(remedy.title).")
    for change in remedy.changes { print("    \(change.line)") }
    for line in remedy.pytorch { print("    \(line)") }
  }
}
