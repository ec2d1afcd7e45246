"""What the end-to-end suites share: folders of their own, running the real programs, and reading what these made.

The suites see what a person sees: the command line, exit codes, what is printed, the files. ffmpeg and ffprobe judge
the media, so that a mistake of ours cannot hide in code of ours. Environment: MSS_BINARY_DIR is the folder with `mss`
and `mss-media`; MSS_E2E_SLOWNESS stretches every time limit, for builds with sanitizers.
"""

import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY_DIR = pathlib.Path(os.environ.get("MSS_BINARY_DIR", ROOT / "build" / "release")).resolve()
MSS = BINARY_DIR / "mss"
SLOWNESS = float(os.environ.get("MSS_E2E_SLOWNESS", "1"))

# What a run may inherit from the machine. Everything else, such as settings and proxies of whoever runs the tests,
# would make the tests depend on it.
INHERITED = re.compile(r"PATH|LD_LIBRARY_PATH|LANG|LC_\w+|TZ|TMPDIR|\w+SAN_OPTIONS|LLVM_PROFILE_FILE")


def skip(case, reason):
    """Skips in the form of GoogleTest, so that tools/run_tests.py shows the reason."""
    print(f"{case.id()}: Skipped\n{reason}", flush=True)
    raise unittest.SkipTest(reason)


def wait_for(condition, seconds, what):
    """Polls until `condition()` is true and returns its value; AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds * SLOWNESS
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds * SLOWNESS:.0f} s in vain for {what}")
        time.sleep(0.005)


@dataclasses.dataclass
class Finished:
    """A run that has ended."""

    words: list
    code: int
    out: str
    err: str
    seconds: float

    @property
    def report(self):
        """What --json printed."""
        return json.loads(self.out)

    @property
    def errors(self):
        """The lines of standard error that are errors; progress and notes about settings are not."""
        return [line for line in self.err.splitlines() if line.startswith("mss: ") and "unknown setting" not in line]

    def __str__(self):
        words = [os.fsdecode(word)[:200] for word in self.words]
        head = f"{words} ended with {self.code} after {self.seconds:.1f} s"
        return f"{head}\n--- out\n{self.out[-3000:]}\n--- err\n{self.err[-3000:]}"


class Running:
    """A run at work. Standard output and error go to files, so that a full pipe never stops it."""

    def __init__(self, words, environment, folder, stdin=None, prepare=None):
        self.words = words
        self.data = pathlib.Path(environment["MSS_DATA_DIR"])
        self.started = time.monotonic()
        self._out = tempfile.TemporaryFile()
        self._err = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.words,
            env=environment,
            cwd=folder,
            stdout=self._out,
            stderr=self._err,
            start_new_session=True,
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            preexec_fn=prepare,
        )
        if stdin is not None:
            try:
                self.process.stdin.write(stdin)
                self.process.stdin.close()
            except BrokenPipeError:
                pass  # it did not want to read it all

    @property
    def alive(self):
        return self.process.poll() is None

    def printed(self):
        """What it has written to standard output so far, as bytes."""
        with open(f"/proc/self/fd/{self._out.fileno()}", "rb") as file:
            return file.read()

    def complaints(self):
        """The lines that it has written to standard error so far."""
        with open(f"/proc/self/fd/{self._err.fileno()}", "rb") as file:
            return file.read().decode("utf-8", "backslashreplace").splitlines()

    def signal(self, number):
        if self.alive:
            self.process.send_signal(number)

    def finish(self, timeout):
        """The end of the run; AssertionError where it does not come within `timeout` seconds."""
        hung = False
        try:
            self.process.wait(timeout * SLOWNESS)
        except subprocess.TimeoutExpired:
            hung = True
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        texts = []
        for file in (self._out, self._err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "backslashreplace"))
            file.close()
        done = Finished(self.words, self.process.returncode, *texts, time.monotonic() - self.started)
        if hung:
            raise AssertionError(f"hung: {done}")
        return done


def media_processes(data):
    """Process ids of the living mss-media that belong to runs with this data folder."""
    marker = b"MSS_DATA_DIR=" + os.fsencode(data)
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if (folder / "comm").read_text().strip() != "mss-media":
                continue
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if state not in "ZX" and marker in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue  # it ended while we looked
    return found


class Place:
    """A folder with a data folder and room for results; the starting point of every run."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.out = self.folder / "out"
        self.program = MSS
        self.data.mkdir(parents=True, exist_ok=True)
        (self.folder / "settings.toml").touch()

    def environment(self, extra=None):
        environment = {name: value for name, value in os.environ.items() if INHERITED.fullmatch(name)}
        environment |= {
            "HOME": str(self.folder),
            "MSS_CONFIG": str(self.folder / "settings.toml"),
            "MSS_DATA_DIR": str(self.data),
            "MSS_WIKIPEDIA": "off",  # nothing leaves this machine unless a test says so
        }
        for name, value in (extra or {}).items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = str(value)
        return environment

    def start(self, *words, env=None, stdin=None, prepare=None):
        return Running([self.program, *words], self.environment(env), self.folder, stdin, prepare)

    def mss(self, *words, env=None, stdin=None, timeout=120, prepare=None):
        return self.start(*words, env=env, stdin=stdin, prepare=prepare).finish(timeout)

    def write(self, name, content):
        path = self.folder / name
        if isinstance(content, (dict, list)):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path


class Case(unittest.TestCase):
    """A test with a place of its own, removed afterwards."""

    longMessage = True
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        self.addCleanup(folder.cleanup)
        self.place = Place(folder.name)

    def new_place(self):
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        self.addCleanup(folder.cleanup)
        return Place(folder.name)

    def assert_done(self, run):
        self.assertEqual(run.code, 0, run)
        return run

    def assert_plain_error(self, run, code, *parts):
        """It ended with this exit code and exactly one line of error that holds all parts."""
        self.assertEqual(run.code, code, run)
        self.assertEqual(len(run.errors), 1, run)
        line = run.errors[0]
        self.assertLessEqual(len(line), 1000, "an error is for reading")
        self.assertNotRegex(run.err, r"Traceback|terminate called|AddressSanitizer|std::|\bassert", run)
        self.assertTrue(line.isprintable(), f"control characters in {line!r}")
        for part in parts:
            self.assertRegex(line, part, run)

    def assert_same_file(self, one, other):
        self.assertEqual(sha256(one), sha256(other), f"{one} is not as {other}")

    def assert_no_media_process(self, data):
        wait_for(lambda: not media_processes(data), 2, "every mss-media of this run to end")


# --- what a run left -----------------------------------------------------------------------------------------------


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def snapshot(folder):
    """{relative path: (inode, size, modification time)} of every file below a folder."""
    states = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            state = path.stat()
            states[str(path.relative_to(folder))] = (state.st_ino, state.st_size, state.st_mtime_ns)
    return states


def stage_entries(data):
    """The folders of finished stages below a data folder, also while a run makes and moves others (os.walk passes over
    what is gone)."""
    folders = (pathlib.Path(folder) for folder, _, files in os.walk(data) if "stage.json" in files)
    return sorted(folder for folder in folders if folder.parent.parent.name == "entries")


def litter(data):
    """Files below a data folder that belong to no finished stage and are no lock."""
    kept = set(stage_entries(data))
    return [
        str(path)
        for path in pathlib.Path(data).rglob("*")
        if path.is_file()
        and path.parent not in kept
        and path.suffix != ".lock"
        and path.name != "lock"
        or path.is_dir()
        and path.parent.name == "processes"
    ]


def redone(report):
    """Names of the stages that a run did and did not find finished."""
    return [stage["name"] for stage in report["stages"] if not stage["reused"]]


# --- media -----------------------------------------------------------------------------------------------------------


def tool(*words):
    """(standard output, standard error) of ffmpeg or ffprobe, as bytes and text; AssertionError where it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        check=False,
        timeout=120 * SLOWNESS,
        stdin=subprocess.DEVNULL,
    )
    errors = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        raise AssertionError(f"{words[0]} failed on {words}: {errors[-2000:]}")
    return done.stdout, errors


def probe(path, *words):
    out, _ = tool("ffprobe", "-v", "error", "-of", "json", *words, path)
    return json.loads(out)


def analyse(path, video_filter, audio_filter):
    """What measuring filters of ffmpeg say about a file."""
    words = ["ffmpeg", "-hide_banner", "-nostats", "-i", path]
    words += ["-vf", video_filter] if video_filter else ["-vn"]
    words += ["-af", audio_filter] if audio_filter else ["-an"]
    return tool(*words, "-f", "null", "-")[1]


def decode_complaints(path):
    """What ffmpeg says while it decodes every packet; empty for a sound file."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"],
        capture_output=True,
        check=False,
        text=True,
        errors="replace",
        timeout=120 * SLOWNESS,
        stdin=subprocess.DEVNULL,
    )
    return done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}")


def boxes(path):
    """[(type, size)] of an MP4 file's top level; AssertionError where they do not fill the file exactly."""
    found, at, end = [], 0, pathlib.Path(path).stat().st_size
    with open(path, "rb") as file:
        while at < end:
            file.seek(at)
            head = file.read(16)
            size, kind = struct.unpack(">I4s", head[:8])
            if size == 1:
                size = struct.unpack(">Q", head[8:16])[0]
            if size < 8 or at + size > end:
                raise AssertionError(f"{path}: the box {kind} of {size} bytes at {at} does not fit into {end} bytes")
            found.append((kind.decode("latin-1"), size))
            at += size
    return found


def planes(path, frames, width, height, pixel_format="gray"):
    """The named frames, scaled and in that pixel format, as bytes each."""
    chosen = "+".join(f"eq(n,{frame})" for frame in frames)
    out, _ = tool(
        "ffmpeg",
        "-v",
        "error",
        "-i",
        path,
        "-an",
        "-vf",
        f"select='{chosen}',scale={width}:{height}:flags=area",
        "-fps_mode",
        "passthrough",
        "-pix_fmt",
        pixel_format,
        "-f",
        "rawvideo",
        "-",
    )
    size = width * height * {"gray": 1, "rgb24": 3}[pixel_format]
    return [out[at : at + size] for at in range(0, len(out), size)]


def assert_whole(path):
    """The file is complete: what it holds can be read to its end."""
    path = pathlib.Path(path)
    if path.suffix == ".mp4":
        boxes(path)
        complaints = decode_complaints(path)
        if complaints:
            raise AssertionError(f"{path} is torn: {complaints}")
    elif path.suffix == ".jpg":
        data = path.read_bytes()
        if not (data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")):
            raise AssertionError(f"{path} is torn")
    elif path.suffix == ".json":
        json.loads(path.read_bytes())
    elif not path.read_bytes().endswith(b"\n"):
        raise AssertionError(f"{path} is torn")


# --- subtitles -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Cue:
    begin: float
    end: float
    lines: list

    @property
    def text(self):
        return " ".join(self.lines)


def clock(text):
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def parse_cues(text, arrow):
    """[Cue] of blocks whose time line matches `arrow`; AssertionError where a block is something else."""
    cues = []
    for number, block in enumerate(text.strip().split("\n\n"), 1):
        lines = block.split("\n")
        if arrow.startswith("srt"):
            if lines[0] != str(number):
                raise AssertionError(f"block {number} is numbered {lines[0]!r}")
            lines = lines[1:]
        mark = "," if arrow.startswith("srt") else r"\."
        time_line = rf"(\d\d:\d\d:\d\d{mark}\d\d\d) --> (\d\d:\d\d:\d\d{mark}\d\d\d)"
        match = re.fullmatch(time_line, lines[0])
        if not match or not lines[1:]:
            raise AssertionError(f"not a cue: {block!r}")
        cues.append(Cue(clock(match[1]), clock(match[2]), lines[1:]))
    return cues


def srt_cues(path):
    return parse_cues(pathlib.Path(path).read_text(encoding="utf-8"), "srt")


def vtt_cues(path):
    head, _, rest = pathlib.Path(path).read_text(encoding="utf-8").partition("\n\n")
    if head != "WEBVTT":
        raise AssertionError(f"{path} begins with {head!r}")
    cues = parse_cues(rest, "vtt")
    for cue in cues:
        for line in cue.lines:
            if re.search(r"<|&(?!amp;|lt;|gt;)", line):
                raise AssertionError(f"unescaped markup in {line!r}")
        cue.lines = [line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in cue.lines]
    return cues


def copy_place(place, folder):
    """A copy of a finished place, with its data and results."""
    shutil.copytree(place.folder, folder, dirs_exist_ok=True)
    return Place(folder)
