// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own: libFuzzer brings the `main`, and every part is built with its coverage and
// the address sanitizer (run.sh).
let package = Package(
  name: "fuzz-coverage",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "saddle", path: "../..")],
  targets: [
    .target(
      name: "FuzzDriver",
      dependencies: [.product(name: "SaddleRunsSamples", package: "saddle")]
    ),
    .executableTarget(
      name: "fuzz-log",
      dependencies: ["FuzzDriver", .product(name: "SaddleRunsSamples", package: "saddle")]
    ),
  ]
)
