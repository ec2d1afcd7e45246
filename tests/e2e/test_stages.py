"""Finished work is never done again, and what an edit does not touch stays as it is."""

import json
import os
import shutil

import harness
from harness import redone
from videos import BRIEF, REFERENCE, STORY, options, video


def create(place, name, script, *words, out=None, env=None):
    path = place.write(f"{name}-now.json", script)
    return place.mss(
        "create", "--script", path, "--out", out or place.out, *options(name), *words, env=env, timeout=150
    )


def segments(data):
    """{entry folder: its segment file} of finished segments."""
    return {entry: entry / "segment.mp4" for entry in harness.stage_entries(data) if (entry / "segment.mp4").exists()}


class SecondRun(harness.Case):
    def setUp(self):
        super().setUp()
        self.copy = harness.copy_place(video("reference").place, self.place.folder)

    def test_does_no_work_and_touches_no_file(self):
        before = harness.snapshot(self.copy.out)
        run = self.assert_done(create(self.copy, "reference", REFERENCE))
        self.assertEqual(redone(run.report), [])
        self.assertEqual(harness.snapshot(self.copy.out), before)
        self.assertEqual(
            run.report["files"],
            [
                file | {"path": str(self.copy.out / os.path.basename(file["path"]))}
                for file in video("reference").report["files"]
            ],
        )

    def test_with_other_processors_does_no_work(self):
        run = self.assert_done(create(self.copy, "reference", REFERENCE, env={"MSS_THREADS": 7}))
        self.assertEqual(redone(run.report), [])

    def test_in_another_folder_only_copies(self):
        elsewhere = self.copy.folder / "a folder" / "with spaces"
        run = self.assert_done(create(self.copy, "reference", REFERENCE, out=elsewhere))
        self.assertEqual(redone(run.report), [])
        self.assertEqual(
            {path.name: harness.sha256(path) for path in elsewhere.iterdir()},
            {path.name: harness.sha256(path) for path in self.copy.out.iterdir()},
        )

    def test_mends_results_that_somebody_damaged(self):
        (self.copy.out / "vertical.mp4").write_bytes(b"not a video")
        (self.copy.out / "captions.srt").unlink()
        run = self.assert_done(create(self.copy, "reference", REFERENCE))
        self.assertEqual(redone(run.report), [])
        for name in ("vertical.mp4", "captions.srt"):
            self.assert_same_file(self.copy.out / name, video("reference").out / name)


class EditedSentence(harness.Case):
    def setUp(self):
        super().setUp()
        self.copy = harness.copy_place(video("story").place, self.place.folder)

    def test_redoes_its_speech_its_scene_and_the_crossfade_after_it(self):
        script = json.loads(json.dumps(STORY))
        script["scenes"][3]["text"] = "Rollers press the wet web between felts. Hot drums then dry it."
        run = self.assert_done(create(self.copy, "story", script))
        done = redone(run.report)
        self.assertEqual([name for name in done if "segment" in name], ["vertical.segment-4", "vertical.segment-5"])
        self.assertEqual(
            [name for name in done if "speech" in name], ["speech-5"], "the second sentence of the fourth scene"
        )
        self.assertEqual(
            [name for name in done if "segment" not in name and "speech" not in name], ["vertical.join", "sound"]
        )
        harness.assert_whole(self.copy.out / "vertical.mp4")
        words = " ".join(cue.text for cue in harness.srt_cues(self.copy.out / "captions.srt"))
        self.assertIn("Hot drums then dry it.", words)
        self.assertNotIn("Steam", words)

    def test_taken_back_finds_the_old_work(self):
        script = json.loads(json.dumps(STORY))
        script["scenes"][3]["text"] = "Rollers press the wet web between felts. It dries."
        self.assert_done(create(self.copy, "story", script))
        run = self.assert_done(create(self.copy, "story", STORY))
        self.assertEqual(redone(run.report), [])
        self.assert_same_file(self.copy.out / "vertical.mp4", video("story").out / "vertical.mp4")


class Repetition(harness.Case):
    def test_elsewhere_gives_the_same_bytes(self):
        path = self.place.write("script.json", REFERENCE)
        run = self.assert_done(self.place.mss("create", "--script", path, "--out", self.place.out, *options("bare")))
        self.assertEqual([stage["name"] for stage in run.report["stages"] if stage["reused"]], [])
        self.assert_same_file(self.place.out / "vertical.mp4", video("bare").out / "vertical.mp4")
        self.assert_same_file(self.place.out / "captions.vtt", video("bare").out / "captions.vtt")


class SizeLimit(harness.Case):
    LIMIT_MB = 64  # the least that the setting takes

    def test_is_kept_by_forgetting_what_was_not_used_for_longest(self):
        copy = harness.copy_place(video("brief").place, self.place.folder)
        entries = harness.stage_entries(copy.data)
        largest = max(segments(copy.data), key=lambda entry: segments(copy.data)[entry].stat().st_size)
        old = []
        for number in range(8):  # copies under keys of nobody stand for the work of months ago
            folder = largest.parents[1] / f"{number:02x}" / f"{number:062x}"
            shutil.copytree(largest, folder)
            filling = folder / "filling"
            filling.write_bytes(bytes(16 << 20))
            os.utime(folder / "stage.json", (1_000_000 + number, 1_000_000 + number))
            old.append(folder)
        run = self.assert_done(create(copy, "brief", BRIEF, env={"MSS_CACHE_LIMIT_MB": self.LIMIT_MB}))
        self.assertEqual(redone(run.report), [])
        self.assert_same_file(copy.out / "vertical.mp4", video("brief").out / "vertical.mp4")
        self.assertLessEqual(
            sum(path.stat().st_size for path in copy.data.rglob("*") if path.is_file()), (self.LIMIT_MB + 1) << 20
        )
        left = harness.stage_entries(copy.data)
        self.assertTrue(set(entries) <= set(left), "the run's own work is the newest")
        kept = [folder in left for folder in old]
        self.assertEqual(kept, sorted(kept), "the oldest go first")

    def test_below_what_the_setting_takes_is_refused(self):
        run = self.place.mss("create", "Why is the sky blue?", "--out", self.place.out, env={"MSS_CACHE_LIMIT_MB": 1})
        self.assert_plain_error(run, 2, "MSS_CACHE_LIMIT_MB", "64")


class DamagedWork(harness.Case):
    def setUp(self):
        super().setUp()
        self.copy = harness.copy_place(video("brief").place, self.place.folder)

    def assert_made_again(self, count):
        shutil.rmtree(self.copy.out)
        run = self.assert_done(create(self.copy, "brief", BRIEF))
        self.assertEqual(len(redone(run.report)), count, redone(run.report))
        self.assert_same_file(self.copy.out / "vertical.mp4", video("brief").out / "vertical.mp4")

    def test_cut_short_is_made_again(self):
        path = next(iter(segments(self.copy.data).values()))
        os.truncate(path, path.stat().st_size // 2)
        self.assert_made_again(1)

    def test_with_a_missing_file_is_made_again(self):
        for path in list(segments(self.copy.data).values())[:2]:
            path.unlink()
        self.assert_made_again(2)

    def test_with_an_unreadable_record_is_made_again(self):
        entries = list(segments(self.copy.data))
        (entries[0] / "stage.json").write_bytes(b"")
        (entries[1] / "stage.json").write_bytes(b'{"seconds": "soon"}')
        (entries[2] / "stage.json").write_bytes(bytes(range(256)))
        self.assert_made_again(3)

    def test_of_the_joined_file_is_made_again_from_its_segments(self):
        joined = next(
            entry / "video.mp4" for entry in harness.stage_entries(self.copy.data) if (entry / "video.mp4").exists()
        )
        os.truncate(joined, 0)
        self.assert_made_again(1)
