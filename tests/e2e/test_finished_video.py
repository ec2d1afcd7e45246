"""A finished video keeps what platforms, players and viewers rely on; ffmpeg and ffprobe are the judges."""

import collections
import itertools
import json
import re
import unittest

import harness
from videos import options, video

FRAME = 1 / 30
SIZES = {"vertical": (1080, 1920), "wide": (1920, 1080)}


def files_of(name="reference"):
    made = video(name)
    return {cut: made.out / f"{cut}.mp4" for cut in SIZES if (made.out / f"{cut}.mp4").exists()}


def words_of(script):
    return " ".join(scene["text"] for scene in script["scenes"]).split()


class Container(harness.Case):
    def test_both_cuts_are_there(self):
        self.assertEqual(set(files_of()), set(SIZES))

    def test_holds_one_h264_and_one_aac_stream_in_mp4(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                facts = harness.probe(path, "-show_format", "-show_streams")
                self.assertIn("mp4", facts["format"]["format_name"])
                self.assertEqual([stream["codec_type"] for stream in facts["streams"]], ["video", "audio"])
                picture, sound = facts["streams"]
                self.assertEqual(
                    (picture["codec_name"], picture["profile"], picture["pix_fmt"]), ("h264", "High", "yuv420p")
                )
                self.assertEqual(
                    (sound["codec_name"], sound["profile"], sound["sample_rate"], sound["channels"]),
                    ("aac", "LC", "48000", 2),
                )

    def test_has_the_size_rate_and_colour_of_its_cut(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                picture = harness.probe(path, "-show_streams", "-select_streams", "v")["streams"][0]
                self.assertEqual((picture["width"], picture["height"]), SIZES[cut])
                self.assertEqual((picture["r_frame_rate"], picture["avg_frame_rate"]), ("30/1", "30/1"))
                self.assertIn(picture.get("sample_aspect_ratio", "1:1"), ("1:1", "N/A"))
                colour = [
                    picture.get(key) for key in ("color_range", "color_space", "color_primaries", "color_transfer")
                ]
                self.assertEqual(colour, ["tv", "bt709", "bt709", "bt709"])

    def test_begins_to_play_before_it_is_loaded(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                kinds = [kind for kind, _ in harness.boxes(path)]
                self.assertEqual(kinds[0], "ftyp")
                self.assertLess(kinds.index("moov"), kinds.index("mdat"), kinds)

    def test_names_its_title(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                tags = harness.probe(path, "-show_format")["format"].get("tags", {})
                self.assertEqual(tags.get("title"), video("reference").script["title"])


class Frames(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.frames, cls.packets, cls.streams = {}, {}, {}
        for cut, path in files_of().items():
            facts = harness.probe(
                path,
                "-show_frames",
                "-select_streams",
                "v",
                "-show_entries",
                "frame=pts,key_frame,pict_type,interlaced_frame",
            )
            cls.frames[cut] = facts["frames"]
            facts = harness.probe(path, "-show_packets", "-show_streams")
            cls.packets[cut] = [packet for packet in facts["packets"] if packet["codec_type"] == "video"]
            cls.streams[cut] = facts["streams"]

    def test_are_as_many_as_the_duration_says(self):
        for cut, (picture, _) in self.streams.items():
            with self.subTest(cut):
                expected = round(float(picture["duration"]) * 30)
                self.assertEqual(int(picture["nb_frames"]), expected)
                self.assertEqual(len(self.frames[cut]), expected)
                self.assertAlmostEqual(video("reference").report["duration_s"], expected / 30, delta=0.001)

    def test_follow_each_other_by_one_frame(self):
        for cut, frames in self.frames.items():
            with self.subTest(cut):
                step = eval_fraction(self.streams[cut][0]["time_base"])
                times = [frame["pts"] * step for frame in frames]
                self.assertAlmostEqual(times[0], 0, delta=0.001)
                gaps = {round(after - before, 4) for before, after in itertools.pairwise(times)}
                self.assertEqual(gaps, {round(FRAME, 4)})

    def test_are_progressive_with_at_most_two_b_frames_in_a_row(self):
        for cut, frames in self.frames.items():
            with self.subTest(cut):
                self.assertFalse(any(frame["interlaced_frame"] for frame in frames))
                runs = [
                    len(list(run))
                    for kind, run in itertools.groupby(frame["pict_type"] for frame in frames)
                    if kind == "B"
                ]
                self.assertLessEqual(max(runs, default=0), 2)

    def test_have_a_key_frame_every_two_seconds_and_closed_groups(self):
        for cut, packets in self.packets.items():
            with self.subTest(cut):
                times = [packet["pts"] for packet in packets if packet["flags"].startswith("K")]
                step = eval_fraction(self.streams[cut][0]["time_base"])
                end = max(packet["pts"] for packet in packets)
                self.assertEqual(times[0], min(packet["pts"] for packet in packets))
                self.assertLessEqual(
                    max(after - before for before, after in itertools.pairwise([*times, end])) * step, 2.0
                )
                newest_key = None
                for packet in packets:  # in decoding order
                    newest_key = packet["pts"] if packet["flags"].startswith("K") else newest_key
                    self.assertGreaterEqual(packet["pts"], newest_key, "a frame leans on the group after it")
                intra = sum(frame["pict_type"] == "I" and frame["key_frame"] for frame in self.frames[cut])
                self.assertEqual(intra, len(times))

    def test_key_frames_are_instantaneous_refreshes(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                stream, _ = harness.tool(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-i",
                    path,
                    "-c",
                    "copy",
                    "-an",
                    "-bsf:v",
                    "h264_mp4toannexb",
                    "-f",
                    "h264",
                    "-",
                )
                kinds = collections.Counter(stream[match.end()] & 31 for match in re.finditer(b"\0\0\1", stream))
                keys = sum(packet["flags"].startswith("K") for packet in self.packets[cut])
                self.assertEqual(kinds[5] % keys, 0, "slices of IDR pictures (5) belong to all key frames")
                self.assertEqual((kinds[1] + kinds[5]) % len(self.packets[cut]), 0)

    def test_each_scene_begins_with_a_key_frame(self):
        # A scene's picture changes in the pause between its first word and the last one before it, which the subtitles
        # show: the cue before ends with the scene at the latest, the cue after begins with the first word.
        made = video("reference")
        cues = harness.srt_cues(made.out / "captions.srt")
        borders, counted, wanted = [], 0, set()
        total = 0
        for scene in made.script["scenes"][:-1]:
            total += len(scene["text"].split())
            wanted.add(total)
        for before, after in itertools.pairwise(cues):
            counted += len(before.text.split())
            if counted in wanted:
                borders.append((before.end, after.begin))
        self.assertEqual(len(borders), len(made.script["scenes"]) - 1, "each scene begins with a cue of its own")
        for cut, packets in self.packets.items():
            step = eval_fraction(self.streams[cut][0]["time_base"])
            times = [packet["pts"] * step for packet in packets if packet["flags"].startswith("K")]
            for begin, end in borders:
                with self.subTest(cut, pause=(begin, end)):
                    self.assertTrue(any(begin - FRAME <= time <= end for time in times), times)

    def test_picture_and_sound_end_together_soon_after_the_last_word(self):
        last_word = harness.srt_cues(video("reference").out / "captions.srt")[-1].end
        for cut, (picture, sound) in self.streams.items():
            with self.subTest(cut):
                self.assertLessEqual(abs(float(picture["duration"]) - float(sound["duration"])), FRAME + 0.0005)
                self.assertEqual(float(picture["start_time"]), 0)
                self.assertLessEqual(abs(float(sound["start_time"])), FRAME)
                rest = float(picture["duration"]) - last_word
                self.assertTrue(0 <= rest <= 1.0, f"{rest:.2f} s after the last cue")


def eval_fraction(text):
    above, below = text.split("/")
    return int(above) / int(below)


class Decoding(harness.Case):
    def test_of_everything_gives_no_complaint(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                self.assertEqual(harness.decode_complaints(path), "")

    def test_shows_nothing_black_and_nothing_frozen(self):
        for cut, path in files_of().items():
            with self.subTest(cut):
                said = harness.analyse(path, "blackdetect=d=0.03:pix_th=0.08,freezedetect=n=-60dB:d=3", None)
                self.assertNotIn("black_start", said)
                self.assertNotIn("freeze_start", said)


class Sound(harness.Case):
    def loudness(self, path):
        said = harness.analyse(path, None, "ebur128=peak=true")
        summary = said[said.rindex("Summary:") :]
        return (float(re.search(r"I:\s+(\S+) LUFS", summary)[1]), float(re.search(r"Peak:\s+(\S+) dBFS", summary)[1]))

    def test_is_as_loud_as_platforms_want_with_and_without_music(self):
        for path in [*files_of().values(), *files_of("bare").values()]:
            with self.subTest(path):
                loudness, peak = self.loudness(path)
                self.assertAlmostEqual(loudness, -14, delta=0.5)
                self.assertLessEqual(peak, -1.0)

    def test_of_both_cuts_is_the_same(self):
        hashes = {
            harness.tool("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "streamhash", "-")[0]
            for path in files_of().values()
        }
        self.assertEqual(len(hashes), 1)

    def test_is_silent_only_after_the_last_word(self):
        last_word = harness.srt_cues(video("bare").out / "captions.srt")[-1].end
        for path in [*files_of().values(), *files_of("bare").values()]:
            with self.subTest(path):
                said = harness.analyse(path, None, "silencedetect=n=-45dB:d=0.8")
                starts = [float(start) for start in re.findall(r"silence_start: (\S+)", said)]
                self.assertEqual([start for start in starts if start < last_word - 0.6], [])

    def test_has_music_below_the_voice_where_it_was_asked_for(self):
        # In the pauses between the sentences the voice alone is silent, and music is not.
        quiet = "silencedetect=n=-50dB:d=0.25"
        alone = harness.analyse(files_of("bare")["vertical"], None, quiet)
        with_music = harness.analyse(files_of()["vertical"], None, quiet)
        self.assertGreaterEqual(alone.count("silence_end"), 3)
        self.assertLess(with_music.count("silence_end"), alone.count("silence_end"))


class Subtitles(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.out = video("reference").out
        cls.srt = harness.srt_cues(cls.out / "captions.srt")
        cls.vtt = harness.vtt_cues(cls.out / "captions.vtt")

    def test_hold_every_word_once_and_in_order(self):
        for cues in (self.srt, self.vtt):
            self.assertEqual(" ".join(cue.text for cue in cues).split(), words_of(video("reference").script))

    def test_are_the_same_in_both_files(self):
        self.assertEqual(self.srt, self.vtt)

    def test_rise_without_overlap_and_end_with_the_video(self):
        for cue in self.srt:
            self.assertLess(cue.begin, cue.end)
        for before, after in itertools.pairwise(self.srt):
            self.assertLessEqual(before.end, after.begin)
        self.assertLessEqual(self.srt[-1].end, video("reference").report["duration_s"])

    def test_can_be_read_in_time(self):
        for cue in self.srt:
            with self.subTest(cue.text):
                self.assertLessEqual(len(cue.text) / (cue.end - cue.begin), 20.0)
                self.assertLessEqual(len(cue.lines), 2)
                self.assertLessEqual(max(map(len, cue.lines)), 42)

    def test_stand_while_their_words_sound(self):
        # Each cue holds voice for most of its time: its share of silence in the voice alone is small.
        said = harness.analyse(files_of("bare")["vertical"], None, "silencedetect=n=-40dB:d=0.2")
        starts = [float(value) for value in re.findall(r"silence_start: (\S+)", said)]
        ends = [float(value) for value in re.findall(r"silence_end: (\S+)", said)] + [1e9]
        silences = list(zip(starts, ends))
        for cue in harness.srt_cues(video("bare").out / "captions.srt"):
            quiet = sum(max(0, min(cue.end, end) - max(cue.begin, start)) for start, end in silences)
            with self.subTest(cue.text):
                self.assertLess(quiet, 0.4 * (cue.end - cue.begin))


class BurnedCaptions(harness.Case):
    WIDTH, HEIGHT = 270, 480

    def instants(self):
        """Frames at which a word is spoken: at 30 % and 60 % of each cue's time."""
        cues = harness.srt_cues(video("reference").out / "captions.srt")
        return sorted({round((cue.begin + part * (cue.end - cue.begin)) * 30) for cue in cues for part in (0.3, 0.6)})

    def difference(self, frames):
        """Luma differences between the video with captions and the one without, a frame each."""
        size = (self.WIDTH, self.HEIGHT)
        with_captions = harness.planes(files_of()["vertical"], frames, *size)
        without = harness.planes(files_of("bare")["vertical"], frames, *size)
        self.assertEqual((len(with_captions), len(without)), (len(frames), len(frames)))
        return [bytes(abs(a - b) for a, b in zip(one, other)) for one, other in zip(with_captions, without)]

    def captions_alone(self, width, height):
        """Every frame's lower 3/5 as RGB, black where the video with captions is as the one without."""
        graph = (
            "[0:v]format=gbrp[a];[1:v]format=gbrp[b];[a][b]blend=all_mode=difference,crop=iw:ih*3/5:0:ih*2/5,"
            f"scale={width}:{height}:flags=area,format=rgb24"
        )
        out, _ = harness.tool(
            "ffmpeg",
            "-v",
            "error",
            "-i",
            files_of()["vertical"],
            "-i",
            files_of("bare")["vertical"],
            "-filter_complex",
            graph,
            "-f",
            "rawvideo",
            "-",
        )
        size = width * height * 3
        return [out[at : at + size] for at in range(0, len(out), size)]

    def test_stand_in_the_lower_middle_whenever_a_word_is_spoken(self):
        frames = self.instants()
        self.assertGreaterEqual(len(frames), 8)
        for frame, difference in zip(frames, self.difference(frames)):
            rows = [difference[at : at + self.WIDTH] for at in range(0, len(difference), self.WIDTH)]
            marked = [(row, column) for row, line in enumerate(rows) for column, step in enumerate(line) if step > 40]
            with self.subTest(frame=frame):
                self.assertGreater(len(marked), 300, "no caption to be seen")
                above = sum(map(sum, rows[: self.HEIGHT // 3])) / (self.WIDTH * self.HEIGHT // 3)
                self.assertLess(above, 1.5, "the top of the picture differs as well")
                self.assertGreater(min(row for row, _ in marked), 0.4 * self.HEIGHT)
                # Below and at the right edge the players of short videos draw their own buttons.
                self.assertLess(max(row for row, _ in marked), 0.82 * self.HEIGHT)
                self.assertGreaterEqual(min(column for _, column in marked), 0.03 * self.WIDTH)
                self.assertLess(max(column for _, column in marked), 0.97 * self.WIDTH)

    def test_mark_word_after_word(self):
        # From one word to the next the caption changes, and in between it stands still: each word is one step.
        words = len(words_of(video("reference").script))
        changes = [
            sum(abs(a - b) > 24 for a, b in zip(one, other))
            for one, other in itertools.pairwise(self.captions_alone(90, 96))
        ]
        steps = sum(1 for moving, _ in itertools.groupby(change > 12 for change in changes) if moving)
        self.assertGreater(steps, 0.7 * words, f"{steps} steps for {words} words")
        self.assertLess(steps, 2.0 * words, f"{steps} steps for {words} words")


class Thumbnails(harness.Case):
    NAMES = {
        f"thumbnail-{number}{suffix}.jpg": size
        for number in (1, 2, 3)
        for suffix, size in (("", (1280, 720)), ("-vertical", (1080, 1920)))
    }

    def test_are_three_jpeg_files_a_shape_below_two_megabytes(self):
        for name, size in self.NAMES.items():
            with self.subTest(name):
                path = video("reference").out / name
                harness.assert_whole(path)
                self.assertLess(path.stat().st_size, 2_000_000)
                picture = harness.probe(path, "-show_streams")["streams"][0]
                self.assertEqual((picture["codec_name"], picture["width"], picture["height"]), ("mjpeg", *size))

    def test_differ_to_the_eye(self):
        for suffix in ("", "-vertical"):
            pictures = [
                harness.planes(video("reference").out / f"thumbnail-{number}{suffix}.jpg", [0], 64, 64)[0]
                for number in (1, 2, 3)
            ]
            for one, other in itertools.combinations(pictures, 2):
                mean = sum(abs(a - b) for a, b in zip(one, other)) / len(one)
                self.assertGreater(mean, 2.0, suffix)

    def test_are_not_blank(self):
        for name in self.NAMES:
            picture = harness.planes(video("reference").out / name, [0], 64, 64)[0]
            self.assertGreater(max(picture) - min(picture), 60, name)


class Report(harness.Case):
    def test_tells_the_true_size_and_hash_of_every_file(self):
        made = video("reference")
        for file in made.report["files"]:
            with self.subTest(file["path"]):
                path = made.place.folder / file["path"]
                self.assertEqual(file["bytes"], path.stat().st_size)
                self.assertEqual(file["sha256"], harness.sha256(path))

    def test_names_every_file_of_the_folder_and_no_other(self):
        made = video("reference")
        named = {(made.place.folder / file["path"]).name for file in made.report["files"]}
        self.assertEqual(named, {path.name for path in made.out.iterdir()})
        self.assertEqual(
            named,
            {
                "vertical.mp4",
                "wide.mp4",
                "captions.srt",
                "captions.vtt",
                "script.json",
                "credits.txt",
                *Thumbnails.NAMES,
            },
        )

    def test_holds_passed_gates_for_both_cuts_sound_and_captions(self):
        gates = {gate["name"]: gate for gate in video("reference").report["gates"]}
        for scope in SIZES:
            self.assertTrue(
                {
                    f"{scope}.{name}"
                    for name in (
                        "container",
                        "streams",
                        "size",
                        "rate",
                        "colour",
                        "decodes",
                        "keyframes",
                        "frames",
                        "duration",
                        "black",
                        "still",
                        "captions",
                        "contrast",
                    )
                }
                <= set(gates),
                set(gates),
            )
        self.assertTrue({"sound.loudness", "sound.peak", "sound.balance", "sound.silence"} <= set(gates), set(gates))
        for name, gate in gates.items():
            self.assertIs(gate["passed"], True, gate)
            self.assertTrue(gate["measured"] and gate["wanted"], name)

    def test_of_a_first_run_reuses_nothing(self):
        self.assertEqual([stage["name"] for stage in video("reference").report["stages"] if stage["reused"]], [])

    def test_is_the_only_thing_on_standard_output(self):
        report = video("reference").report
        chosen = {"language", "style", "voice"}
        self.assertEqual(set(report), {"title", "duration_s", "files", "gates", "stages", "notices"} | chosen)
        self.assertTrue(all(report[name] for name in chosen), "what was left to MSS is named as well")
        self.assertEqual(report["title"], video("reference").script["title"])


class SideFiles(harness.Case):
    def test_credits_name_every_source_voice_and_music(self):
        made = video("reference")
        credits = (made.out / "credits.txt").read_text(encoding="utf-8")
        for source in made.script["sources"]:
            for value in filter(None, source.values()):
                self.assertIn(value, credits)
        self.assertRegex(credits, r"(?i)voice")
        self.assertRegex(credits, r"(?i)music")
        bare = (video("bare").out / "credits.txt").read_text(encoding="utf-8")
        self.assertNotRegex(bare, r"(?i)music", "there is none")

    def test_script_says_what_was_given(self):
        made = video("reference")
        written = json.loads((made.out / "script.json").read_text(encoding="utf-8"))
        self.assertEqual(
            [scene["text"] for scene in written["scenes"]], [scene["text"] for scene in made.script["scenes"]]
        )
        for key in ("title", "language", "description", "keywords", "sources"):
            self.assertEqual(written[key], made.script[key])

    def test_script_makes_the_same_video_without_new_work(self):
        made = video("reference")
        place = harness.copy_place(made.place, self.place.folder)
        again = place.folder / "again"
        run = self.assert_done(
            place.mss("create", "--script", place.out / "script.json", "--out", again, *options("reference"))
        )
        self.assertEqual(harness.redone(run.report), [])
        self.assertEqual(
            {path.name: harness.sha256(path) for path in again.iterdir()},
            {path.name: harness.sha256(path) for path in made.out.iterdir()},
        )

    def test_chapters_are_three_or_more_of_ten_seconds_from_zero(self):
        made = video("story")
        lines = (made.out / "chapters.txt").read_text(encoding="utf-8").splitlines()
        self.assertGreaterEqual(len(lines), 3)
        chapters = [re.fullmatch(r"(\d+):(\d\d) (\S.*)", line) for line in lines]
        self.assertTrue(all(chapters), lines)
        times = [int(match[1]) * 60 + int(match[2]) for match in chapters]
        self.assertEqual(times[0], 0)
        ends = [*times[1:], made.report["duration_s"]]
        self.assertGreaterEqual(min(end - begin for begin, end in zip(times, ends)), 10)
        self.assertEqual(len({match[3] for match in chapters}), len(chapters))

    def test_chapters_are_left_out_where_they_do_not_fit(self):
        self.assertFalse((video("reference").out / "chapters.txt").exists())


if __name__ == "__main__":
    unittest.main()
