// SPDX-License-Identifier: Apache-2.0

// A remedy by chance: what advice has to be better than.
extension Autopilot {
  /// Every change that the run can be given now, against whichever symptom: each once, in the order of
  /// the guides.
  func menu(at step: Int, _ cockpit: Cockpit, but attempts: [Attempt]) -> [RemedyPlan] {
    let context = cockpit.context()
    var seen: [RemedyPlan] = []
    for guide in SymptomGuides.builtIn.all {
      let remedies = guide.remedies(in: context)
      let isCertain = !guide.symptom.isOfTheGame
      for plan in plans(remedies, isCertain: isCertain, cockpit, but: attempts)
      where plan.isTriable && isInReach(plan, at: step) {
        let isNew = !seen.contains {
          $0.remedy.measure == plan.remedy.measure && $0.changes == plan.changes
        }
        if isNew { seen.append(plan) }
      }
    }
    return seen
  }

  /// One of the menu, all equally likely; the same one for the same seed, number and menu.
  func drawn(at step: Int, _ cockpit: Cockpit, but attempts: [Attempt]) -> RemedyPlan? {
    let menu = menu(at: step, cockpit, but: attempts)
    guard !menu.isEmpty else { return nil }
    return menu[Self.draw(rules.seed, number: interventions.count + 1, below: menu.count)]
  }

  /// A number from 0 up to but not including `count`, the same one for the same seed and number.
  static func draw(_ seed: UInt64, number: Int, below count: Int) -> Int {
    Int(bits(seed, UInt64(number)).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// 64 random bits of a seed and a number: SplitMix64, once for each.
  ///
  /// SaddleText has it, too, which this target stands without.
  ///
  /// - Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
  private static func bits(_ seed: UInt64, _ number: UInt64) -> UInt64 {
    func mixed(_ state: UInt64) -> UInt64 {
      var bits = state &+ 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      return bits ^ bits >> 31
    }
    return mixed(mixed(seed) &+ number)
  }
}
