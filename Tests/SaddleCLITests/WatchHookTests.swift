// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `saddle watch` starts: hooks and deliveries.
@Suite struct WatchHookTests {
  /// A server that answers a path of digits with them, `/twice` with 503 and then 200; it writes
  /// down what came, and whether any process shows the secret of the address.
  private static let server = """
    import glob, http.server, os, threading
    seen = {}
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers['content-length']))
            name = self.path.strip('/').split('?')[0]
            seen[name] = seen.get(name, 0) + 1
            code = (503 if seen[name] == 1 else 200) if name == 'twice' else int(name[:3])
            shown = 0
            for path in glob.glob('/proc/[0-9]*/cmdline'):
                try: shown += b'hidden-word' in open(path, 'rb').read()
                except OSError: pass
            with open('came', 'a') as file: file.write('%s %d %s\\n' % (self.path, shown, body.decode()))
            self.send_response(code)
            if 300 <= code < 400: self.send_header('Location', 'http://127.0.0.1:1/')
            self.end_headers()
        def log_message(self, *words): pass
    server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
    threading.Timer(300, os._exit, [1]).start()
    open('pid', 'w').write(str(os.getpid()))
    open('port', 'w').write(str(server.server_port))
    server.serve_forever()
    """

  private func watch(_ path: String, _ more: String = "") throws -> (Outcome, came: String) {
    let folder = try Self.folder()
    try folder.write(Self.server, to: "server.py")
    try folder.write(path, to: "path")
    try folder.write("--header\nX-Foreign: yes\nurl = http://127.0.0.1:1/\n", to: "home/.curlrc")
    let found = try Programs.shell(
      "export HOME=$PWD/home; python3 server.py >/dev/null 2>&1 & "
        + "until [ -s port ]; do sleep 0.1; done; "
        + "SADDLE_WEBHOOK=\"http://127.0.0.1:$(cat port)/$(cat path)\" "
        + "timeout -k 1 90 \"$SADDLE\" watch - --webhook - \(more) < nan.jsonl; status=$?; "
        + "kill -9 $(cat pid); cat came >&2; exit $status",
      in: folder
    )
    let came = try? String(contentsOf: folder.url.appendingPathComponent("came"), encoding: .utf8)
    return (found, came ?? "")
  }

  @Test func theFindingArrivesAndTheAddressShowsNowhere() throws {
    let (found, came) = try watch("200/[1-5]/{a,b}?hidden-word")
    #expect(found.status == 0, "\(found.errors)")
    #expect(came.hasPrefix("/200/[1-5]/{a,b}?hidden-word 0 {"), "\(came)")
    #expect(came.contains("\"symptom\":\"nonFinite\""))
    #expect(!found.errors.contains("not delivered"))
  }

  @Test(arguments: ["307", "404"])
  func anAnswerThatIsNoDeliveryIsSaid(status: String) throws {
    let (found, came) = try watch(status)
    #expect(came.split(separator: "\n").count == 1)
    #expect(found.errors.contains("nonFinite at step 150: not delivered: answered \(status)"))
  }

  @Test func aBusyServerIsTriedAgain() throws {
    let (found, came) = try watch("twice")
    #expect(came.split(separator: "\n").count == 2)
    #expect(!found.errors.contains("not delivered"), "\(found.errors)")
  }

  @Test func anAddressComesFromAFileToo() throws {
    let folder = try Self.folder()
    try folder.write("ftp://example.org\n", to: "hook")
    let wrong = try Programs.shell("\"$SADDLE\" watch - --webhook @hook < nan.jsonl", in: folder)
    #expect(wrong.status == 64 && wrong.errors.contains("in that file"), "\(wrong.errors)")
    let none = try Programs.shell("\"$SADDLE\" watch - --webhook @none < nan.jsonl", in: folder)
    #expect(none.status == 64 && none.errors.contains("none"), "\(none.errors)")
  }

  @Test func anExitDoesNotWaitForAHookThatHangs() throws {
    let folder = try Self.folder()
    let found = try Programs.shell(
      "begin=$(date +%s); \"$SADDLE\" watch - --exit-on critical --on critical 'exec sleep 30'"
        + " < nan.jsonl; status=$?; echo $(($(date +%s) - begin)) > seconds; exit $status",
      in: folder
    )
    #expect(found.status == 2, "\(found.errors)")
    let file = folder.url.appendingPathComponent("seconds")
    let seconds = try String(contentsOf: file, encoding: .utf8)
    #expect(Int(seconds.dropLast()).map { $0 < 25 } == true, "\(seconds)")
    #expect(found.errors.contains("left to itself"), "\(found.errors)")
  }

  @Test func whatAHookPrintsIsNoFinding() throws {
    let folder = try Self.folder()
    let found = try Programs.shell(
      "\"$SADDLE\" watch - --json --on critical 'echo from the hook' < nan.jsonl",
      in: folder
    )
    #expect(found.errors.contains("from the hook"))
    for line in found.output.split(separator: "\n") {
      #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
    }
  }

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = (0..<300).map { step in
      "{\"step\": \(step), \"loss_d\": \(step < 150 ? "1.3" : "NaN"), \"loss_g\": 0.7}\n"
    }
    try folder.write(rows.joined(), to: "nan.jsonl")
    return folder
  }
}
