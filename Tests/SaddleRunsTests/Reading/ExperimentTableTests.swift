// SPDX-License-Identifier: Apache-2.0

import SaddleRuns
import Testing

@Suite struct ExperimentTableTests {
  @Test func settingsThatDifferFromRowToRowAreNoRun() {
    let rows = (0..<12).map { "\($0),\(16 << ($0 % 3)),\([64, 128][$0 % 2]),\(40 + $0),0.5,0.7\n" }
    let text = "trial,batch_size,z_dim,fid,d_loss,g_loss\n" + rows.joined()
    #expect(throws: LogError.self) { try readLog(text, name: "sweep.csv") }
    do { _ = try readLog(text, name: "sweep.csv") } catch {
      #expect("\(error)".contains("table of experiments"))
      #expect("\(error)".contains("batch_size"))
    }
  }

  @Test func aRunWithASchedulesColumnsIsOne() throws {
    let rows = (0..<12).map { "\($0),\(0.1 / Double($0 + 1)),\(0.2 / Double($0 + 1)),0.5,0.7\n" }
    let log = try readLog("step,lr_g,lr_d,d_loss,g_loss\n" + rows.joined(), name: "log.csv")
    #expect(log.items.count == 12)
  }
}
