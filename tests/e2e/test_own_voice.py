"""Videos that a recording of the whole script speaks. Voices of this machine stand in for who reads it aloud."""

import array
import json
import pathlib
import signal
import tempfile
import unittest
import wave

import harness

SENTENCES = [
    "Bees make honey all summer long.",
    "Each one of them visits hundreds of flowers a day.",
    "In winter, they live on what they have stored.",
    "When spring comes, the first of them fly out again.",
]
SCRIPT = {
    "title": "Bees",
    "language": "en",
    "scenes": [{"text": " ".join(SENTENCES[:2])}, {"text": SENTENCES[2]}, {"text": SENTENCES[3]}],
}
RATE = 48_000


class OwnVoice(harness.Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        cls.addClassCleanup(folder.cleanup)
        cls.studio = harness.Place(folder.name)
        cls.spoken = [cls.speak(sentence) for sentence in SENTENCES]

    @classmethod
    def speak(cls, sentence):
        """A sentence as a voice says it that is not the one that recordings are compared with: samples."""
        path = cls.studio.folder / "sample.m4a"
        run = cls.studio.mss("voices", "sample", "rms", "--text", sentence, "--out", path)
        if run.code != 0:
            raise AssertionError(run)
        out, _ = harness.tool("ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", RATE, "-")
        samples = array.array("h")
        samples.frombytes(out)
        return samples

    def record(self, spoken, name="me.wav"):
        """A file with a second of silence before each sentence."""
        path = self.place.folder / name
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            for samples in spoken:
                file.writeframes(bytes(2 * RATE))
                file.writeframes(samples.tobytes())
        return path

    def create_words(self, recording, *words):
        script = self.place.write("bees.json", json.dumps(SCRIPT))
        return [
            "create", "--script", script, "--voice-file", recording, "--formats", "vertical", "--preset", "fast",
            "--json", "--out", self.place.folder / "out", *words,
        ]  # fmt: skip

    def create(self, recording, *words):
        return self.place.mss(*self.create_words(recording, *words), timeout=300)

    def test_is_what_the_video_says(self):
        recording = self.record(self.spoken)
        made = self.assert_done(self.create(recording)).report
        self.assertEqual((made["voice"], made["notices"]), ("recording", []))
        self.assertTrue(all(gate["passed"] for gate in made["gates"]), made["gates"])
        names = [stage["name"] for stage in made["stages"]]
        self.assertEqual(names.count("recording"), 1, names)
        credits = (self.place.folder / "out" / "credits.txt").read_text(encoding="utf-8")
        self.assertIn("Voice: recorded by the maker of this video", credits)

        # The same voice without a recording knows its times. Of a recording 0.14 s more of the pauses around a sentence
        # are kept, so each sentence comes that much later than the one before it.
        own = self.new_place()
        script = own.write("bees.json", json.dumps(SCRIPT))
        self.assert_done(
            own.mss("create", "--script", script, "--voice", "rms", "--formats", "vertical", "--preset", "fast",
                    "--out", own.folder / "out", timeout=300)  # fmt: skip
        )
        known = harness.srt_cues(own.folder / "out" / "captions.srt")
        found = harness.srt_cues(self.place.folder / "out" / "captions.srt")
        self.assertEqual([cue.text for cue in found], [cue.text for cue in known])
        self.assertLess(abs(found[0].begin - known[0].begin), 0.15)
        drift = [one.begin - other.begin for one, other in zip(found, known, strict=True)]
        for before, after in zip(drift, drift[1:], strict=False):
            self.assertLess(abs(after - before - 0.14), 0.15, drift)

        again = self.assert_done(self.create(recording, "--pace", "1.2")).report
        self.assertEqual(harness.redone(again), [])
        self.assertEqual(again["notices"], [
            "the recording is heard as it was read aloud: the script's pace changes nothing in it"
        ])  # fmt: skip

    def test_is_found_again_after_a_kill(self):
        recording = self.record(self.spoken)
        run = self.place.start(*self.create_words(recording))
        harness.wait_for(lambda: harness.stage_entries(self.place.data) or not run.alive, 120, "the recording's stage")
        run.signal(signal.SIGKILL)
        run.finish(10)
        made = self.assert_done(self.create(recording)).report
        self.assertNotIn("recording", harness.redone(made))

    def test_that_does_not_hold_the_words_is_refused(self):
        refusals = [
            (self.record(self.spoken[:2], "half.wav"), "does not seem to hold"),
            (self.record([array.array("h", bytes(8 * RATE))], "silence.wav"), "nothing to hear"),
            (self.record(self.spoken[:1], "one.wav"), "does not seem to hold|too short"),
            (self.place.folder / "nowhere.wav", "there is no recording"),
            (self.place.folder, "is no file"),
            (self.place.write("empty.wav", b""), "is empty"),
            (self.place.write("words.wav", "no sound at all"), "words.wav"),
        ]
        for recording, reason in refusals:
            with self.subTest(recording=pathlib.Path(recording).name):
                self.assert_plain_error(self.create(recording), 2, reason)
                self.assertFalse((self.place.folder / "out" / "vertical.mp4").exists())

    def test_that_is_too_long_is_refused(self):
        recording = self.record(self.spoken + [array.array("h", bytes(2 * RATE * 600))])
        self.assert_plain_error(self.create(recording), 2, "longer than ten minutes")

    def test_goes_with_a_script_and_without_another_voice(self):
        recording = self.record(self.spoken[:1])
        self.assert_plain_error(self.create(recording, "--voice", "slt"), 2, "one voice")
        self.assert_plain_error(self.place.mss("create", "Bees", "--voice-file", recording), 2, "--script")


if __name__ == "__main__":
    unittest.main()
