#!/usr/bin/env python3
"""bench/speech/videos.py BUILD [VIDEOS]: short videos of different words (12), two of each natural voice: whether
all gates passed, the wall time, and the peak memory of all processes together (PSS, looked at ten times a second)."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from speech import natural_voices

VOICES = ["af_heart", "am_michael", "bf_emma", "bm_george", "af_bella", "am_puck"]
TOPICS = ["How do bees make honey?", "Why do cats purr?", "Why do we yawn?", "Why does bread rise?",
          "Why do onions make you cry?", "Why is chilli hot?", "How do glaciers move?", "How do tides work?",
          "How do volcanoes erupt?", "Why is the sea salty?", "Why is the sky blue?",
          "Why do octopuses have three hearts?"]
SECONDS = 20


def family(pid):
    """The process and all below it."""
    found = [pid]
    for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in path.read_text().split():
                found += family(int(child))
        except OSError:
            continue  # it ended while we looked
    return found


def memory_of(pid):
    total = 0
    for one in family(pid):
        try:
            lines = pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def create(build, folder, topic, voice):
    """(report, wall seconds, peak memory in MB), or None where it fails, which is told."""
    environment = {**os.environ, "MSS_DATA_DIR": str(folder / "data"), "MSS_VOICES_DIR": str(natural_voices()),
                   "MSS_WIKIPEDIA": "off"}
    command = [build / "mss", "create", topic, "--duration", str(SECONDS), "--voice", voice, "--formats", "vertical",
               "--preset", "fast", "--json", "--out", folder / "out"]
    start, peak = time.monotonic(), 0
    with open(folder / "report.json", "wb") as report, open(folder / "errors", "wb") as errors:
        process = subprocess.Popen(command, env=environment, stdout=report, stderr=errors)
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.1)
    if process.returncode != 0:
        said = (folder / "errors").read_text(encoding="utf-8", errors="replace")
        print(f"mss create \"{topic}\" ended with status {process.returncode}: {said[-2000:]}", flush=True)
        return None
    return json.loads((folder / "report.json").read_text(encoding="utf-8")), time.monotonic() - start, peak


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2 * len(VOICES)
    failed = 0
    for number in range(count):
        topic, voice = TOPICS[number % len(TOPICS)], VOICES[number // 2 % len(VOICES)]
        with tempfile.TemporaryDirectory() as name:
            made = create(build, pathlib.Path(name), topic, voice)
        if made is None:
            failed += 1
            continue
        report, wall, peak = made
        passed = sum(gate["passed"] for gate in report["gates"])
        print(f"{voice:11} {topic:38} {report['duration_s']:5.1f} s of video in {wall:5.1f} s, {peak:4.0f} MB; "
              f"{passed} of {len(report['gates'])} gates passed; notices: {report['notices'] or 'none'}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
