// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The targets that need LibTorch exist only when `SADDLE_ENGINE` names the folder that
// `make engine` filled; everything else builds without it (see CONTRIBUTING.md, "Targets").
let engine = Context.environment["SADDLE_ENGINE"]

// No library has unsafe flags, which SwiftPM refuses in a package that others depend on: where headers
// and libraries lie comes from the engine's pkg-config files. Only our own programs and tests are told
// where to find LibTorch when they run; a program elsewhere says so itself (Documentation/as-a-package.md).
func runPath(_ engine: String) -> [LinkerSetting] {
  let places = ["$ORIGIN/../lib/saddle/torch/lib", "\(engine)/torch/lib"]
  return [.unsafeFlags(places.flatMap { ["-Xlinker", "-rpath", "-Xlinker", $0] })]
}

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// What tests and fuzzers share, in a folder of Tests/.
func samples(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name,
    dependencies: dependencies,
    path: "Tests/\(name)",
    swiftSettings: settings
  )
}

/// A program that fuzzes by count, in a folder of Tests/.
func fuzzer(
  _ name: String,
  _ samples: [Target.Dependency],
  _ linkerSettings: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name,
    dependencies: samples,
    path: "Tests/\(name)",
    swiftSettings: settings,
    linkerSettings: linkerSettings
  )
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

var products: [Product] = [
  .library(name: "SaddleHealth", targets: ["SaddleHealth"]),
  .library(name: "SaddleRuns", targets: ["SaddleRuns"]),
  // What Tests/fuzz-coverage feeds to the parsers.
  .library(name: "SaddleRunsSamples", targets: ["SaddleRunsSamples"]),
  .executable(name: "saddle", targets: ["saddle"]),
]

var targets: [Target] = [
  .target(name: "SaddleHealth", swiftSettings: settings),
  .target(name: "SaddleText", swiftSettings: settings),
  .target(name: "SaddleTerminal", dependencies: ["SaddleText"], swiftSettings: settings),
  .target(name: "CChecksum"),
  .target(
    name: "SaddleRuns",
    dependencies: ["SaddleHealth", "SaddleText", "CChecksum"],
    swiftSettings: settings
  ),
  .target(
    name: "SaddleReport",
    dependencies: ["SaddleHealth", "SaddleRuns", "SaddleText"],
    resources: [.embedInCode("Assets")],
    swiftSettings: settings
  ),
  .target(
    name: "SaddleCLI",
    dependencies: [
      "SaddleHealth", "SaddleRuns", "SaddleReport", "SaddleTerminal", "SaddleText", argumentParser,
    ],
    swiftSettings: settings
  ),
  .executableTarget(name: "saddle", dependencies: ["SaddleCLI"], swiftSettings: settings),
  .executableTarget(
    name: "saddle-score",
    dependencies: ["SaddleHealth", "SaddleRuns", "SaddleText", argumentParser],
    swiftSettings: settings
  ),
  .executableTarget(
    name: "watch-a-loop",
    dependencies: ["SaddleHealth"],
    path: "Examples/watch-a-loop",
    swiftSettings: settings
  ),
  .executableTarget(
    name: "steer-a-loop",
    dependencies: ["SaddleHealth"],
    path: "Examples/steer-a-loop",
    swiftSettings: settings
  ),
  .target(
    name: "SaddleTesting",
    dependencies: ["SaddleHealth", "SaddleText"],
    swiftSettings: settings
  ),
  .executableTarget(
    name: "event-reading",
    dependencies: ["SaddleRuns", "SaddleHealth"],
    path: "Benchmarks/EventReading",
    exclude: ["run.py"],
    swiftSettings: settings
  ),
  samples("SaddleRunsSamples", ["SaddleRuns", "SaddleHealth", "SaddleText"]),
  fuzzer("fuzz-runs", ["SaddleRunsSamples"]),
  .testTarget(
    name: "SaddleHealthTests",
    dependencies: [
      "SaddleHealth", "SaddleTesting", "SaddleRunsSamples", "watch-a-loop", "steer-a-loop",
      "saddle-score",
    ],
    swiftSettings: settings
  ),
  .testTarget(
    name: "SaddleRunsTests",
    dependencies: [
      "SaddleRuns", "SaddleHealth", "SaddleText", "SaddleTesting", "CChecksum",
      "SaddleRunsSamples",
    ],
    exclude: ["Oracle/tensorboard_oracle.py"],
    swiftSettings: settings
  ),
  .testTarget(
    name: "SaddleReportTests",
    dependencies: ["SaddleReport", "SaddleHealth", "SaddleRuns", "SaddleText", "SaddleTesting"],
    swiftSettings: settings
  ),
  .testTarget(
    name: "SaddleCLITests",
    dependencies: [
      "SaddleCLI", "SaddleReport", "SaddleHealth", "SaddleRuns", "SaddleTerminal", "SaddleText",
      "SaddleTesting", "saddle", argumentParser,
    ],
    exclude: ["Snapshots"],
    swiftSettings: settings
  ),
]

if let engine {
  products += [
    .library(name: "SaddleTorch", targets: ["SaddleTorch"]),
    .library(name: "SaddleGAN", targets: ["SaddleGAN"]),
    .library(name: "SaddleData", targets: ["SaddleData"]),
    .library(name: "SaddleTraining", targets: ["SaddleTraining"]),
    .library(name: "SaddleEvaluation", targets: ["SaddleEvaluation"]),
    .library(name: "SaddleDataSamples", targets: ["SaddleDataSamples"]),
    .library(name: "SaddleEngineSamples", targets: ["SaddleEngineSamples"]),
    .executable(name: "saddle-engine", targets: ["saddle-engine"]),
  ]
  targets += [
    .systemLibrary(
      name: "CImageLibraries",
      pkgConfig: "\(engine)/pkgconfig/saddle-image.pc"
    ),
    .target(name: "CImage", dependencies: ["CImageLibraries"]),
    .target(name: "SaddleImage", dependencies: ["CImage"], swiftSettings: settings),
    .systemLibrary(name: "CLibTorch", pkgConfig: "\(engine)/pkgconfig/saddle-torch.pc"),
    .target(
      name: "CTorch",
      dependencies: ["CLibTorch"],
      linkerSettings: [.linkedLibrary("stdc++")]
    ),
    .target(name: "SaddleTorch", dependencies: ["CTorch"], swiftSettings: settings),
    .target(
      name: "SaddleGAN",
      dependencies: ["SaddleTorch", "SaddleHealth"],
      swiftSettings: settings
    ),
    .target(
      name: "SaddleData",
      dependencies: ["SaddleImage", "SaddleRuns"],
      swiftSettings: settings
    ),
    .target(
      name: "SaddleSettings",
      dependencies: [
        "SaddleGAN", "SaddleData", "SaddleTorch", "SaddleImage", "SaddleRuns", "SaddleHealth",
        "SaddleText", yams,
      ],
      // Links to the files in the top-level Examples/: each is a preset of the same name.
      resources: [.embedInCode("Presets/Examples")],
      swiftSettings: settings
    ),
    .target(
      name: "SaddleTraining",
      dependencies: [
        "SaddleSettings", "SaddleGAN", "SaddleData", "SaddleEvaluation", "SaddleTorch",
        "SaddleImage", "SaddleRuns", "SaddleHealth", "SaddleText",
      ],
      swiftSettings: settings
    ),
    .target(
      name: "SaddleEvaluation",
      dependencies: ["SaddleTorch", "SaddleImage", "SaddleText", "CChecksum"],
      swiftSettings: settings
    ),
    .target(
      name: "SaddleEngineCLI",
      dependencies: [
        "SaddleCLI", "SaddleReport", "SaddleTraining", "SaddleEvaluation", "SaddleTorch",
        "SaddleImage", "SaddleRuns", "SaddleHealth", "SaddleTerminal", "SaddleText", argumentParser,
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "saddle-engine",
      dependencies: ["SaddleEngineCLI"],
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    .executableTarget(
      name: "own-gan",
      dependencies: ["SaddleGAN", "SaddleTorch", "SaddleHealth"],
      path: "Examples/own-gan",
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    .executableTarget(
      name: "evaluation-benchmark",
      dependencies: ["SaddleEvaluation", "SaddleTorch"],
      path: "Benchmarks/evaluation/Sources",
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    samples(
      "SaddleDataSamples",
      ["SaddleData", "SaddleImage", "SaddleRunsSamples", "SaddleText"]
    ),
    fuzzer("fuzz-data", ["SaddleDataSamples", "SaddleRunsSamples"]),
    samples(
      "SaddleEngineSamples",
      [
        "SaddleDataSamples", "SaddleEvaluation", "SaddleHealth", "SaddleImage", "SaddleRuns",
        "SaddleRunsSamples", "SaddleSettings", "SaddleText", "SaddleTorch", "SaddleTraining",
      ]
    ),
    fuzzer("fuzz-engine", ["SaddleEngineSamples", "SaddleRunsSamples"], runPath(engine)),
    .testTarget(
      name: "SaddleImageTests",
      dependencies: ["SaddleImage", "SaddleTesting", "SaddleDataSamples"],
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    .testTarget(
      name: "SaddleTorchTests",
      dependencies: ["SaddleTorch", "SaddleText", "SaddleTesting"],
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    .testTarget(
      name: "SaddleTrainingTests",
      dependencies: [
        "SaddleTraining", "SaddleSettings", "SaddleGAN", "SaddleData", "SaddleText",
        "SaddleTesting", "SaddleDataSamples", "SaddleEngineSamples", "SaddleRunsSamples",
        "saddle-engine", "own-gan",
      ],
      exclude: ["Fixtures"],
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
    .testTarget(
      name: "SaddleEvaluationTests",
      dependencies: [
        "SaddleEvaluation", "SaddleTorch", "SaddleImage", "SaddleTesting", "SaddleDataSamples",
        "saddle-engine",
      ],
      swiftSettings: settings,
      linkerSettings: runPath(engine)
    ),
  ]
}

let package = Package(
  name: "saddle",
  platforms: [.macOS(.v15)],
  products: products,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: targets,
  cxxLanguageStandard: .cxx20
)
