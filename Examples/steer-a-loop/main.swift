// SPDX-License-Identifier: Apache-2.0
// Repairs a training loop that knows nothing of LibTorch:    swift run steer-a-loop
//
// The loop of watch-a-loop with R1, whose discriminator has a rate of 0 by mistake.
import SaddleHealth

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
func softplus(_ x: Double) -> Double { x > 30 ? x : log1p(exp(x)) }
let rate = (g: "optimizer.generator.learningRate", d: "optimizer.discriminator.learningRate")

/// Everything that the next step depends on: what is kept, and put back.
struct Game {
  var place = 1.5
  var slope = 0.5
  var rates = [rate.g: 0.05, rate.d: 0.0]

  mutating func step() {
    let score = slope * place
    slope -= (rates[rate.d] ?? 0) * (sigmoid(score) * place + slope)
    place += (rates[rate.g] ?? 0) * sigmoid(slope * place) * slope
  }
}

var game = Game()
var kept: [Int: Game] = [:]
var loop = SteeredLoop(
  AutopilotRules(.safe, steps: 4000, window: 100),
  context: RunContext(objective: .saturating),
  controls: game.rates.mapValues { SteeredLoop.Control($0) }
)
for step in 1...4000 {
  game.step()
  if step % 10 == 0 {  // what the samples are worth, where the loop can say
    loop.measured([abs(game.place)], of: "distance from the data", largerIsBetter: false)
  }
  let fake = game.slope * game.place
  var seen = Observation(step: step)
  (seen[.lossDiscriminator], seen[.lossGenerator]) = (softplus(0) + softplus(fake), -softplus(fake))
  seen[.learningRateGenerator] = game.rates[rate.g]
  seen[.learningRateDiscriminator] = game.rates[rate.d]
  switch loop.observe(seen).order {
  case .begin(let change):
    kept[step] = game
    for key in game.rates.keys { game.rates[key] = loop.value(key) }
    print(change.story)
  case .undo(let change):
    game = kept[change.snapshot ?? step] ?? game
    print(change.story)
  case .keep(let change), .advise(let change): print(change.story)
  case .goOn, .stop, .restart: break
  }
}
print("ends at \(abs(game.place) < 0.01 ? "the data" : "\(game.place)")")
