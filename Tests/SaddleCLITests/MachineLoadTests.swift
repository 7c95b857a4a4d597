// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleCLI

@Suite struct MachineLoadTests {
  private final class Kernel {
    var stat: String? = ""
    var own = 0.0
  }

  private let kernel = Kernel()
  private let ticks = sysconf(Int32(_SC_CLK_TCK))

  /// The account after so many seconds of all cores.
  private func set(busy: Double, idle: Double, own: Double) {
    let (user, rest) = (Int(busy * Double(ticks)), Int(idle * Double(ticks)))
    kernel.stat = "cpu  \(user) 0 0 \(rest) 0 0 0 0 0 0\ncpu0 1 2 3 4\n"
    kernel.own = own
  }

  private func load() -> MachineLoad {
    MachineLoad(read: { [kernel] in kernel.stat }, own: { [kernel] in kernel.own })
  }

  @Test func countsWhatOthersTake() throws {
    var load = load()
    set(busy: 100, idle: 100, own: 50)
    let first = load.others()
    #expect(first == nil)
    // Two cores, ten seconds: this process had 10 of the 15 busy seconds.
    set(busy: 115, idle: 105, own: 60)
    let found = load.others()
    let share = try #require(found)
    #expect(abs(share - 0.25) < 1e-6)
    // Too soon for another account: the last one holds.
    set(busy: 115.4, idle: 105, own: 60)
    let tooSoon = load.others()
    #expect(tooSoon == share)
    set(busy: 135, idle: 105, own: 80)
    let later = load.others()
    #expect(later == 0)
  }

  @Test(arguments: [nil, "", "cpu", "cpu  x y", "intr 5"])
  func knowsNothingWithoutAnAccount(text: String?) {
    var load = load()
    kernel.stat = text
    let first = load.others()
    #expect(first == nil)
    let second = load.others()
    #expect(second == nil)
  }

  @Test func readsThisMachine() throws {
    guard FileManager.default.fileExists(atPath: "/proc/stat") else { return }
    var load = MachineLoad()
    _ = load.others()
    Thread.sleep(forTimeInterval: 1.1)
    let found = load.others()
    let share = try #require(found)
    #expect((0...1).contains(share))
  }
}
