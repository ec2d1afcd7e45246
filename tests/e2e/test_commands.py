"""The small commands: what they print is complete, true and fit for scripts."""

import json
import os
import re
import shutil
import signal
import subprocess

import harness

COMMANDS = (
    ("create",),
    ("topics",),
    ("voices",),
    ("styles",),
    ("config",),
    ("config", "show"),
    ("config", "check"),
    ("config", "example"),
    ("doctor",),
    ("version",),
    ("up",),
    ("web",),
    ("worker",),
    ("task",),
    ("task", "list"),
    ("task", "show"),
    ("task", "retry"),
    ("task", "cancel"),
    ("queue",),
    ("queue", "list"),
    ("queue", "pause"),
    ("queue", "resume"),
    ("user",),
    ("user", "add"),
    ("user", "list"),
    ("user", "password"),
    ("user", "role"),
    ("user", "remove"),
    ("db",),
    ("db", "migrate"),
    ("db", "backup"),
)


class Help(harness.Case):
    def test_is_there_for_every_command(self):
        for command in ((), *COMMANDS):
            run = self.place.mss(*command, "--help", timeout=10)
            with self.subTest(command):
                self.assert_done(run)
                self.assertGreater(len(run.out), 100)
                self.assertEqual(run.err, "")
                self.assertLessEqual(max(map(len, run.out.splitlines())), 140)

    def test_of_the_program_names_every_command_and_exit_code(self):
        text = self.place.mss("--help", timeout=10).out
        for word in {command[0] for command in COMMANDS} | {"0", "2", "3", "4", "5", "130"}:
            self.assertRegex(text, rf"(?m)^ +{word}\b")

    def test_of_create_names_every_option(self):
        text = self.place.mss("create", "--help", timeout=10).out
        for option in (
            "script",
            "text",
            "url",
            "duration",
            "formats",
            "style",
            "voice",
            "language",
            "preset",
            "no-music",
            "no-captions",
            "out",
            "json",
            "set",
        ):
            self.assertIn(f"--{option}", text)

    def test_without_a_command_says_what_to_type(self):
        self.assert_plain_error(self.place.mss(timeout=10), 2, "mss create")


class Lists(harness.Case):
    def test_of_styles_are_accepted_by_create(self):
        styles = json.loads(self.place.mss("styles", "--json", timeout=10).out)
        self.assertEqual({style["name"] for style in styles}, {"aurora", "bokeh", "paper", "night"})
        plain = self.place.mss("styles", timeout=10).out
        for style in styles:
            self.assertIn(style["name"], plain)
            self.assertTrue(style["description"])

    def test_of_voices_have_one_for_english_and_can_be_narrowed(self):
        run = self.assert_done(self.place.mss("voices", "--json", timeout=30))
        voices = json.loads(run.out)
        names = [voice["name"] for voice in voices]
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(any(voice["language"].startswith("en") for voice in voices))
        german = json.loads(self.place.mss("voices", "--language", "de", "--json", timeout=30).out)
        self.assertTrue(german)
        self.assertTrue(all(voice["language"].startswith("de") for voice in german), german)
        self.assertLess(len(german), len(voices))

    def test_of_voices_mark_the_one_that_speaks_where_none_is_named(self):
        for words in ((), ("--language", "en")):
            listed = self.assert_done(self.place.mss("voices", *words, timeout=30)).out
            marked = re.findall(r"(?m)^(\S+) +en\S* .*\(default\)$", listed)
            self.assertEqual(marked, ["slt"])


class Voices(harness.Case):
    SENTENCES = {
        "ar": "السماء زرقاء.",
        "de": "Der Himmel ist blau.",
        "es": "El cielo es azul.",
        "fr": "Le ciel est bleu.",
        "it": "Il cielo è blu.",
        "pl": "Niebo jest niebieskie.",
        "pt-BR": "O céu é azul.",
        "ru": "Небо синее.",
        "sv": "Himlen är blå.",
    }

    def assert_speaks(self, language, sentence, *words):
        place = self.new_place()
        script = place.write("script.json", {"title": "1", "language": language, "scenes": [{"text": sentence}]})
        run = place.start("create", "--script", script, "--out", place.out, *words)
        harness.wait_for(lambda: not run.alive or harness.stage_entries(place.data), 20, "speech")
        run.signal(signal.SIGINT)  # it has spoken; the picture is not needed
        with self.subTest(language, words=words):
            self.assert_plain_error(run.finish(20), 130)

    def test_of_common_languages_speak(self):
        for language, sentence in self.SENTENCES.items():
            self.assert_speaks(language, sentence)

    def test_speak_by_their_name(self):
        listed = json.loads(self.assert_done(self.place.mss("voices", "--json", timeout=30)).out)
        for voice in listed:
            if re.match("(en|fr|de|es|pt)(-|$)", voice["language"]):
                self.assert_speaks(voice["language"], "1 2 3.", "--voice", voice["name"])


class Configuration(harness.Case):
    def test_shows_every_setting_and_where_it_comes_from(self):
        self.place.write("settings.toml", "threads = 3\n")
        run = self.place.mss("config", "show", "--json", "--set", "log_level=debug", timeout=10)
        rows = {row["name"]: row for row in json.loads(self.assert_done(run).out)}
        self.assertEqual(rows["MSS_DATA_DIR"]["value"], str(self.place.data))
        self.assertRegex(rows["MSS_DATA_DIR"]["source"], "environment")
        self.assertEqual(rows["MSS_THREADS"]["value"], "3")
        self.assertRegex(rows["MSS_THREADS"]["source"], r"settings\.toml:1")
        self.assertRegex(rows["MSS_LOG_LEVEL"]["source"], "--set")
        self.assertRegex(rows["MSS_LANGUAGE"]["source"], "default")

    def test_hides_secrets(self):
        run = self.place.mss(
            "config", "show", env={"MSS_LLM_KEY": "sk-hunter2", "MSS_SECRET_KEY": "sk-hunter3"}, timeout=10
        )
        self.assert_done(run)
        self.assertNotIn("hunter", run.out + run.err)

    def test_example_is_a_settings_file_of_defaults(self):
        example = self.assert_done(self.place.mss("config", "example", timeout=10)).out
        rows = json.loads(self.place.mss("config", "show", "--json", timeout=10).out)
        self.assertEqual(set(re.findall(r"(?m)^#(MSS_[A-Z_]+)=", example)), {row["name"] for row in rows})
        checked_in = (harness.ROOT / ".env.example").read_text(encoding="utf-8")
        self.assertEqual(checked_in, example, "mss config example > .env.example")

    def test_in_order_says_so(self):
        run = self.assert_done(self.place.mss("config", "check", timeout=10))
        self.assertEqual(run.err, "")


class Doctor(harness.Case):
    def test_finds_this_machine_fit(self):
        run = self.assert_done(self.place.mss("doctor", timeout=60))
        self.assertNotRegex(run.out, r"(?m)^fail")

    def test_names_the_font_of_each_kind_of_letters_or_the_package_that_brings_one(self):
        run = self.assert_done(self.place.mss("doctor", timeout=60))
        for subject in ("font", "emoji", "Chinese etc.", "Arabic", "Hebrew", "Devanagari"):
            found = rf"(ok|warn) +{re.escape(subject)}  +[A-Z]\w+ .*\d\.\d"
            absent = rf"warn +{re.escape(subject)}  +no font has .*\n +-> .*apt-get install fonts-"
            self.assertRegex(run.out, rf"(?m)^({found}|{absent})")

    def test_without_fonts_says_what_cannot_be_made(self):
        empty = self.place.write("fonts.conf", "<?xml version='1.0'?><fontconfig><dir>/nowhere</dir></fontconfig>")
        run = self.place.mss("doctor", env={"FONTCONFIG_FILE": empty}, timeout=60)
        self.assertEqual(run.code, 5, run)
        self.assertRegex(run.out, r"(?m)^fail +font .*apt-get install fonts-inter")

    def test_of_a_broken_machine_says_what_to_do(self):
        file = self.place.write("file", "")
        run = self.place.mss("doctor", env={"MSS_DATA_DIR": file / "data"}, timeout=60)
        self.assertEqual(run.code, 5, run)
        self.assertRegex(run.out, r"(?m)^fail")
        self.assertRegex(run.out, r"(?m)^ +-> \S")


class Outputs(harness.Case):
    # One that prints at its end, and one that prints while it works.
    COMMANDS = (("config", "example"), ("doctor",))

    def run_into(self, stdout, words, prepare=None):
        return subprocess.run(
            [harness.MSS, *words],
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
            env=self.place.environment(),
            preexec_fn=prepare,
            timeout=60 * harness.SLOWNESS,
            text=True,
        )

    def test_that_nobody_reads_end_the_run_quietly(self):
        for words in self.COMMANDS:
            reading, writing = os.pipe()
            os.close(reading)
            done = self.run_into(writing, words)
            os.close(writing)
            with self.subTest(words):
                self.assertEqual((done.returncode, done.stderr), (5, ""))

    def test_on_a_full_device_are_an_error(self):
        for words in self.COMMANDS:
            with open("/dev/full", "wb") as full:
                done = self.run_into(full, words)
            with self.subTest(words):
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertRegex(done.stderr, r"\Amss: [^\n]*standard output: No space left on device\n\Z")

    def test_that_are_closed_are_an_error_and_no_other_file_gets_the_text(self):
        for words in self.COMMANDS:
            done = self.run_into(None, words, prepare=lambda: os.close(1))
            with self.subTest(words):
                self.assertEqual(done.returncode, 5, done.stderr)
                self.assertRegex(done.stderr, r"\Amss: [^\n]*standard output: Bad file descriptor\n\Z")


class Records(harness.Case):
    """MSS_LOG_LEVEL decides what is told on standard error beside errors."""

    def test_of_a_crash_hold_its_last_words_at_any_level(self):
        folder = self.place.folder / "bin"
        folder.mkdir()
        self.place.program = folder / "mss"
        shutil.copy2(harness.MSS, self.place.program)
        media = folder / "mss-media"
        media.write_text("#!/bin/sh\necho 'out of luck' >&2\nkill -SEGV $$\n", encoding="utf-8")
        media.chmod(0o755)
        run = self.place.mss("doctor", env={"MSS_LOG_LEVEL": "error"}, timeout=30)
        self.assertEqual(run.code, 5, run)
        self.assertRegex(run.out, r"(?m)^fail +voices .*signal 11 .*it said last: out of luck$")
        run = self.place.mss("voices", env={"MSS_LOG_LEVEL": "error"}, timeout=30)
        self.assert_plain_error(run, 5, "signal 11")
        self.assertRegex(run.err, r'(?m)^time=\S+Z level=error message="command failed" .*detail="out of luck\\n"$')

    def test_at_debug_tell_of_the_media_process(self):
        quiet = self.assert_done(self.place.mss("doctor", timeout=60))
        self.assertEqual(quiet.err, "")
        run = self.assert_done(self.place.mss("doctor", env={"MSS_LOG_LEVEL": "debug"}, timeout=60))
        # How much of the disk is free changes meanwhile.
        self.assertEqual(*(re.sub(r"[\d.]+ GB free", "", each.out) for each in (run, quiet)))
        pid = re.search(r'(?m)^time=\S+Z level=debug message="media process started" pid=(\d+)$', run.err)[1]
        self.assertRegex(run.err, f'(?m)message="media process ended" pid={pid} reason="no longer needed"$')


class Installed(harness.Case):
    def test_program_finds_its_media_program_and_leaves_nothing_when_removed(self):
        if shutil.which("cmake") is None or not (harness.BINARY_DIR / "cmake_install.cmake").exists():
            harness.skip(self, "only a build folder of CMake can be installed")
        prefix = self.place.folder / "prefix"
        subprocess.run(
            ["cmake", "--install", harness.BINARY_DIR, "--prefix", prefix], check=True, capture_output=True, timeout=60
        )
        self.assertEqual([path.name for path in (prefix / "bin").iterdir()], ["mss"])
        self.place.program = prefix / "bin" / "mss"
        run = self.assert_done(self.place.mss("doctor", timeout=60))
        self.assertRegex(run.out, rf"(?m)^ok +media program +{re.escape(str(prefix))}/lib/mss/mss-media$")
        subprocess.run(
            ["make", "-s", "uninstall", f"PREFIX={prefix}"], cwd=harness.ROOT, check=True, capture_output=True
        )
        self.assertEqual([path for path in prefix.rglob("*") if path.is_file()], [])


    def test_by_root_leaves_what_is_built_to_the_owner_of_the_folder(self):
        if os.geteuid() != 0 or shutil.which("cmake") is None:
            harness.skip(self, "only root can install for somebody else")
        # The real Makefile, around a project that is built in no time.
        source = self.place.folder / "source"
        (source / "tools").mkdir(parents=True)
        shutil.copy2(harness.ROOT / "Makefile", source)
        preset = {"name": "release", "binaryDir": "${sourceDir}/build/release"}
        (source / "CMakePresets.json").write_text(json.dumps({"version": 6, "configurePresets": [preset]}))
        (source / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(small NONE)\n"
            "add_custom_target(mss COMMAND ${CMAKE_COMMAND} -E touch built)\n"
            "install(FILES ${CMAKE_BINARY_DIR}/built DESTINATION bin)\n"
        )
        (source / "tools" / "install").write_text("#!/bin/sh\n")
        (source / "tools" / "install").chmod(0o755)
        for folder in (self.place.folder, source, *source.rglob("*")):
            shutil.chown(folder, "nobody")
        # Goals that build everything as root, such as make test, leave this to root.
        subprocess.run(["cmake", "--preset", "release"], cwd=source, check=True, capture_output=True, timeout=60)
        (source / "build" / "configure.log").touch()
        prefix = self.place.folder / "prefix"
        for goal in ("build", "install"):
            words = ["make", goal, f"PREFIX={prefix}"]
            done = subprocess.run(words, cwd=source, check=False, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue((prefix / "bin" / "built").exists())
        self.assertTrue((source / "build" / "release" / "built").exists())
        self.assertEqual([str(path) for path in source.rglob("*") if path.owner() == "root"], [])


class Version(harness.Case):
    def test_is_printed_with_the_licences(self):
        run = self.assert_done(self.place.mss("version", timeout=10))
        declared = re.search(
            r"project\(mss VERSION (\S+)", (harness.ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
        )[1]
        self.assertIn(declared, run.out.splitlines()[0])
        self.assertRegex(run.out, "(?i)licen[cs]e")
