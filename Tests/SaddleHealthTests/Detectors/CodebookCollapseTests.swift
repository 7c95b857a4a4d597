// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct CodebookCollapseTests {
  @Test func aFallFromItsBestIsFound() throws {
    let trace = Trace(
      "codebook/perplexity: 480x40 ~20 200x10 50x10 3x40 ~0.5; loss/d: 0.9x100 ~0.1"
    )
    #expect(try #require(trace.diagnosis().finding(.codebookCollapse)).severity == .critical)
  }

  @Test func aCodebookBeingFilledIsNone() {
    let trace = Trace("codebook/usage: 0.02x10 0.1x10 0.3x10 0.6x40 ~0.02; loss/d: 0.9x70 ~0.1")
    #expect(trace.diagnosis().finding(.codebookCollapse) == nil)
  }

  @Test func aLowUseOfSmallBatchesIsNone() {
    let trace = Trace("codebook/usage: 0.04x80 ~0.005; loss/d: 0.9x80 ~0.1")
    #expect(trace.diagnosis().finding(.codebookCollapse) == nil)
  }

  @Test func oneCodeIsNoCode() {
    let trace = Trace("codebook/perplexity: 1.1x40 ~0.05; loss/d: 0.9x40 ~0.1")
    #expect(trace.diagnosis().finding(.codebookCollapse)?.severity == .warning)
  }
}
