// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct NotTrainedTests {
  @Test(arguments: [
    "learning_rate/d: 0x40", "learning_rate/g: 7e-111x40", "update_ratio/g: 0x40",
    "learning_rate/d: 2e-4x20 0x40", "grad_norm/g: 1x20 0x20",
  ])
  func zeroIsCertain(signal: String) throws {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; \(signal)").diagnosis()
    let finding = try #require(diagnosis.finding(.notTrained))
    #expect(finding.severity == .critical)
    #expect(diagnosis.health == .sick)
    #expect(diagnosis.causes.first?.symptom == .notTrained)
  }

  @Test(arguments: [
    // A warm-up from 0, a schedule that ends there, steps of one network between those of the other.
    "learning_rate/d: 0x5 1e-5x55", "learning_rate/g: 1e-4x99 0x1", "learning_rate/d: 2e-9x60",
    "update_ratio/g: 0 0 0 0 1e-3 0 0 0 0 1e-3 0 0 0 0 1e-3 0 0 0 0 1e-3",
  ])
  func whatMovesIsTrained(signal: String) {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; \(signal)").diagnosis()
    #expect(diagnosis.finding(.notTrained) == nil)
  }

  @Test func aDiscriminatorThatHasWonOrNotStartedIsNoFault() {
    let won = Trace("loss/d: 0.1 0.12 0.09 0x30; grad_norm/d: 1x3 0x30").diagnosis(.hinge)
    #expect(won.finding(.notTrained) == nil)
    let waits = Trace("weight/discriminator: 0x40; update_ratio/d: 0x40; loss/d: 0x40").diagnosis()
    #expect(waits.finding(.notTrained) == nil)
  }

  /// A live finding is worded at the observation at which it fires.
  @Test(arguments: [(Side.generator, "g", "d"), (.discriminator, "d", "g")])
  func aLiveFindingHasTheRateOfItsOwnSide(_ side: Side, _ zero: String, _ other: String) throws {
    let trace = Trace(
      "loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; learning_rate/\(zero): 0x60; "
        + "learning_rate/\(other): 0.001x60"
    )
    var monitor = HealthMonitor()
    let found = trace.observations.flatMap { monitor.observe($0) }
    let finding = try #require(found.first { $0.symptom == .notTrained })
    #expect(finding.side == side)
    #expect(finding.evidence.first?.value.value == 0)
    #expect(!finding.summary.contains("0.001"))
  }

  /// The value is what the log tells: the network's own past, the other's rate, or the usual one.
  @Test(arguments: [
    ("learning_rate/d: 4e-4x20 0x40", "0.0004, what it had before"),
    ("learning_rate/d: 0x60; learning_rate/g: 5e-5x60", "0.00005, what the generator has"),
    ("learning_rate/d: 0x60", "0.0002, the usual one with Adam"),
  ])
  func aRateOfNothingIsResolved(_ rates: String, _ words: String) throws {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; \(rates)").diagnosis()
    let remedy = try #require(diagnosis.remedies.first)
    #expect(remedy.title == "Set the discriminator's learning rate to \(words)")
    let value = words.prefix { $0 != "," }
    #expect(
      remedy.pytorch.first == "for group in optimizer_d.param_groups: group['lr'] = \(value)"
    )
    #expect(remedy.changes.map(\.line) == ["optimizer.discriminator.learningRate: \(value)"])
    #expect(remedy.pytorch.contains { $0.contains("scheduler") } == rates.contains("4e-4"))
  }

  /// Of updates that don't arrive the rate is no cause: it stays what it is.
  @Test(arguments: [
    ("", "optimizer_g = type(optimizer_g)(generator.parameters(), **optimizer_g.defaults)"),
    (
      "; learning_rate/g: 5e-5x60",
      "optimizer_g = torch.optim.Adam(generator.parameters(), lr=0.00005, betas=(0.5, 0.999))"
    ),
  ])
  func anOptimizerIsMadeAnewAsItIsSet(_ rates: String, _ line: String) throws {
    let trace = "loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; update_ratio/g: 0x60\(rates)"
    let remedy = try #require(Trace(trace).diagnosis().remedies.first)
    #expect(remedy.measure == .checkWiring && remedy.title.contains("the generator's optimizer"))
    #expect(remedy.pytorch.first == line)
  }

  /// What the options say goes before what others have.
  @Test func optionsNameTheRateOfANetworkThatNothingMoves() throws {
    var context = RunContext()
    var settings = RunSettings(source: "opt.txt")
    settings.set(.discriminatorRate, 3e-4, named: "lr_d")
    context.settings = settings
    let trace = Trace(
      "loss/d: 1.2x60 ~0.1; loss/g: 0.9x60 ~0.1; learning_rate/d: 7e-111x60; learning_rate/g: 1e-4x60"
    )
    let remedy = try #require(trace.diagnosis(context).remedies.first)
    #expect(remedy.title == "Set the discriminator's learning rate to 0.0003, what the options say")
  }

  @Test func withoutItsSignalsItIsNotJudged() {
    let diagnosis = Trace("loss/d: 1.2x60 ~0.1").diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .notTrained })
  }
}
