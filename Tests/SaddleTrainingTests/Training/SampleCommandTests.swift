// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// `saddle sample` through the program, as a user calls it.
@Suite struct SampleCommandTests {
  private func arrays(of yaml: String, in folder: TemporaryFolder) throws -> [Data] {
    try folder.write(yaml, to: "tiny.yaml")
    let trained = try Programs.saddle("train", "tiny.yaml", "--name", "tiny", in: folder.url)
    try #require(trained.status == 0, "\(trained.errors)")
    return try ["a.npy", "b.npy"].map { name in
      let drawn = try Programs.saddle(
        "sample",
        "runs/tiny",
        "--count",
        "70",
        "--to",
        name,
        in: folder.url
      )
      #expect(drawn.status == 0 && drawn.output == "\(name)\n", "\(drawn.errors)")
      return try Data(contentsOf: folder.url.appendingPathComponent(name))
    }
  }

  private func header(_ file: Data) -> String { String(decoding: file.prefix(118), as: UTF8.self) }

  @Test func aCountBeyondAllMeasureIsRefused() throws {
    let folder = try TemporaryFolder()
    let count = "9000000000000000000"
    let found = try Programs.saddle("sample", "run", "--count", count, in: folder.url)
    #expect(found.status == 64 && found.errors.contains("--count is \(count)"), "\(found.errors)")
  }

  @Test func pointsBecomeOneArrayOfFloats() throws {
    let folder = try TemporaryFolder()
    let files = try arrays(of: TinyRun.yaml, in: folder)
    #expect(files[0] == files[1])
    #expect(header(files[0]).contains("'<f4'") && header(files[0]).contains("(70, 2,)"))
    #expect(files[0].count == 128 + 70 * 2 * 4)
  }

  @Test func picturesBecomeOneArrayOfBytes() throws {
    let folder = try TemporaryFolder()
    let pixels = (0..<(8 * 8 * 8 * 3)).map { UInt8(truncatingIfNeeded: $0) }
    try Data(IDXFileTests.idx([8, 8, 8, 3], content: pixels))
      .write(to: folder.url.appendingPathComponent("colors"))
    let yaml = """
      data: {source: idx, path: colors, size: 8, channels: 3, heldOut: 0}
      generator: {architecture: dcgan, latentSize: 4, width: 2}
      discriminator: {architecture: dcgan, width: 2}
      training: {steps: 2, batchSize: 4}
      """
    let files = try arrays(of: yaml, in: folder)
    #expect(files[0] == files[1])
    #expect(header(files[0]).contains("'|u1'") && header(files[0]).contains("(70, 8, 8, 3,)"))
    #expect(files[0].count == 128 + 70 * 8 * 8 * 3)
  }

  /// Counts what waits for the disk, in the file that SYNCS names: a byte each time.
  private static let counter = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdlib.h>
    #include <unistd.h>
    static int count(const char *name, int file) {
      int log = open(getenv("SYNCS"), O_WRONLY | O_APPEND | O_CREAT, 0644);
      if (write(log, "x", 1) != 1) abort();
      close(log);
      return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
    }
    int fsync(int file) { return count("fsync", file); }
    int fdatasync(int file) { return count("fdatasync", file); }
    int syncfs(int file) { return count("syncfs", file); }

    """

  /// Pictures can be drawn again: waiting for the disk after each would take most of the time.
  @Test func picturesDoNotWaitForTheDiskOneByOne() throws {
    let folder = try TemporaryFolder()
    let pixels = (0..<(8 * 8 * 8)).map { UInt8(truncatingIfNeeded: $0) }
    try Data(IDXFileTests.idx([8, 8, 8], content: pixels))
      .write(to: folder.url.appendingPathComponent("gray"))
    let yaml = """
      data: {source: idx, path: gray, size: 8, channels: 1, heldOut: 0}
      generator: {architecture: dcgan, latentSize: 4, width: 2}
      discriminator: {architecture: dcgan, width: 2}
      training: {steps: 1, batchSize: 4}
      """
    _ = try arrays(of: yaml, in: folder)
    try folder.write(Self.counter, to: "counter.c")
    let made = try Programs.shell(
      "$(command -v clang || command -v cc) -shared -fPIC -o counter.so counter.c -ldl",
      in: folder
    )
    try #require(made.status == 0, "\(made.errors)")
    func syncs(_ name: String, _ options: String) throws -> Int {
      let drawn = try Programs.shell(
        "SYNCS=$PWD/\(name).syncs LD_PRELOAD=$PWD/counter.so \"$SADDLE\" sample runs/tiny "
          + "--to \(name) \(options)",
        in: folder
      )
      #expect(drawn.status == 0, "\(drawn.errors)")
      let counted = folder.url.appendingPathComponent("\(name).syncs")
      return (try? Data(contentsOf: counted).count) ?? 0
    }
    // One file is waited for: the counter counts.
    #expect(try syncs("grid.png", "--grid 2") > 0)
    let (few, many) = (try syncs("few", "--count 3"), try syncs("many", "--count 130"))
    #expect(few == many && many < 3, "\(few) for 3 pictures, \(many) for 130")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/many")
    #expect(files.count == 130)
  }

  /// Samples are drawn 64 at a time; the 65th is of the class after that of the 64th.
  @Test func classesGoOnAcrossBatches() throws {
    let folder = try TemporaryFolder()
    let pixels = (0..<(12 * 8 * 8)).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try Data(IDXFileTests.idx([12, 8, 8], content: pixels))
      .write(to: folder.url.appendingPathComponent("gray"))
    try Data(IDXFileTests.idx([12], content: (0..<12).map { UInt8($0 % 3) }))
      .write(to: folder.url.appendingPathComponent("labels"))
    let yaml = """
      data: {source: idx, path: gray, labels: labels, size: 8, channels: 1, heldOut: 0}
      generator: {architecture: dcgan, latentSize: 4, width: 2, conditioning: concatenation}
      discriminator: {architecture: dcgan, width: 2, conditioning: concatenation}
      training: {steps: 2, batchSize: 4}
      """
    let inTurn = try arrays(of: yaml, in: folder)[0].dropFirst(128)
    let size = 8 * 8
    let ofClass = try (0..<3).map { label in
      let drawn = try Programs.saddle(
        "sample",
        "runs/tiny",
        "--count",
        "70",
        "--label",
        "\(label)",
        "--to",
        "\(label).npy",
        in: folder.url
      )
      try #require(drawn.status == 0, "\(drawn.errors)")
      let file = folder.url.appendingPathComponent("\(label).npy")
      return try Data(contentsOf: file).dropFirst(128)
    }
    func image(_ all: Data, _ index: Int) -> Data {
      Data(all.dropFirst(index * size).prefix(size))
    }
    #expect(image(ofClass[0], 64) != image(ofClass[1], 64))
    for index in [0, 1, 63, 64, 65, 69] {
      #expect(image(inTurn, index) == image(ofClass[index % 3], index), "\(index)")
    }
  }
}
