"""kill -9 of a process that speaks with the natural voice, in the middle of a sentence: the video stays the same.

Skipped where no natural voice could be fetched. MSS_KILLS says how many kills are tried (3); MSS_SEED repeats a run's
random choices.
"""

# Long: KilledSpeech

import json
import os
import pathlib
import random
import shutil
import signal
import time
import unittest

import harness
from test_natural_voice import SCRIPT, VOICES

KILLS = int(os.environ.get("MSS_KILLS", "3"))
SEED = int(os.environ.get("MSS_SEED", random.SystemRandom().randrange(1_000_000)))

LONGEST_RUN_S = 600
SENTENCE_BYTES = 50_000  # fewer than the sound of any sentence, more than all else that a speaking process writes
EARLIEST, LATEST = 3, 120  # hundredths of a second of processor time into a sentence; a sentence takes some two seconds


class Speaking:
    """A speech process, and how far it is in the sentence that it speaks."""

    def __init__(self, pid, chance, replaces):
        self.pid = pid
        self.chance = chance
        # The first sentence of one that took the place of another was killed before: a second time is a failure.
        self.fresh = not replaces
        self.begin_sentence()

    def begin_sentence(self):
        self.written, self.begun = self.written_bytes(), self.ticks()
        self.target = self.chance.randint(EARLIEST, LATEST)

    def read(self, name):
        return pathlib.Path(f"/proc/{self.pid}/{name}").read_text()

    def written_bytes(self):
        return int(self.read("io").split("wchar:")[1].split()[0])

    def ticks(self):
        fields = self.read("stat").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def is_due(self):
        """Whether it computes a sentence in which nobody has been killed, for long enough. What it has computed since
        its last sentence was written tells that it has begun another."""
        if self.written_bytes() > self.written + SENTENCE_BYTES:
            self.begin_sentence()
            self.fresh = True
        return self.fresh and self.ticks() >= self.begun + self.target


class KilledSpeech(harness.Case):
    def setUp(self):
        if not VOICES:
            harness.skip(self, "no natural voice is installed")
        super().setUp()
        self.chance = random.Random(SEED)

    def begin(self, place):
        script = place.write("script.json", json.dumps(SCRIPT))
        words = ("--script", script, "--formats", "vertical", "--preset", "fast", "--json", "--out", place.out)
        return place.start("create", *words, env={"MSS_VOICES_DIR": VOICES})

    def speaking(self, run):
        """The children of the run that have the natural voice's runtime loaded; not the copies that these make of
        themselves."""
        found = set()
        for pid in harness.media_processes(run.data):
            try:
                parent = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
                if int(parent) == run.process.pid and "libonnxruntime" in pathlib.Path(f"/proc/{pid}/maps").read_text():
                    found.add(pid)
            except OSError:
                continue  # it ended while we looked
        return found

    def kill_in_sentences(self, run, most):
        """How many were killed, each in a sentence of its own, until the run has ended."""
        known, kills = {}, 0
        end = time.monotonic() + LONGEST_RUN_S
        while run.alive:
            self.assertLess(time.monotonic(), end, "the video was not done in time")
            for pid in self.speaking(run):
                try:
                    if pid not in known:  # the first ones are as many as there are lanes
                        known[pid] = Speaking(pid, self.chance, replaces=kills > 0)
                    if kills < most and known[pid].is_due():
                        os.kill(pid, signal.SIGKILL)
                        kills += 1
                except (OSError, IndexError):
                    continue  # it ended while we looked
            time.sleep(0.01)  # what it has computed is counted in steps of this
        return kills

    def test_in_the_middle_of_a_sentence_changes_nothing_of_the_video(self):
        print(f"MSS_SEED={SEED} MSS_KILLS={KILLS}", flush=True)
        undisturbed = self.new_place()
        wanted = self.assert_done(self.begin(undisturbed).finish(300)).report
        kills, runs = 0, 0
        while kills < KILLS:
            run = self.begin(self.place)
            kills += self.kill_in_sentences(run, KILLS - kills)
            runs += 1
            made = self.assert_done(run.finish(300)).report
            self.assertEqual((made["voice"], made["notices"]), (wanted["voice"], []))
            self.assert_same_file(self.place.out / "vertical.mp4", undisturbed.out / "vertical.mp4")
            self.assertEqual(harness.litter(self.place.data), [])
            self.assert_no_media_process(self.place.data)
            shutil.rmtree(self.place.data)
            shutil.rmtree(self.place.out)
            self.place.data.mkdir()
        print(f"{kills} killed in {runs} videos", flush=True)


if __name__ == "__main__":
    unittest.main()
