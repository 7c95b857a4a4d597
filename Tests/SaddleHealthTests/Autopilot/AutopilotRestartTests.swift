// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// A run that is ended for another one: when, and what the other is told.
@Suite struct AutopilotRestartTests {
  private static let wider = Remedy.change(
    .largerGenerator,
    key: "generator.width",
    to: .integer(64)
  )

  private static func run(_ mode: AutopilotMode = .restart) -> PilotedRun {
    var run = PilotedRun(mode)
    run.values["generator.width"] = 16
    return run
  }

  @Test func networksTakeAnotherRun() throws {
    var run = Self.run(.guarded)
    let finding = Finding.firing(remedies: [Self.wider])
    let advised = try #require(run.step(1000, [finding]).advised, "nothing was advised")
    #expect(advised.because.contains("--autopilot restart"))
    var other = Self.run()
    let asked = try #require(other.step(1000, [finding]).restarted, "no other run was asked for")
    #expect(asked.changes == [.init(key: "generator.width", old: 16, new: "64")])
    #expect(other.pilot.restart == asked)
  }

  /// Else the other run would come less far than what it replaces.
  @Test func noOtherRunIsBegunWithFewerStepsThanWereMade() throws {
    let finding = Finding.firing(remedies: [Self.wider])
    var run = Self.run()
    let advised = try #require(run.step(5001, [finding]).advised, "nothing was advised")
    #expect(advised.because.contains("fewer steps are left"))
    var early = Self.run()
    #expect(early.step(5000, [finding]).restarted != nil)
    // What needs no other run is tried all the same.
    var late = Self.run()
    let begun = late.step(5001, [.firing(remedies: [Self.wider, .change()])]).begun
    #expect(begun?.changes.first?.key == PilotedRun.rate)
  }

  /// A probable cause: what this run can be given is tried before it is given up for another.
  @Test func whatTheRunCanBeGivenIsTriedFirst() throws {
    let finding = Finding.firing(remedies: [Self.wider, .change()])
    var run = Self.run()
    let begun = try #require(run.step(1000, [finding]).begun, "nothing was tried")
    #expect(begun.changes.first?.key == PilotedRun.rate)
    // No time for another run behind the trial: the better remedy, now.
    var late = Self.run()
    #expect(late.step(5000, [finding]).restarted != nil)
    // The last try is for the better remedy, too.
    var last = Self.run()
    last.pilot.rules.triesPerEpisode = 1
    #expect(last.step(1000, [finding]).restarted != nil)
  }

  /// A setting is the cause itself: what takes it away goes first.
  @Test func aCertainCauseKeepsTheOrderOfItsRemedies() {
    let finding = Finding.firing(.settingOutOfRange, remedies: [Self.wider, .change()])
    var run = Self.run()
    #expect(run.step(1000, [finding]).restarted != nil)
  }

  @Test func theRunThatGoesOnKnowsWhatEndedItsAncestors() throws {
    var run = Self.run()
    let finding = Finding.firing(remedies: [Self.wider])
    run.step(1000, [finding])
    let told = run.pilot.inheritance(from: "runs/ring")
    #expect(told.map(\.run) == ["runs/ring"])
    #expect(told[0].story.hasPrefix("in runs/ring, at 1000 against "))
    let named = run.pilot.continued(by: "runs/ring-2")
    #expect(named?.child == "runs/ring-2" && run.pilot.interventions.last == named)

    var child = Self.run()
    child.pilot = Autopilot(run.pilot.rules, ancestors: told)
    #expect(child.pilot.restart == nil, "what ended an ancestor ends no other run")
    #expect(child.step(1000, [finding]) == .goOn, "the same other run was asked for again")
    child.values["generator.width"] = 64
    let back = Remedy.change(.largerGenerator, key: "generator.width", to: .integer(16))
    #expect(child.step(1100, [.firing(remedies: [back])]) == .goOn, "it went back to the parent")
    let deeper = Remedy.change(.largerGenerator, key: "generator.depth", to: .integer(3))
    let asked = child.step(1200, [.firing(remedies: [deeper])]).restarted
    #expect(asked?.number == 2)
    #expect(
      child.pilot.inheritance(from: "runs/ring-2").map(\.run) == ["runs/ring", "runs/ring-2"]
    )
  }

  @Test func theBudgetIsThatOfTheLine() {
    var run = Self.run()
    run.pilot.rules.changesPerRun = 1
    run.step(1000, [.firing(remedies: [Self.wider])])
    var child = Self.run()
    child.pilot = Autopilot(run.pilot.rules, ancestors: run.pilot.inheritance(from: "a"))
    let order = child.step(1000, [.firing()])
    #expect(order.advised?.because.contains("budget") == true)
  }

  @Test func aBrokenRunIsNotEndedForAnother() throws {
    let run = Self.run()
    var pilot = run.pilot
    let known = run.values
    let order = pilot.rescue(
      step: 150,
      cockpit: Cockpit(checkpoints: { [100] }, reach: { _ in .restart }, value: { known[$0] }),
      diagnosis: PilotedRun.diagnosis([.firing(.nonFinite, since: 150, remedies: [Self.wider])]),
      because: "not finite"
    )
    #expect(order == .goOn)
    #expect(pilot.isFresh)
  }
}
