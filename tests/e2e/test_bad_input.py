"""Whatever is given, the answer is a video or one plain line that says what to do. Never a crash, never a hang."""

import json
import os
import pathlib
import re
import resource
import shutil
import signal
import stat
import subprocess

import harness
from videos import BRIEF, options, video

QUICK = ["--preset", "fast", "--formats", "vertical", "--json"]


def script_of(*texts, title="A test", language="en"):
    return {"version": 1, "title": title, "language": language, "scenes": [{"text": text} for text in texts]}


class Topics(harness.Case):
    def refuse(self, topic, *parts):
        for command in ("create", "topics"):
            run = self.place.mss(command, topic, timeout=10)
            with self.subTest(command, topic=topic[:40]):
                self.assert_plain_error(run, 2, *parts)
                self.assertEqual(run.out, "")

    def test_without_a_word_are_refused(self):
        for topic in ("", " ", "\t \n", "🐙🎉✨", "?!…", "\x01\x02\x1b"):
            self.refuse(topic, "word")

    def test_that_are_long_texts_are_refused(self):
        self.refuse("octopus " * 12_000, "bytes", "--text")

    def test_in_no_encoding_are_refused(self):
        self.refuse(b"caf\xe9 and \xff\xfe", "UTF-8")
        self.refuse(b"a surrogate \xed\xa0\x80", "UTF-8")
        self.refuse(b"too long a form \xc0\xaf", "UTF-8")

    def test_with_control_characters_never_reach_the_terminal(self):
        run = self.place.mss("create", "red \x1b[31mink\x07 and \u202e backwards", timeout=20)
        self.assertIn(run.code, (2, 3), run)
        self.assert_plain_error(run, run.code)

    def test_that_look_like_options_are_wrong_use(self):
        self.assert_plain_error(self.place.mss("create", "--rm", "-rf", timeout=10), 2, "--help")

    def test_without_quotation_marks_are_one_topic_where_that_is_certain(self):
        run = self.place.mss("create", "Quantum", "turtles", "of", "Mars", timeout=20)
        self.assert_plain_error(run, 3, '"Quantum turtles of Mars"')
        run = self.place.mss("create", "Quantum", "--json", "turtles", timeout=20)
        self.assert_plain_error(run, 2, 'mss create "Quantum turtles"')

    def test_that_nobody_answers_tell_a_failed_network_from_a_missing_article(self):
        topic = "Why do quantum turtles live on Mars?"
        dead = {"MSS_WIKIPEDIA": "on", "MSS_WIKIPEDIA_URL": "http://127.0.0.1:9/api.php"}
        run = self.place.mss("create", topic, env=dead, timeout=60)
        unreached = r"Wikipedia \(127\.0\.0\.1:9\) could not be reached, so try again"
        self.assert_plain_error(run, 3, unreached, "--text", "--url", "MSS_LLM")
        run = self.place.mss("create", topic, timeout=20)
        self.assert_plain_error(run, 3, "turned off", "--text", "--url", "MSS_LLM_URL")

    def test_are_needed(self):
        self.assert_plain_error(self.place.mss("create", timeout=10), 2, "--help")


class Options(harness.Case):
    def refuse(self, *words, parts=(), code=2):
        run = self.place.mss(*words, timeout=10)
        with self.subTest(words=words):
            self.assert_plain_error(run, code, *parts)
            self.assertEqual(run.out, "")

    def create(self, *words, parts=()):
        self.refuse("create", "Why is the sky blue?", "--out", self.place.out, *words, parts=parts)
        self.assertFalse(self.place.out.exists(), "nothing was begun")

    def test_outside_their_range_are_refused(self):
        for duration in ("14", "601", "0", "-1", "soon", "60.5", "1e3", "999999999999999999999", ""):
            self.create("--duration", duration, parts=("--duration",))
        for count in ("0", "21", "few"):
            self.refuse("topics", "sea", "--count", count, parts=("--count",))

    def test_with_unknown_names_are_refused(self):
        for option, value in (
            ("--style", "brutalist"),
            ("--preset", "slow"),
            ("--formats", "square"),
            ("--formats", "vertical,,round"),
            ("--formats", ""),
        ):
            self.create(option, value, parts=(option,))

    def test_with_unknown_voices_and_languages_are_refused(self):
        self.refuse(
            "create",
            "Why is the sky blue?",
            "--voice",
            "nobody",
            "--out",
            self.place.out,
            parts=("nobody", "mss voices"),
        )
        # Before any words are looked for: without these mistakes the topic would end with 3.
        topic = "Why do quantum turtles live on Mars?"
        self.refuse(
            "create",
            topic,
            "--voice",
            "slt",
            "--language",
            "de",
            parts=("slt speaks en", "voices for de: espeak-de", "mss voices --language de"),
        )
        self.refuse("create", topic, "--voice", "epseak-de", parts=("did you mean espeak-de",))
        self.refuse("create", topic, "--language", "tlh", parts=("tlh", "mss voices"))
        german = self.place.write("deutsch.json", script_of("Guten Tag.", language="de"))
        self.refuse("create", "--script", german, "--voice", "slt", "--out", self.place.out, parts=("words are in de",))
        script = self.place.write("script.json", script_of("Nuqneh.", language="tlh"))
        self.refuse("create", "--script", script, "--out", self.place.out, parts=("tlh",))
        self.refuse(
            "create",
            "Why is the sky blue?",
            "--language",
            "english, please",
            "--out",
            self.place.out,
            parts=("(?i)language",),
        )

    def test_that_do_not_exist_are_refused(self):
        self.create("--sytle", "paper", parts=("--sytle", "did you mean --style"))
        self.create("a second topic", parts=("quotation marks",))
        self.refuse("craete", "x", parts=("craete", "did you mean mss create"))
        self.refuse("create", "x", "--set", "foo", parts=("--set foo", "NAME=VALUE"))
        self.refuse("--wrong", parts=("--wrong",))

    def test_for_two_sources_of_words_are_refused(self):
        text = self.place.write("notes.txt", "Water is wet. " * 40)
        self.create("--text", text, "--url", "https://example.org/")
        self.create("--text", text, "--script", text)

    def test_without_their_value_are_refused(self):
        for option in ("--duration", "--style", "--out", "--text"):
            self.refuse("create", "Why is the sky blue?", option, parts=(option,))


class Scripts(harness.Case):
    def refuse(self, content, *parts):
        script = self.place.write("script.json", content)
        run = self.place.mss("create", "--script", script, "--out", self.place.out, timeout=20)
        with self.subTest(content=content[:60] if isinstance(content, (str, bytes)) else content):
            self.assert_plain_error(run, 2, re.escape(str(script)), r"docs/script-format\.md|iconv", *parts)
            self.assertFalse(self.place.out.exists(), "nothing was begun")

    def test_that_are_broken_json_are_refused(self):
        for content in (
            b"{",
            b'{"scenes": [}',
            b'{"title": "caf\xe9"}',
            b'{"scenes": []} and more',
            b'{"title": "\\ud800"}',
            b'{"scenes": [{"text": "A."}]}' + b"\0",
        ):
            self.refuse(content, "script")

    def test_without_any_word_are_refused(self):
        for content in (
            b"",
            b"   ",
            b"\0\0\0",
            b"\xff\xfe{}",
            b"\xef\xbb\xbf",
            b"...",
            b"[" * 10_000 + b"]" * 10_000,
            b"[]",
        ):
            script = self.place.write("script.json", content)
            run = self.place.mss("create", "--script", script, "--out", self.place.out, timeout=20)
            with self.subTest(content=content[:20]):
                self.assertIn(run.code, (2, 3), run)
                self.assert_plain_error(run, run.code)

    def test_with_wrong_types_name_the_place(self):
        for content, path in (
            ({"version": "one"}, "version"),
            ({"version": 99, "scenes": [{"text": "A."}]}, "version"),
            ({"title": 5, "scenes": []}, "title"),
            ({"scenes": {"text": "A."}}, "scenes"),
            ({"scenes": ["A."]}, r"scenes\[0\]"),
            ({"scenes": [{"text": "A."}, {"text": ["B."]}]}, r"scenes\[1\]\.text"),
            ({"scenes": [{"text": "A.", "visual": {"kind": "explosion"}}]}, r"scenes\[0\]\.visual\.kind"),
            ({"scenes": [{"text": "A.", "visual": {"items": "B"}}]}, r"scenes\[0\]\.visual\.items"),
            ({"scenes": [{"text": "A.", "visual": {"items": ["B"] * 6}}]}, r"scenes\[0\]\.visual\.items"),
            ({"scenes": [{"text": "A."}], "sources": [{"url": 1}]}, r"sources\[0\]\.url"),
        ):
            self.refuse(content, path)

    def test_with_nothing_to_say_are_refused(self):
        self.refuse({"title": "Nothing"}, "scenes")
        self.refuse({"scenes": []}, "scenes")
        self.refuse(script_of("A word.", "…!"), r"scenes\[1\]")
        self.refuse(script_of("A word.", ""), r"scenes\[1\]")

    def test_that_are_too_much_are_refused(self):
        self.refuse(b'{"scenes":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "script")
        self.refuse(script_of("word " * 1000), r"scenes\[0\]\.text", "4000")
        self.refuse(script_of(*["A word."] * 201), "scenes", "200")
        self.refuse(script_of(*["Many words. " * 300] * 30), "scenes")
        self.refuse(script_of("A word.", title="t" * 401), "title")

    def test_that_are_no_files_are_refused(self):
        huge = self.place.folder / "huge.json"
        with open(huge, "wb") as file:
            file.truncate(70 << 20)
        for option in ("--script", "--text"):
            for path, parts in (
                (self.place.folder, ("folder",)),
                (self.place.folder / "absent.json", ("absent",)),
                (huge, ("(?i)bytes|KiB|MiB|large",)),
                ("/dev/zero", ()),
            ):
                run = self.place.mss("create", option, path, "--out", self.place.out, timeout=20)
                with self.subTest(option, path=path):
                    self.assert_plain_error(run, 2, option, re.escape(str(path)), *parts)

    def test_that_hold_no_usable_words_are_named_with_the_way_on(self):
        for content, code, part in (
            (b"", 3, "write the words into it"),
            (b"caf\xe9 and more. Words, words.", 2, "iconv -f WINDOWS-1252 -t UTF-8"),
            ("Words, words, words.".encode("utf-16"), 2, "iconv -f UTF-16 -t UTF-8"),
        ):
            notes = self.place.write("notes.txt", content)
            for option in ("--script", "--text"):
                run = self.place.mss("create", option, notes, "--out", self.place.out, timeout=20)
                with self.subTest(option, content=content):
                    self.assert_plain_error(run, code, re.escape(str(notes)), part)

    def test_may_come_from_standard_input(self):
        run = self.place.mss("create", "--script", "-", "--out", self.place.out, stdin=b'{"scenes": 5}', timeout=20)
        self.assert_plain_error(run, 2, "scenes")
        run = self.place.mss(
            "create", "A title", "--text", "-", "--out", self.place.out, stdin=b"\xff\xfe\xff", timeout=20
        )
        self.assert_plain_error(run, 2)


class Addresses(harness.Case):
    def refuse(self, url, codes, *parts):
        run = self.place.mss("create", "--url", url, "--out", self.place.out, timeout=30)
        with self.subTest(url):
            self.assertIn(run.code, codes, run)
            self.assert_plain_error(run, run.code, *parts)

    def test_that_are_not_of_the_web_are_refused(self):
        for url in (
            "file:///etc/passwd",
            "ftp://example.org/a",
            "gopher://example.org",
            "javascript:alert(1)",
            "example",
            "http://",
            "http:///path",
            "",
            "http://user:secret@127.0.0.1:99999/",
        ):
            self.refuse(url, (2,))

    def test_where_nobody_answers_are_errors_of_the_network(self):
        self.refuse("http://127.0.0.1:9/", (5,), "127.0.0.1")
        self.refuse("http://does-not-exist.invalid/", (5,), "does-not-exist.invalid")

    def test_on_private_networks_can_be_forbidden(self):
        run = self.place.mss(
            "create",
            "--url",
            "http://127.0.0.1:9/",
            "--out",
            self.place.out,
            timeout=30,
            env={"MSS_ALLOW_PRIVATE_ADDRESSES": "off"},
        )
        self.assertIn(run.code, (2, 5), run)
        self.assert_plain_error(run, run.code, "(?i)private|address|allow")


class Settings(harness.Case):
    def test_of_nonsense_are_named(self):
        for name, value in (
            ("MSS_THREADS", "many"),
            ("MSS_THREADS", "-1"),
            ("MSS_CACHE_LIMIT_MB", "-3"),
            ("MSS_CACHE_LIMIT_MB", "9999999999999999999999"),
            ("MSS_LOG_LEVEL", "loud"),
            ("MSS_LANGUAGE", "!!"),
            ("MSS_LLM_URL", "localhost"),
            ("MSS_LLM_TIMEOUT", "0"),
            ("MSS_WIKIPEDIA", "maybe"),
            ("MSS_LISTEN", "everywhere"),
        ):
            run = self.place.mss(
                "create", "Why is the sky blue?", "--out", self.place.out, env={name: value}, timeout=10
            )
            with self.subTest(name, value=value):
                self.assert_plain_error(run, 2, name)

    def test_that_are_wrong_never_show_a_secret(self):
        run = self.place.mss("config", "check", env={"MSS_LLM_KEY": "hunter2\nhunter3"}, timeout=10)
        self.assertEqual(run.code, 2, run)
        self.assertIn("MSS_LLM_KEY", run.err)
        self.assertNotIn("hunter", run.out + run.err)

    def test_with_unknown_names_are_warned_of_with_the_likely_one(self):
        run = self.place.mss("config", "check", env={"MSS_THREDS": "2"}, timeout=10)
        self.assertIn("MSS_THREDS", run.err)
        self.assertIn("MSS_THREADS", run.err)
        self.assertEqual(run.err.count("\n"), 1, run)
        self.assertNotIn("MSS_THREDS", self.place.mss("config", "show", timeout=10).err)

    def test_in_a_broken_file_name_the_line(self):
        for content, part in (
            ("threads = many\n", ":1"),
            ("language = \"en\"\n\nthreads = [1]\n", "threads"),
            ("threads = \"2\n", ":1"),
            (b"\xff\xfe", ":1"),
            ("[[[[", ":1"),
            ("# é\nthréads = 2\n", ":2"),
        ):
            self.place.write("settings.toml", content)
            run = self.place.mss("create", "Why is the sky blue?", "--out", self.place.out, timeout=10)
            with self.subTest(content=content):
                self.assert_plain_error(run, 2, "settings.toml", part)

    def test_in_a_file_that_is_absent_or_a_folder_are_an_error(self):
        for path in (self.place.folder / "absent.toml", self.place.folder):
            run = self.place.mss("config", "check", env={"MSS_CONFIG": path}, timeout=10)
            self.assertIn(run.code, (2, 5), run)
            self.assert_plain_error(run, run.code, str(path))


class Words(harness.Case):
    """Hostile and foreign words in a script: what is said is what is written."""

    def create(self, script):
        path = self.place.write("script.json", script)
        return self.place.mss("create", "--script", path, "--out", self.place.out, *QUICK)

    def assert_video_says(self, run, words):
        self.assert_done(run)
        harness.assert_whole(self.place.out / "vertical.mp4")
        for cues in (
            harness.srt_cues(self.place.out / "captions.srt"),
            harness.vtt_cues(self.place.out / "captions.vtt"),
        ):
            self.assertEqual("".join(cue.text for cue in cues).replace(" ", ""), words.replace(" ", ""))

    def assert_video_or_named_fonts(self, script):
        run = self.create(script)
        if run.code == 0:
            self.assert_video_says(run, "".join(scene["text"] for scene in script["scenes"]))
        else:
            self.assert_plain_error(run, 2, "fonts-noto")

    def test_that_look_like_markup_are_words(self):
        texts = [
            r"Write {\b1} and {\pos(0,0)} here.",
            "Use %{} or %s and <b>bold</b> too.",
            r"A back\slash, C:\N and \h.",
            "An --> arrow & ampersand.",
            "One \"quote\", 'two' quotes.",
        ]
        script = script_of(*texts, title=r"{\an8} <i>%n</i> & \N")
        script["scenes"][0]["visual"] = {"headline": r"{\c&H0000FF&}<u>x</u> %d \N"}
        self.assert_video_says(self.create(script), " ".join(texts))

    def test_from_right_to_left_are_spoken_and_drawn(self):
        sky = "السماء"
        self.assert_video_or_named_fonts(script_of(f"{sky} زرقاء اليوم.", title=sky, language="ar"))

    def test_in_hebrew_inside_english_are_drawn(self):
        self.assert_video_or_named_fonts(script_of("The word שלום means peace.", title="שלום"))

    def test_in_chinese_are_drawn_or_the_fonts_named(self):
        self.assert_video_or_named_fonts(script_of("天空为什么是蓝色的？", title="天空", language="zh"))

    def test_that_nobody_could_read_in_time_fail_a_gate_and_publish_nothing(self):
        run = self.create(script_of("This is it: " + "_" * 400 + "a and more."))
        self.assert_plain_error(run, 4, "did not pass", "captions")
        self.assertFalse(self.place.out.exists())

    def few_fonts(self):
        """The environment of a machine that has Inter and DejaVu only."""
        fonts = self.place.write(
            "fonts.conf",
            "<?xml version='1.0'?><fontconfig><dir>/usr/share/fonts/opentype/inter</dir>"
            "<dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>",
        )
        return {"FONTCONFIG_FILE": fonts}

    def test_with_emoji_that_no_font_draws_are_said_and_drawn_without_them(self):
        path = self.place.write("script.txt", "A party 🎉\n\nWe have a party 🎉. It is fun 👨‍👩‍👧!\n\n🎉🎉\n")
        env = self.few_fonts()
        run = self.place.mss("create", "--script", path, "--out", self.place.out, *QUICK, env=env)
        self.assert_video_says(run, "We have a party. It is fun!")
        self.assertRegex(" ".join(run.report["notices"]), "🎉.*fonts-symbola")
        self.assertEqual(run.report["title"], "A party 🎉")
        path.write_text("🎉 🎉\n", encoding="utf-8")
        run = self.place.mss("create", "--script", path, "--out", self.place.out, env=env)
        self.assertIn(run.code, (2, 3), run)
        self.assert_plain_error(run, run.code)

    def test_with_emoji_that_no_font_draws_keep_them_in_the_file_that_people_edit(self):
        for title in ("Party 🎉", "🎉🎉"):
            script = script_of("We have a party 🎉. It is fun.", title=title)
            script["scenes"][0]["visual"] = {"headline": "Fun 🎉"}
            script["sources"] = [{"title": "All parties 🎉"}]
            self.place.out.mkdir(exist_ok=True)
            path = self.place.write("out/script.json", script)
            # The command that is offered after a run: it reads the file that it publishes.
            for env in (self.few_fonts(), {}):
                run = self.place.mss("create", "--script", path, "--out", self.place.out, *QUICK, env=env)
                with self.subTest(title, fonts=len(env)):
                    self.assert_done(run)
                    published = json.loads(path.read_text(encoding="utf-8"))
                    self.assertEqual(published["title"], title)
                    self.assertEqual(published["scenes"][0]["text"], script["scenes"][0]["text"])
                    self.assertEqual(published["scenes"][0]["visual"]["headline"], "Fun 🎉")
                    self.assertEqual(published["sources"][0]["title"], "All parties 🎉")
                    credits = (self.place.out / "credits.txt").read_text(encoding="utf-8")
                    self.assertIn(f"{title}\n\nSources\n- All parties 🎉\n", credits)


class Folders(harness.Case):
    def create(self, out, place=None, **more):
        place = place or harness.copy_place(video("brief").place, self.place.folder)
        script = place.write("script.json", BRIEF)
        return place.mss("create", "--script", script, "--out", out, *options("brief"), **more)

    def test_that_cannot_be_made_end_the_run_before_the_work(self):
        file = self.place.write("file", "")
        script = self.place.write("script.json", BRIEF)
        nowhere = self.place.folder / "nowhere"
        nowhere.symlink_to(self.place.folder / "absent")
        for out in (file, file / "out", nowhere, self.place.folder / ("n" * 256), "/proc/mss/out"):
            run = self.place.mss("create", "--script", script, "--out", out, *options("brief"), timeout=20)
            with self.subTest(out):
                self.assert_plain_error(run, 5, str(out))
        self.assertEqual(harness.stage_entries(self.place.data), [], "no work was done for it")

    def test_for_data_that_cannot_be_made_are_named(self):
        file = self.place.write("file", "")
        for data in (file / "data", "/proc/mss/data"):
            run = self.place.mss(
                "create",
                "--script",
                self.place.write("script.json", BRIEF),
                "--out",
                self.place.out,
                env={"MSS_DATA_DIR": data},
                timeout=20,
            )
            self.assert_plain_error(run, 5, str(data), "MSS_DATA_DIR names another")

    def test_are_looked_at_before_the_words_are_looked_for(self):
        topic = "Why do quantum turtles live on Mars?"  # nobody answers it, which would be said next
        self.assert_plain_error(self.place.mss("create", topic, timeout=20), 3)
        file = self.place.write("out", "")
        self.assert_plain_error(self.place.mss("create", topic, timeout=20), 5, "the folder out: Not a directory")
        words = ["create", topic, "--out", self.place.folder / "results"]
        run = self.place.mss(*words, env={"MSS_DATA_DIR": file / "data"}, timeout=20)
        self.assert_plain_error(run, 5, str(file), "MSS_DATA_DIR names another")

    def test_with_a_limit_on_file_sizes_end_with_a_plain_error(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

        out = self.place.folder / "limited"
        self.assert_plain_error(self.create(out, prepare=limit), 5, str(out), "(?i)too large")
        self.assertEqual([path.name for path in out.iterdir()], [], "no piece of a file is left")


class FullDisk(harness.Case):
    def disk(self, name, size):
        folder = self.place.folder / name
        folder.mkdir()
        if (
            os.geteuid() != 0
            or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
            ).returncode
            != 0
        ):
            harness.skip(self, "only root may mount a small disk")
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        return folder

    def test_for_results_ends_plainly_with_nothing_torn(self):
        place = harness.copy_place(video("brief").place, self.place.folder)
        out = self.disk("small", "1m")
        script = place.write("script.json", BRIEF)
        run = place.mss("create", "--script", script, "--out", out, *options("brief"))
        self.assert_plain_error(run, 5, str(out), "No space left")
        finished = video("brief").out
        for path in out.iterdir():
            self.assert_same_file(path, finished / path.name)

    def test_for_data_ends_plainly_and_goes_on_when_there_is_room(self):
        data = self.disk("data-disk", "1m")
        script = self.place.write("script.json", BRIEF)
        words = ["create", "--script", script, "--out", self.place.out, *options("brief")]
        run = self.place.mss(*words, env={"MSS_DATA_DIR": data})
        self.assert_plain_error(run, 5, "No space left")
        self.assertEqual([path.name for path in self.place.out.iterdir()] if self.place.out.exists() else [], [])
        finished = len(harness.stage_entries(data))
        subprocess.run(["mount", "-o", "remount,size=200m", data], check=True)
        run = self.assert_done(self.place.mss(*words, env={"MSS_DATA_DIR": data}))
        self.assertEqual(sum(stage["reused"] for stage in run.report["stages"]), finished)
        self.assert_same_file(self.place.out / "vertical.mp4", video("brief").out / "vertical.mp4")


class Installation(harness.Case):
    def create(self, **more):
        script = self.place.write("script.json", script_of("A short sentence."))
        return self.place.mss("create", "--script", script, "--out", self.place.out, *QUICK, timeout=60, **more)

    def with_media_program(self, content):
        folder = self.place.folder / "bin"
        folder.mkdir(exist_ok=True)
        shutil.copy2(harness.MSS, folder / "mss")
        self.place.program = folder / "mss"
        if content is not None:
            path = folder / "mss-media"
            path.write_text(content, encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def test_without_fonts_names_the_packages(self):
        empty = self.place.write("fonts.conf", "<?xml version='1.0'?><fontconfig><dir>/nowhere</dir></fontconfig>")
        run = self.create(env={"FONTCONFIG_FILE": empty})
        self.assertIn(run.code, (2, 5), run)
        self.assert_plain_error(run, run.code, "fonts-")

    def test_without_its_media_program_names_it(self):
        self.with_media_program(None)
        self.assert_plain_error(self.create(), 5, "mss-media")

    def test_with_a_media_program_that_ends_at_once_says_so(self):
        self.with_media_program("#!/bin/sh\necho 'a library is missing' >&2\nexit 127\n")
        self.assert_plain_error(self.create(), 5, "media process")

    def test_with_a_media_program_that_talks_nonsense_says_so(self):
        self.with_media_program("#!/bin/sh\nread line <&3\necho 'who are you?' >&3\nread line <&3\n")
        run = self.create()
        self.assertIn(run.code, (1, 5), run)
        self.assert_plain_error(run, run.code)

    def test_works_from_another_folder_through_a_link(self):
        link = self.place.folder / "mss-link"
        link.symlink_to(harness.MSS)
        self.place.program = link
        run = self.place.mss("voices", "--json", timeout=30)
        self.assert_done(run)
        self.assertTrue(json.loads(run.out))
        self.place.program = pathlib.Path(os.path.relpath(harness.MSS, self.place.folder))
        self.assert_done(self.place.mss("voices", timeout=30))
