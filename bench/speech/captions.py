#!/usr/bin/env python3
"""bench/speech/captions.py BUILD [VOICE]: how true the captions of a made video are to its sound.

Makes a short video of some of sentences.txt, without music, finds its words in the sound of the finished file (forced
alignment, as speech.py does), and compares: when a burned-in caption appears and marks a word, and when a cue of the
subtitles begins. Captions may follow the voice, and never be ahead of it by more than 100 ms.
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

from speech import EXACT, GOAL_AHEAD, NATURAL, SENTENCES, aligned, early_by, natural_voices, plain, speak

RECORDER = pathlib.Path(__file__).resolve().parents[1] / "render" / "recording_child.py"
SCENES = 6  # of two sentences each
FRAMES_A_SECOND = 30


def make_video(build, folder, voice):
    """The folder of the finished video, and the requests of its segments in order."""
    sentences = SENTENCES.read_text(encoding="utf-8").splitlines()[: 2 * SCENES]
    scenes = [{"text": " ".join(sentences[at : at + 2])} for at in range(0, len(sentences), 2)]
    script = {"title": "Some plain sentences", "language": "en", "scenes": scenes}
    (folder / "script.json").write_text(json.dumps(script))
    programs = folder / "programs"
    programs.mkdir()
    shutil.copy(build / "mss", programs / "mss")
    shutil.copy(RECORDER, programs / "mss-media")
    requests = folder / "requests.jsonl"
    environment = {**os.environ, "MSS_VOICES_DIR": str(natural_voices()), "MSS_DATA_DIR": str(folder / "data"),
                   "MSS_BENCH_MEDIA": str(build / "mss-media"), "MSS_BENCH_REQUESTS": str(requests)}
    subprocess.run([programs / "mss", "create", "--script", folder / "script.json", "--voice", voice, "--no-music",
                    "--formats", "vertical", "--preset", "fast", "--out", folder / "out"],
                   env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "out", [json.loads(line) for line in requests.read_text(encoding="utf-8").splitlines()]


def burned_times(requests):
    """Of each word: (text, seconds at which it is marked, seconds at which its caption appears)."""
    words, first_frame = [], 0
    for request in requests:
        for caption in request["captions"]:
            appears = (first_frame + caption["begin_frame"]) / FRAMES_A_SECOND
            for word in caption["words"]:
                words.append((word["text"], (first_frame + word["begin_frame"]) / FRAMES_A_SECOND, appears))
        first_frame += request["scene"]["frames"]
    return words


def subtitle_times(path):
    """Of each cue: (seconds at which it begins, its words)."""
    cues = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if clock := re.search(r"(\d+):(\d+):(\d+)\.(\d+) -->.*\n((?:.*\n?)*)", block):
            hours, minutes, seconds, thousandths = map(int, clock.groups()[:4])
            cues.append((hours * 3600 + minutes * 60 + seconds + thousandths / 1000, plain(clock.group(5))))
    return cues


def heard_times(video, folder, words):
    """Where the aligner finds the words in the sound of the finished file."""
    convert = ["ffmpeg", "-loglevel", "error", "-i", video, "-ac", "1", "-ar", "16000", folder / "01.wav"]
    subprocess.run(convert, check=True)
    (found,) = aligned(folder, [{"text": " ".join(words)}])
    if not found:
        sys.exit("the aligner does not find the words in the video's sound")
    return [begin for _, begin, _ in found]


def tell(what, ahead):
    """`ahead`: [(seconds, word)]"""
    worst, word = max(ahead)
    values = [seconds for seconds, _ in ahead]
    over = sum(value > GOAL_AHEAD for value in values)
    print(f"  {what}: {len(values)}, most ahead {1000 * worst:.0f} ms (\"{word}\"), "
          f"latest {-1000 * min(values):.0f} ms, on average {-1000 * statistics.fmean(values):+.0f} ms; "
          f"{over} more than {1000 * GOAL_AHEAD:.0f} ms ahead", flush=True)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    voice = sys.argv[2] if len(sys.argv) > 2 else NATURAL[0] if natural_voices().is_dir() else EXACT
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        spoken = pathlib.Path(os.environ.get("MSS_BENCH_SPOKEN", name))
        said = speak(build, [EXACT], spoken)[EXACT]
        offset = statistics.median(early for early, *_ in early_by(spoken / EXACT, said))
        out, requests = make_video(build, folder, voice)
        words = burned_times(requests)
        heard = [begin - offset for begin in heard_times(out / "vertical.mp4", folder, [text for text, *_ in words])]
        cues = subtitle_times(out / "captions.vtt")
    print(f"captions of a video spoken by {voice}; the aligner's {1000 * offset:+.0f} ms are taken off")
    tell("words marked in the picture", [(begin - marked, text) for (text, marked, _), begin in zip(words, heard)])
    tell("captions that appear in the picture",
         [(begin - appears, text) for (text, marked, appears), begin in zip(words, heard) if marked == appears])
    first = [sum(len(words) for _, words in cues[:number]) for number in range(len(cues))]
    tell("cues of captions.vtt", [(heard[at] - begin, " ".join(text)) for at, (begin, text) in zip(first, cues)])


if __name__ == "__main__":
    main()
