// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own: libFuzzer brings the `main`, and every part is built with its coverage and
// the address sanitizer (run.sh). What reads pictures and arrays is there where the engine is.
let engine = Context.environment["SADDLE_ENGINE"]

func driver(_ name: String, _ samples: String, _ linkerSettings: [LinkerSetting] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      "FuzzDriver",
      .product(name: "SaddleRunsSamples", package: "saddle"),
      .product(name: samples, package: "saddle"),
    ],
    linkerSettings: linkerSettings
  )
}

var targets = [
  Target.target(
    name: "FuzzDriver",
    dependencies: [.product(name: "SaddleRunsSamples", package: "saddle")]
  ),
  driver("fuzz-log", "SaddleRunsSamples"),
]
if let engine {
  let torch = LinkerSetting.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(engine)/torch/lib"])
  targets += [
    driver("fuzz-data", "SaddleDataSamples"),
    driver("fuzz-engine", "SaddleEngineSamples", [torch]),
  ]
}

let package = Package(
  name: "fuzz-coverage",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "saddle", path: "../..")],
  targets: targets,
  cxxLanguageStandard: .cxx20
)
