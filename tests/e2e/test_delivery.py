"""How a script wants its words to be said: pace, pauses, stress, pronunciations."""

import copy
import json

import harness
from harness import Case

SCRIPT = {
    "title": "Names",
    "language": "en",
    "scenes": [
        {"text": "Doctor Nguyen found two million of them."},
        {"text": "Nobody had counted so many before."},
    ],
}


class Delivery(Case):
    def setUp(self):
        super().setUp()
        self.place = self.new_place()

    def create(self, *words, **script):
        file = self.place.write("script.json", json.dumps(copy.deepcopy(SCRIPT) | script))
        return self.place.mss(
            "create", "--script", file, "--formats", "vertical", "--preset", "fast", "--voice", "rms", "--json",
            "--out", self.place.folder / "out", *words,
        )

    def spoken(self, redone):
        return sum(name.startswith("speech") for name in redone)

    def test_a_pause_is_silent_and_speaks_nothing_again(self):
        usual = self.assert_done(self.create()).report
        scenes = copy.deepcopy(SCRIPT["scenes"])
        scenes[0]["pause_s"] = 2
        paused = self.assert_done(self.create(scenes=scenes)).report
        self.assertAlmostEqual(paused["duration_s"] - usual["duration_s"], 2, delta=0.05)
        self.assertEqual(self.spoken(harness.redone(paused)), 0)

    def test_a_pace_is_kept(self):
        usual = self.assert_done(self.create()).report
        faster = self.assert_done(self.create("--pace", "1.5")).report
        self.assertLess(faster["duration_s"], usual["duration_s"] - 1)
        self.assertEqual(self.spoken(harness.redone(faster)), 2)
        written = json.loads((self.place.folder / "out" / "script.json").read_text(encoding="utf-8"))
        self.assertEqual(written["pace"], 1.5)
        self.assert_plain_error(self.create("--pace", "3"), 2, "pace", "0.5 to 2")

    def test_words_are_said_as_the_list_has_them_and_shown_as_they_are_written(self):
        self.assert_done(self.create())
        said = self.assert_done(self.create("--say", "Nguyen = win", "--say", "absent = here")).report
        self.assertEqual(self.spoken(harness.redone(said)), 1)
        shown = " ".join(cue.text for cue in harness.srt_cues(self.place.folder / "out" / "captions.srt"))
        self.assertIn("Doctor Nguyen found", shown)
        self.assert_plain_error(self.create("--say", "Nguyen"), 2, "word = how to say it")
        self.assert_plain_error(self.create(pronunciations=["= win"]), 2, r"pronunciations\[0\]")

    def test_a_stressed_word_is_spoken_anew_and_alone(self):
        self.assert_done(self.create())
        scenes = copy.deepcopy(SCRIPT["scenes"])
        scenes[0]["emphasis"] = ["two million"]
        stressed = self.assert_done(self.create(scenes=scenes)).report
        self.assertEqual(self.spoken(harness.redone(stressed)), 1)
