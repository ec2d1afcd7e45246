#!/usr/bin/env python3
"""bench/render/render.py BUILD [ROUNDS]: a whole vertical cut from text to file at preset fast, against a bare x264
encode of the very same frames, in turn. Prints the ratios of CPU and wall time, the wall time and the peak memory."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOPIC = "Why do octopuses have three hearts?"
HERE = pathlib.Path(__file__).resolve().parent


def create(mss, folder, environment):
    """Wall and CPU seconds and peak memory (MB, of the largest process) of one run with an empty cache."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    # A voice that costs next to nothing: what is compared is pictures and their encoding.
    command = [mss, "create", TOPIC, "--voice", "slt", "--formats", "vertical", "--preset", "fast",
               "--out", folder / "out", "--json"]
    environment = {**os.environ, **environment, "MSS_DATA_DIR": str(folder / "data")}
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"mss create ended with status {status}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024,
            "seconds": json.loads(report)["duration_s"]}


def record_requests(build, folder):
    """The segment requests of one run, through a recording child."""
    programs = folder / "programs"
    programs.mkdir()
    shutil.copy(build / "mss", programs / "mss")
    shutil.copy(HERE / "recording_child.py", programs / "mss-media")
    requests = folder / "requests.jsonl"
    create(programs / "mss", folder, {"MSS_BENCH_MEDIA": str(build / "mss-media"), "MSS_BENCH_REQUESTS": str(requests)})
    return requests


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        requests = record_requests(build, folder)
        pairs = []
        for index in range(rounds):
            whole = create(build / "mss", folder, {})
            encode = subprocess.run([build / "bench_bare_encode", requests], check=True, capture_output=True)
            bare = json.loads(encode.stdout)
            pairs.append((whole, bare))
            print(f"round {index + 1}: {whole['seconds']:.1f} s of video: whole {whole['cpu']:.1f} s CPU, "
                  f"{whole['wall']:.1f} s wall, {whole['memory']:.0f} MB; bare encode of {bare['frames']} frames "
                  f"{bare['cpu']:.1f} s CPU, {bare['wall']:.1f} s wall", flush=True)
    for figure, limit in (("cpu", 1.10), ("wall", 1.15)):
        ratio = statistics.median(whole[figure] / bare[figure] for whole, bare in pairs)
        print(f"{figure} ratio, whole to bare: {ratio:.3f} (limit {limit})")


if __name__ == "__main__":
    main()
