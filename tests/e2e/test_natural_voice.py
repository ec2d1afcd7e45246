"""Videos that a natural voice speaks; skipped where none could be fetched."""

import json
import os
import pathlib
import shutil
import unittest

import harness

VOICES = os.environ.get("MSS_TEST_VOICES", "")

SCRIPT = {
    "title": "Bees",
    "language": "en",
    "scenes": [
        {"text": "Bees make honey all summer long. Each one of them visits hundreds of flowers a day."},
        {"text": "In winter, they live on what they have stored."},
        {"text": "They keep warm by trembling, and by staying close together."},
        {"text": "When spring comes, the first of them fly out again."},
    ],
}


class NaturalVoice(harness.Case):
    def setUp(self):
        if not VOICES:
            harness.skip(self, "no natural voice is installed")
        super().setUp()
        self.place = self.new_place()
        self.voices = {"MSS_VOICES_DIR": VOICES}

    def create(self, *words, env=None):
        script = self.place.write("bees.json", json.dumps(SCRIPT))
        return self.place.mss(
            "create", "--script", script, "--formats", "vertical", "--preset", "fast", "--json",
            "--out", self.place.folder / "out", *words, env=env or self.voices, timeout=300,
        )

    def damaged(self, name, size):
        """The voices with one file cut to a size."""
        folder = self.place.folder / f"without-{pathlib.Path(name).name}"
        shutil.copytree(VOICES, folder, copy_function=os.symlink)
        (whole,) = (folder / "kokoro").glob(name)
        content = whole.read_bytes()
        whole.unlink()
        whole.write_bytes(content[: int(len(content) * size)])
        return {"MSS_VOICES_DIR": folder}

    def test_speaks_where_none_is_named(self):
        made = self.assert_done(self.create()).report
        self.assertEqual((made["voice"], made["notices"]), ("af_heart", []))
        # Each picture was drawn once, those that were drawn while later words were spoken as well.
        names = [stage["name"] for stage in made["stages"]]
        self.assertEqual(len(names), len(set(names)), names)
        self.assertEqual(sum("segment" in name for name in names), len(SCRIPT["scenes"]))
        again = self.assert_done(self.create("--voice", "auto")).report
        self.assertEqual(harness.redone(again), [])
        credits = (self.place.folder / "out" / "credits.txt").read_text(encoding="utf-8")
        self.assertIn("af_heart, kokoro", credits)

    def test_speaks_in_one_process_where_that_is_wanted(self):
        made = self.assert_done(self.create("--voice", "bm_george", env=self.voices | {"MSS_SPEECH_PROCESSES": "1"}))
        self.assertEqual(made.report["voice"], "bm_george")

    def test_that_is_damaged_lets_another_speak_and_says_so(self):
        for name, size in (("kokoro.onnx", 0.4), ("libonnxruntime.so.*", 0.6), ("vocab.json", 0.5),
                           ("voices/af_heart.bin", 0.301)):
            with self.subTest(name):
                made = self.assert_done(self.create(env=self.damaged(name, size))).report
                self.assertEqual(made["voice"], "slt")
                self.assertEqual(len(made["notices"]), 1, made["notices"])
                self.assertRegex(made["notices"][0], '"af_heart" cannot speak: .*; "slt" speaks instead')
        named = self.create("--voice", "af_heart", env={"MSS_VOICES_DIR": self.place.folder / "without-kokoro.onnx"})
        self.assertIn(named.code, (2, 5), named)
        self.assert_plain_error(named, named.code, "af_heart", "cannot speak")

    def test_has_a_sample_of_each(self):
        folder = self.place.folder
        for words in (("af_heart",), ("bf_emma", "--text", "Good morning."), ("--language", "en-GB")):
            run = self.assert_done(
                self.place.mss("voices", "sample", *words, "--out", folder / "sample.m4a", env=self.voices, timeout=60)
            )
            self.assertIn("says", run.out)
            self.assertGreater((folder / "sample.m4a").stat().st_size, 3000)

    def test_is_listed_first_and_can_be_removed(self):
        copy = self.place.folder / "voices"
        shutil.copytree(VOICES, copy)
        voices = {"MSS_VOICES_DIR": copy}
        listed = json.loads(self.assert_done(self.place.mss("voices", "list", "--json", env=voices)).out)
        self.assertEqual([voice["name"] for voice in listed[:2]], ["af_heart", "af_bella"])
        self.assertEqual(sum(voice["engine"] == "kokoro" for voice in listed), 28)
        self.assert_done(self.place.mss("voices", "remove", "kokoro", env=voices))
        self.assertEqual(list(pathlib.Path(copy).iterdir()), [])
        self.assert_plain_error(self.place.mss("voices", "remove", "kokoro", env=voices), 2, "no installed voice")


class WithoutOne(harness.Case):
    def test_a_folder_that_is_wrong_is_named_and_disturbs_nothing(self):
        place = self.new_place()
        (place.folder / "voices" / "mine").mkdir(parents=True)
        (place.folder / "voices" / "mine" / "voice.json").write_text('{"engine": "other"}')
        run = self.assert_done(place.mss("voices", "--language", "en", env={"MSS_VOICES_DIR": place.folder / "voices"}))
        self.assertIn("mine/voice.json", run.err)
        self.assertIn("slt", run.out)

    def test_others_than_kokoro_cannot_be_installed(self):
        self.assert_plain_error(self.new_place().mss("voices", "install", "nobody"), 2, "nobody", "kokoro")


if __name__ == "__main__":
    unittest.main()
