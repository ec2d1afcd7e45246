"""A fleet of workers on one Redis server, ours and Celery's, that tests send work to and kill parts of.

What counts are effects: each task writes a line to one file as it begins and another as its work is done, before its
worker knows, and a task that was accepted has to have done its work and to be told of as such.
"""

import collections
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

import harness
from celery_python import PYTHON, free_port

PROGRAM = harness.BINARY_DIR / "mss_fleet_worker"
HERE = pathlib.Path(__file__).parent
FINAL = {"succeeded", "dead", "cancelled", "expired"}
ENDED = {"SUCCESS", "FAILURE", "REVOKED"}


class Redis:
    """One connection; replies as Python has them, an error as RuntimeError."""

    def __init__(self, port, timeout=5):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._file = self._socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()
        self._socket.close()

    def __call__(self, *words):
        return self.all([words])[0]

    def all(self, commands):
        parts = []
        for words in commands:
            parts.append(b"*%d\r\n" % len(words))
            for word in words:
                word = str(word).encode()
                parts.append(b"$%d\r\n%s\r\n" % (len(word), word))
        self._socket.sendall(b"".join(parts))
        return [self._reply() for _ in commands]

    def _reply(self):
        line = self._file.readline()
        if not line.endswith(b"\r\n"):
            raise OSError("the server is gone")
        kind, rest = line[:1], line[1:-2]
        if kind == b"$":
            return None if rest == b"-1" else self._file.read(int(rest) + 2)[:-2].decode()
        if kind == b"*":
            return [self._reply() for _ in range(max(0, int(rest)))]
        if kind == b":":
            return int(rest)
        if kind == b"-":
            raise RuntimeError(rest.decode())
        return rest.decode()


class Member:
    """A process with a group of its own."""

    def __init__(self, words, environment=None, cwd=None, out=subprocess.DEVNULL, log=None):
        with open(log or os.devnull, "ab") as told:
            self.process = subprocess.Popen(
                [str(word) for word in words], env=os.environ | (environment or {}), cwd=cwd, stdout=out, stderr=told,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )

    @property
    def pid(self):
        return self.process.pid

    def signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds=20):
        self.signal(signal.SIGCONT)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None


class Fleet:
    def __init__(self, folder, visibility=3600, redis_environment=None):
        self.folder = pathlib.Path(folder)
        self.redis_folder = self.folder / "redis"
        self.redis_folder.mkdir(parents=True, exist_ok=True)
        self.visibility = visibility
        self.redis_environment = redis_environment or {}
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.effects_file = self.folder / "effects"
        self.effects_file.touch()
        self.redis = None
        self.members = []
        self.senders = []

    def __enter__(self):
        self.start_redis()
        return self

    def __exit__(self, *_):
        for member in self.members + self.senders:
            member.kill()
        self.kill_redis()

    def start_redis(self):
        words = ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--dir", self.redis_folder, "--save", "",
                 "--appendonly", "yes", "--appendfsync", "always"]
        self.redis = Member(words, self.redis_environment)
        harness.wait_for(self._listens, 20, "redis-server to answer")

    def _listens(self):
        with contextlib.suppress(OSError, RuntimeError), self.ask() as ask:
            return ask("PING") == "PONG"
        return False

    def kill_redis(self):
        if self.redis:
            self.redis.kill()

    def ask(self):
        return Redis(self.port)

    def serve(self, url=None, environment=None):
        """A worker of ours; once it serves."""
        with open(self.folder / "serves", "w+b") as out:
            words = [PROGRAM, "serve", url or self.url, self.effects_file, self.visibility]
            member = Member(words, environment, out=out, log=self.folder / "log")
            self.members.append(member)
            harness.wait_for(lambda: os.fstat(out.fileno()).st_size > 0, 20, "a worker to serve")
        return member

    def serve_python(self, concurrency=2):
        """A worker of Celery's; once it says that it is ready."""
        log = self.folder / f"celery-{len(self.members)}"
        words = [PYTHON, "-m", "celery", "-A", "fleet_tasks", "worker", "-c", concurrency, "-l", "info",
                 "-n", f"python{len(self.members)}@%h", "--without-mingle", "--without-gossip"]
        environment = {"FLEET_URL": self.url, "FLEET_EFFECTS": str(self.effects_file),
                       "FLEET_VISIBILITY": str(self.visibility), "PYTHONDONTWRITEBYTECODE": "1"}
        member = Member(words, environment, cwd=HERE, log=log)
        self.members.append(member)
        harness.wait_for(lambda: b" ready." in log.read_bytes(), 40, "a worker of Celery's to be ready")
        return member

    def send(self, kind, count, milliseconds):
        """Sends on its own while others do what they do; accepted() says what was accepted so far."""
        path = self.folder / f"accepted-{len(self.senders)}"
        with open(path, "wb") as out:
            self.senders.append(Member([PROGRAM, "send", self.url, kind, count, milliseconds], out=out))

    def send_all(self, kind, count, milliseconds):
        self.send(kind, count, milliseconds)
        self.wait_sent()

    def wait_sent(self, seconds=60):
        for sender in self.senders:
            if sender.process.wait(seconds) != 0:
                raise AssertionError("a sender failed")

    def accepted(self):
        ids = []
        for number in range(len(self.senders)):
            text = (self.folder / f"accepted-{number}").read_text()
            ids += [line for line in text.split("\n")[:-1] if line]
        return ids

    def effects(self, what=None):
        lines = self.effects_file.read_text().split("\n")[:-1]
        found = [json.loads(line) for line in lines]
        return [effect for effect in found if what is None or effect["what"] == what]

    def states(self, ids):
        """{id: state}, of what Python ended as our record would say it."""
        with self.ask() as ask:
            records = ask.all([("HGET", f"mss:task:{task}", "state") for task in ids])
            metas = ask.all([("GET", f"celery-task-meta-{task}") for task in ids])
        states = {}
        for task, state, meta in zip(ids, records, metas):
            status = json.loads(meta)["status"] if meta else ""
            if state not in FINAL and state != "running" and status in ENDED:
                state = {"SUCCESS": "succeeded", "FAILURE": "dead", "REVOKED": "cancelled"}[status]
            states[task] = state
        return states

    def wait_ended(self, seconds):
        """{id: state} once all that was accepted has ended, or what it is after so long."""
        deadline = time.monotonic() + seconds * harness.SLOWNESS
        while True:
            states = self.states(self.accepted())
            if all(state in FINAL for state in states.values()) or time.monotonic() > deadline:
                return states
            time.sleep(0.05)

    def wait_running(self, count, pids=None):
        """The effects of at least so many tasks that have begun and are not done, of these processes."""
        return harness.wait_for(lambda: self._running(count, pids), 30, f"{count} tasks to run")

    def _running(self, count, pids):
        done = {(effect["id"], effect["fence"]) for effect in self.effects("done")}
        begun = [effect for effect in self.effects("begin")
                 if (effect["id"], effect["fence"]) not in done and (pids is None or effect["pid"] in pids)]
        return begun if len(begun) >= count else None

    def successes(self):
        """How often each task was called a success by our log: never twice."""
        counts = collections.Counter()
        with self.ask() as ask:
            for _, entries in ask("XRANGE", "mss:events", "-", "+"):
                for task, kind in zip(entries[::4], entries[1::4]):  # and what it says, and when
                    counts[task] += kind == "succeeded"
        return counts

    def recovery(self, interrupted, since):
        """The longest time from an instant (calendar) until one of these tasks was begun anew; 0: none was."""
        longest = 0
        for effect in interrupted:
            later = [other["at"] for other in self.effects("begin")
                     if other["id"] == effect["id"] and other["at"] > since and other != effect]
            if later:
                longest = max(longest, min(later) - since)
        return longest


def group_of(member):
    """The processes of a member: itself, and whoever has its session."""
    pids = {member.pid}
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ProcessLookupError):
                if os.getsid(int(folder.name)) == member.pid:
                    pids.add(int(folder.name))
    return pids
