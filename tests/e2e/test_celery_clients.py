"""Celery's own clients (celery inspect, control, events) ask a worker of ours that runs nothing, over a real Redis."""

import contextlib
import json
import os
import pathlib
import queue
import re
import subprocess
import tempfile
import threading
import unittest

import harness
from celery_python import PYTHON, free_port
from harness import SLOWNESS

HOST = harness.BINARY_DIR / "mss_cluster_host"
NAME = "mss@host1"
LONG = 20 * SLOWNESS


class Lines:
    """What a program prints, line by line as it comes."""

    def __init__(self, stream):
        self._lines = queue.Queue()
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        for line in stream:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def close(self):
        self._thread.join()

    def until(self, pattern):
        """The next line that matches; those before it are thrown away."""
        seen = []
        while True:
            try:
                line = self._lines.get(timeout=LONG)
            except queue.Empty:
                raise AssertionError(f"no line like {pattern!r} came; before it: {seen}") from None
            if line is None:
                raise AssertionError(f"the program ended without a line like {pattern!r}; it said: {seen}")
            if re.search(pattern, line):
                return line
            seen.append(line)


class Program:
    """A program that is talked to in lines and ends with the test."""

    def __init__(self, case, *words, environment=None, stderr=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            bufsize=1,
            env=environment,
        )
        case.addCleanup(self.end)
        self.lines = Lines(self.process.stdout)

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.lines.close()
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()


class ClusterCase(unittest.TestCase):
    """A Redis server and a worker, new for each test."""

    longMessage = True
    maxDiff = None

    def setUp(self):
        if PYTHON is None:
            harness.skip(self, "there is no Celery here (python3-celery and python3-redis)")
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start_redis()
        self.host = Program(self, HOST, self.url, NAME)
        self.host.lines.until("^ready$")

    def start_redis(self):
        self.redis = Program(
            self, "redis-server", "--bind", "127.0.0.1", "--port", self.port, "--save", "", "--dir", self.folder
        )
        self.redis.lines.until("Ready to accept connections")

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if harness.INHERITED.fullmatch(name)}
        return kept | {"HOME": str(self.folder), "PYTHONUNBUFFERED": "1"}

    def celery(self, *words, code=0):
        """What a client prints that ends by itself."""
        done = subprocess.run(
            [PYTHON, "-m", "celery", "-b", self.url, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=6 * LONG,
            env=self.environment(),
            cwd=self.folder,
        )
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def watcher(self):
        """A client that prints all events."""
        words = [PYTHON, "-m", "celery", "-b", self.url, "events", "--dump"]
        return Program(self, *words, environment=self.environment())

    def ask(self, kind, method, *words):
        out = self.celery(kind, "--json", "--timeout", str(LONG), "--destination", NAME, method, *words)
        return json.loads(out)

    def inspect(self, method, *words):
        """What our worker answered."""
        return self.ask("inspect", method, *words)[NAME]

    def control(self, method, *words):
        (answer,) = self.ask("control", method, *words)
        return answer[NAME]


class Inspect(ClusterCase):
    def test_the_worker_is_seen_and_says_what_it_is(self):
        self.assertEqual(self.inspect("ping"), {"ok": "pong"})
        stats = self.inspect("stats")
        self.assertEqual(stats["pid"], self.host.process.pid)
        self.assertEqual(stats["total"], {"demo.add": 3})
        self.assertEqual(stats["pool"]["max-concurrency"], 2)
        self.assertEqual((stats["broker"]["hostname"], stats["broker"]["port"]), ("127.0.0.1", self.port))
        self.assertGreater(stats["rusage"]["maxrss"], 0)
        self.assertGreater(int(stats["clock"]), 0)
        conf = self.inspect("conf")
        self.assertEqual(conf["broker_url"], self.url)
        self.assertEqual(conf["worker_concurrency"], 2)
        self.assertIn("mss:1.2.3", self.inspect("report")["ok"])
        self.assertGreater(self.inspect("clock")["clock"], 0)
        self.assertRegex(self.inspect("memsample"), r"^\d+\.\d\dMB$")

    def test_the_worker_tells_of_its_tasks(self):
        self.assertEqual([task["id"] for task in self.inspect("active")], ["id-running"])
        self.assertEqual([task["id"] for task in self.inspect("reserved")], ["id-waiting"])
        (scheduled,) = self.inspect("scheduled")
        self.assertEqual(scheduled["request"]["id"], "id-later")
        self.assertTrue(scheduled["eta"].startswith("2030-03-17T17:46:40"))
        self.assertEqual(self.inspect("registered"), ["demo.add [rate_limit=10/s]", "demo.sleep"])
        self.assertEqual([queue["name"] for queue in self.inspect("active_queues")], ["celery"])
        found = self.inspect("query_task", "id-running", "id-waiting", "id-later", "nobody")
        states = {"id-running": "active", "id-waiting": "reserved", "id-later": "scheduled"}
        self.assertEqual({name: state for name, (state, _) in found.items()}, states)
        self.assertEqual(self.inspect("revoked"), [])

    def test_a_broadcast_gets_the_answers_of_all(self):
        other = Program(self, HOST, self.url, "mss@host2")
        other.lines.until("^ready$")
        out = self.celery("inspect", "--json", "--timeout", str(3 * SLOWNESS), "ping")
        self.assertEqual(json.loads(out), {NAME: {"ok": "pong"}, "mss@host2": {"ok": "pong"}})


class Control(ClusterCase):
    def test_tasks_are_revoked_and_ended(self):
        self.assertEqual(self.control("revoke", "id-a"), {"ok": "tasks id-a flagged as revoked"})
        self.host.lines.until("^revoke id-a$")
        self.assertEqual(self.control("terminate", "KILL", "id-running"), {"ok": "terminate: id-running"})
        self.host.lines.until("^terminate id-running by 9$")
        self.assertEqual(self.control("terminate", "SIGTERM", "nobody"), {"ok": "terminate: tasks unknown"})
        self.assertEqual(self.inspect("revoked"), ["id-a", "id-running", "nobody"])

    def test_a_worker_that_comes_learns_what_was_revoked(self):
        self.control("revoke", "id-a", "id-b")
        other = Program(self, HOST, self.url, "mss@host2")
        other.lines.until("^revoke id-a id-b$")

    def test_limits_are_set(self):
        self.assertEqual(self.control("rate_limit", "demo.add", "30/m"), {"ok": "new rate limit set successfully"})
        self.host.lines.until("^limit demo.add to 0.50 a second$")
        self.assertEqual(self.control("rate_limit", "no.such", "30/m"), {"error": "unknown task"})
        self.assertIn("Invalid rate limit string", self.control("rate_limit", "demo.add", "fast")["error"])
        self.assertEqual(self.control("time_limit", "demo.add", "30", "60"), {"ok": "time limits set successfully"})
        self.host.lines.until("^limit demo.add to 60 s, softly to 30 s$")

    def test_queues_come_and_go(self):
        self.assertEqual(self.control("add_consumer", "q9"), {"ok": "add consumer q9"})
        self.host.lines.until("^add queue q9 q9 direct q9$")
        self.assertEqual([queue["name"] for queue in self.inspect("active_queues")], ["celery", "q9"])
        self.assertEqual(self.control("cancel_consumer", "q9"), {"ok": "no longer consuming from q9"})
        self.assertEqual([queue["name"] for queue in self.inspect("active_queues")], ["celery"])

    def test_the_pool_is_changed_or_says_that_it_cannot_be(self):
        self.assertEqual(self.control("pool_grow", "2"), {"ok": "pool will grow"})
        self.host.lines.until("^resize by 2$")
        self.assertEqual(self.control("pool_shrink"), {"ok": "pool will shrink"})
        self.host.lines.until("^resize by -1$")
        self.assertEqual(self.control("autoscale", "4", "2"), {"error": "ValueError('Autoscale not enabled')"})

    def test_the_worker_is_shut_down(self):
        nobody_answered = 69
        self.celery("control", "--timeout", "1", "--destination", NAME, "shutdown", code=nobody_answered)
        self.host.lines.until("^shut down$")
        self.assertEqual(self.host.process.wait(LONG), 0)


class Events(ClusterCase):
    def test_are_told_as_celery_shows_them(self):
        self.assertEqual(self.control("enable_events"), {"ok": "task events enabled"})
        self.assertEqual(self.control("enable_events"), {"ok": "task events already enabled"})
        watcher = self.watcher()
        watcher.lines.until(f"^{NAME} .* heartbeat")
        self.host.say("task id-1")
        self.assertIn("demo.add(id-1)", watcher.lines.until("task received"))
        watcher.lines.until("task started: demo.add.id-1")
        watcher.lines.until("task succeeded: demo.add.id-1.*result=3")
        self.assertEqual(self.control("disable_events"), {"ok": "task events disabled"})
        self.host.say("task id-2")
        self.host.say("alive")
        self.host.lines.until("^alive$")
        self.host.process.stdin.close()  # it ends
        self.assertNotIn("id-2", watcher.lines.until(f"^{NAME} .*(shutdown|id-2)"))
        self.assertEqual(self.host.process.wait(LONG), 0)


class CelerysWorkers(ClusterCase):
    """One of Celery's own workers beside ours."""

    def start_worker(self):
        words = [PYTHON, "-m", "celery", "-b", self.url, "worker", "--pool", "solo", "--hostname", "py@host1"]
        return Program(self, *words, "--loglevel", "debug", environment=self.environment(), stderr=subprocess.STDOUT)

    def revoked(self):
        out = self.celery("inspect", "--json", "--timeout", str(LONG), "--destination", f"{NAME},py@host1", "revoked")
        return json.loads(out)

    def test_learn_from_ours_what_was_revoked(self):
        self.control("revoke", "id-a")
        worker = self.start_worker()
        worker.lines.until("mingle: sync complete")
        worker.lines.until("py@host1 ready")
        self.assertEqual(self.revoked(), {NAME: ["id-a"], "py@host1": ["id-a"]})

    def test_tell_ours_what_was_revoked(self):
        worker = self.start_worker()
        worker.lines.until("py@host1 ready")
        self.celery("control", "--timeout", str(LONG), "--destination", "py@host1", "revoke", "id-b")
        other = Program(self, HOST, self.url, "mss@host2")
        other.lines.until("^revoke id-b$")

    def test_see_ours_come_and_go(self):
        worker = self.start_worker()
        worker.lines.until("py@host1 ready")
        other = Program(self, HOST, self.url, "mss@host2")
        other.lines.until("^ready$")
        worker.lines.until("mss@host2 joined the party")
        other.process.stdin.close()
        worker.lines.until("mss@host2 left")
        self.assertEqual(other.process.wait(LONG), 0)


class Outages(ClusterCase):
    def test_a_server_that_comes_back_finds_the_worker_again(self):
        self.redis.end()
        self.start_redis()
        watcher = self.watcher()
        watcher.lines.until(f"^{NAME} .* heartbeat")
        self.assertEqual(self.inspect("ping"), {"ok": "pong"})


if __name__ == "__main__":
    unittest.main()
