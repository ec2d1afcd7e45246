"""Ctrl-C and kill -9 at any instant lose at most the stage at work, tear no file and leave no process behind.

MSS_KILLS says how many kills of each kind are tried (4); MSS_SEED repeats a run's random instants.
"""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import time
import unittest

import harness
from harness import SLOWNESS, redone
from videos import BRIEF, options, video

KILLS = int(os.environ.get("MSS_KILLS", "4"))
SEED = int(os.environ.get("MSS_SEED", random.SystemRandom().randrange(1_000_000)))


def identities(data):
    """{entry folder: (inode, modification time) of its content} of the stages that are finished."""
    states = {}
    for entry in harness.stage_entries(data):
        for path in entry.iterdir():
            if path.name != "stage.json":  # its time says when the entry was last used
                state = path.stat()
                states[str(path)] = (state.st_ino, state.st_mtime_ns)
    return states


# Each lane of a run has a media process of its own; its stages are told by what they leave. How many there are in all:
# of the pictures' lane more than any run has, so that only the end of the run is their end.
LANE_FILES = {"pictures": {"speech.f32", "segment.mp4", "video.mp4"}, "beside": {"sound.m4a", "thumbnail.jpg"}}
LANE_STAGES = {"pictures": 1_000, "beside": 4}


def finished_by_lane(data):
    """{lane: number of its finished stages}."""
    names = [path.name for entry in harness.stage_entries(data) for path in entry.iterdir()]
    return {lane: sum(name in files for name in names) for lane, files in LANE_FILES.items()}


class InterruptionCase(harness.Case):
    """What all of these tests do: one video, begun again and again."""

    def begin(self, place):
        script = place.write("script.json", BRIEF)
        return place.start("create", "--script", script, "--out", place.out, *options("brief"))

    def kill(self, run, place):
        run.signal(signal.SIGKILL)
        done = run.finish(10)
        self.assert_no_media_process(place.data)
        self.assert_results_whole(place)
        return done

    def assert_results_whole(self, place):
        """Whatever has its final name in the folder of results is the real thing."""
        finished = video("brief").out
        if place.out.exists():
            for path in place.out.iterdir():
                if (finished / path.name).exists():
                    self.assertEqual(harness.sha256(path), harness.sha256(finished / path.name), f"{path.name} is torn")

    def assert_finishes(self, place):
        """The same command ends well, does nothing again that was finished, and cleans up."""
        before = identities(place.data)
        entries = len(harness.stage_entries(place.data))
        run = self.assert_done(self.begin(place).finish(150))
        after = identities(place.data)
        for path, state in before.items():
            self.assertEqual(after.get(path), state, "it was made again")
        self.assertEqual(len(redone(run.report)), len(run.report["stages"]) - entries, redone(run.report))
        self.assert_clean(place)
        return run

    def assert_clean(self, place):
        self.assertEqual(
            {path.name: harness.sha256(path) for path in place.out.iterdir()},
            {path.name: harness.sha256(path) for path in video("brief").out.iterdir()},
        )
        self.assertEqual(harness.litter(place.data), [])
        self.assert_no_media_process(place.data)

    def wait_for_entries(self, run, place, count):
        harness.wait_for(
            lambda: not run.alive or len(harness.stage_entries(place.data)) >= count, 60, f"{count} finished stages"
        )
        self.assertTrue(run.alive, "it was over before anything could be interrupted")


class Interrupt(InterruptionCase):
    def interrupt(self, number, entries):
        run = self.begin(self.place)
        self.wait_for_entries(run, self.place, entries)
        asked = time.monotonic()
        run.signal(number)
        done = run.finish(20)
        self.assertLess(time.monotonic() - asked, 2 * SLOWNESS)
        self.assert_plain_error(done, 130, "(?i)interrupted")
        self.assertEqual(done.out, "")
        self.assert_no_media_process(self.place.data)

    def test_ends_within_two_seconds_and_the_same_command_goes_on(self):
        speech = sum("speech" in stage["name"] for stage in video("brief").report["stages"])
        self.interrupt(signal.SIGINT, speech + 3)  # the sound and two segments are done
        self.assertFalse(self.place.out.exists(), "nothing is published before the gates, not even an empty folder")
        run = self.assert_finishes(self.place)
        self.assertGreaterEqual(sum(stage["reused"] for stage in run.report["stages"]), speech + 3)

    def test_by_a_service_manager_is_heard_too(self):
        self.interrupt(signal.SIGTERM, 1)


class KilledProgram(InterruptionCase):
    def test_at_random_instants_loses_no_finished_stage(self):
        chance = random.Random(SEED)
        print(f"MSS_SEED={SEED} MSS_KILLS={KILLS}", flush=True)
        place, kills, reach = self.place, 0, video("brief").seconds
        while kills < KILLS:
            before = identities(place.data)
            run = self.begin(place)
            time.sleep(chance.uniform(0, reach / 2))
            killed = run.alive
            done = self.kill(run, place)
            kills += killed
            after = identities(place.data)
            for path, state in before.items():
                self.assertEqual(after.get(path), state, f"it was made again (seed {SEED})")
            if not killed:  # it was done before its instant came: begin another one
                self.assert_done(done)
                self.assert_clean(place)
                shutil.rmtree(place.data)
                shutil.rmtree(place.out)
                place.data.mkdir()
        self.assert_finishes(place)

    def test_while_it_publishes_leaves_whole_files_and_no_litter(self):
        place = harness.copy_place(video("brief").place, self.place.folder)
        hits = 0
        for _ in range(20):
            shutil.rmtree(place.out)
            place.out.mkdir()
            run = self.begin(place)
            while run.alive and not any(path.name.startswith("vertical.mp4") for path in place.out.iterdir()):
                pass  # the instant is too short to sleep over
            if run.alive:
                self.kill(run, place)
                hits += any(path.name not in ("vertical.mp4",) for path in place.out.iterdir())
            else:
                run.finish(1)
            if hits:
                break
        self.assertTrue(hits, "no kill ever met a half-written file")
        self.assert_finishes(place)


class KilledMediaProcess(InterruptionCase):
    def test_is_replaced_and_costs_no_finished_stage(self):
        chance = random.Random(SEED + 1)
        print(f"MSS_SEED={SEED} MSS_KILLS={KILLS}", flush=True)
        place, kills = self.place, 0
        for _ in range(KILLS + 2):  # more runs than kills: each is long enough for at least one
            run = self.begin(place)
            while run.alive and kills < KILLS:
                time.sleep(chance.uniform(0, video("brief").seconds / 4))
                kills += self.kill_media_process(run, place)
            self.assert_done(run.finish(150))
            self.assert_clean(place)
            if kills >= KILLS:
                break
            shutil.rmtree(place.data)
            place.data.mkdir()
        self.assertEqual(kills, KILLS)

    def kill_media_process(self, run, place):
        """Whether there was one to kill. One operation survives one crash, so this waits until that one is over."""
        victims = harness.media_processes(place.data)
        for victim in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        if victims:
            # Of each lane the first new stage may be one that was done just before the kill; the second one cannot.
            before = finished_by_lane(place.data)
            harness.wait_for(
                lambda: not run.alive
                or all(
                    now >= min(then + 2, LANE_STAGES[lane])
                    for (lane, then), now in zip(before.items(), finished_by_lane(place.data).values())
                ),
                60,
                "two new stages in each lane",
            )
        return bool(victims)

    def test_twice_in_one_operation_is_an_error_that_loses_nothing(self):
        run = self.begin(self.place)
        deadline = time.monotonic() + 60 * SLOWNESS
        while run.alive and time.monotonic() < deadline:
            for victim in harness.media_processes(self.place.data):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
        done = run.finish(5)
        self.assert_plain_error(done, 5, "media process")
        self.assert_finishes(self.place)


class Neighbours(InterruptionCase):
    def test_share_a_data_folder_and_get_the_same_video(self):
        first = self.begin(self.place)
        other = pathlib.Path(self.place.folder / "other")
        second = self.place.start(
            "create", "--script", self.place.folder / "script.json", "--out", other, *options("brief")
        )
        self.assert_done(first.finish(200))
        self.assert_done(second.finish(200))
        for folder in (self.place.out, other):
            self.assert_same_file(folder / "vertical.mp4", video("brief").out / "vertical.mp4")
        self.assert_clean(self.place)


if __name__ == "__main__":
    unittest.main()
