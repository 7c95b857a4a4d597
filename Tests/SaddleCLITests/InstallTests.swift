// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `make install` puts beside the programs.
@Suite struct InstallTests {
  @Test func everyShellFindsTheCompletion() throws {
    let folder = try TemporaryFolder()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../..").standardized.path
    // An engine of nothing but the file that is asked for.
    let script = """
      mkdir -p engine/torch/lib engine/nvidia build
      : > engine/torch/lib/libtorch_cpu.so
      cp "$SADDLE" build/saddle && cp "$SADDLE" build/saddle-engine
      for round in 1 2; do sh '\(root)/Scripts/install.sh' "$PWD/to" engine build || exit 1; done
      bash -n to/share/bash-completion/completions/saddle || exit 2
      bash -c '. to/share/bash-completion/completions/saddle && complete -p saddle' || exit 3
      head -1 to/share/zsh/site-functions/_saddle
      grep -c diagnose to/share/fish/vendor_completions.d/saddle.fish
      find to/share -name '.*'
      """
    let found = try Programs.shell(script, in: folder)
    let lines = found.output.split(separator: "\n").suffix(3)
    #expect(found.status == 0, "\(found.errors)")
    #expect(lines.first?.hasSuffix("-F _saddle saddle") == true, "\(found.output)")
    #expect(lines.dropFirst().first == "#compdef saddle")
    #expect(lines.last.flatMap { Int($0) } ?? 0 > 0)
  }
}
