// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

/// A file that the user named: replaced whole or not at all, with what it was kept.
@Suite struct UserFileTests {
  private let folder: TemporaryFolder
  private let data = Data("new".utf8)

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

  private func text(_ name: String) -> String? {
    try? String(contentsOfFile: path(name), encoding: .utf8)
  }

  private func status(_ name: String) -> stat {
    var result = stat()
    lstat(path(name), &result)
    return result
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test func keepsModeAndLinks() throws {
    try folder.write("old", to: "real")
    chmod(path("real"), 0o600)
    symlink("real", path("link"))
    symlink("link", path("second"))
    try UserFile.write(data, to: path("second"))
    #expect(text("real") == "new" && status("real").st_mode & 0o777 == 0o600)
    #expect(status("link").st_mode & S_IFMT == S_IFLNK)
    symlink("absent", path("dangling"))
    try UserFile.write(data, to: path("dangling"))
    #expect(text("absent") == "new")
    symlink("b", path("a"))
    symlink("a", path("b"))
    #expect(throws: FileError.self) { try UserFile.write(data, to: path("a")) }
    #expect(try names() == ["a", "absent", "b", "dangling", "link", "real", "second"])
  }

  @Test func refusesWhatIsRead() throws {
    try folder.write("old", to: "log")
    symlink("log", path("link"))
    link(path("log"), path("hard"))
    for name in ["log", "./log", "link", "hard"] {
      let error = #expect(throws: FileError.self) {
        try UserFile.write(data, to: path(name), sources: [path("none"), path("log")])
      }
      #expect("\(error as Any)".contains("it is what is being read"))
    }
    #expect(text("log") == "old")
  }

  @Test func theOldStandsUntilTheNewIsWhole() throws {
    try folder.write("old", to: "file")
    let file = try UserFile(path("file"))
    try file.append(data)
    #expect(text("file") == "old")
    try file.close()
    #expect(text("file") == "new")
    do {
      let abandoned = try UserFile(path("file"))
      try abandoned.append(Data("half".utf8))
    }
    #expect(text("file") == "new")
    #expect(try names() == ["file"])
    #expect(throws: FileError.self) { try UserFile.write(data, to: path("no/where")) }
    #expect(throws: FileError.self) { try UserFile.write(data, to: folder.url.path) }
  }

  @Test func writesThroughDevicesAndPipes() throws {
    try UserFile.write(data, to: "/dev/null")
    let full = #expect(throws: FileError.self) { try UserFile.write(data, to: "/dev/full") }
    #expect(full?.code == ENOSPC)
    mkfifo(path("pipe"), 0o600)
    let reader = open(path("pipe"), O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try UserFile.write(data, to: path("pipe"))
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(read(reader, &buffer, 8) == 3)
    #expect(status("pipe").st_mode & S_IFMT == S_IFIFO)
  }

  /// What `> file` opened is written where it stands: nothing before it is lost.
  @Test func anOpenStreamIsWrittenWhereItStands() throws {
    let file = open(path("file"), O_WRONLY | O_CREAT, 0o644)
    defer { close(file) }
    write(file, "head ", 5)
    try UserFile.write(data, to: "/dev/fd/\(file)")
    try UserFile.write(data, to: "/proc/self/fd/\(file)")
    #expect(text("file") == "head newnew")
    #expect(throws: FileError.self) { try UserFile.write(data, to: "/dev/fd/4000") }
  }

  @Test func anAtomicFileKeepsItsMode() throws {
    try folder.write("old", to: "file")
    chmod(path("file"), 0o640)
    try AtomicFile.write(data, to: path("file"))
    #expect(text("file") == "new" && status("file").st_mode & 0o777 == 0o640)
  }
}
