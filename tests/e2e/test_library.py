"""The task engine as a library: installed, found by projects of their own, and spoken with by Celery itself."""

import contextlib
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

import harness
from celery_python import PYTHON
from test_broker import BrokerCase
from test_celery_clients import Program

EXAMPLES = harness.ROOT / "examples"
CALLER = harness.BINARY_DIR / "mss_task_caller"
TASKS = pathlib.Path(__file__).with_name("celery_tasks.py")
LONG = 60 * harness.SLOWNESS
ANSWER_WAIT = str(min(LONG, 600))  # as long as mss inspect waits at most


class CeleryCase(BrokerCase):
    """A Redis server, and where it is wanted a worker of Celery's own."""

    def program(self, *words, **more):
        environment = self.place.environment({"CELERY_BROKER_URL": self.url, "PYTHONUNBUFFERED": "1"})
        return Program(self, *words, environment=environment, **more)

    def celery_worker(self, *words):
        shutil.copy(TASKS, self.place.folder)
        worker = self.program(
            PYTHON, "-m", "celery", "--workdir", self.place.folder, "-A", TASKS.stem, "worker",
            "--hostname", "py@host1", "--loglevel", "info", "--concurrency", "1", *words, stderr=subprocess.STDOUT,
        )
        # Its children would outlive a kill.
        self.addCleanup(worker.process.wait)
        self.addCleanup(worker.process.send_signal, signal.SIGTERM)
        worker.lines.until("py@host1 ready")
        return worker


def cached(name):
    """A setting of the build that is tested."""
    found = re.search(rf"^{name}:\w+=(.*)$", (harness.BINARY_DIR / "CMakeCache.txt").read_text(), re.MULTILINE)
    return found.group(1) if found else ""


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=10 * LONG)
    if done.returncode != 0:
        raise AssertionError(f"{words} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


class Library(CeleryCase):
    """Installs it once and builds the examples against it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.prefix = cls.folder / "prefix"
        run("cmake", "--install", harness.BINARY_DIR, "--component", "library", "--prefix", cls.prefix)
        sanitize = cached("MSS_SANITIZE")
        for example in ("worker", "client"):
            run(
                "cmake", "-S", EXAMPLES / example, "-B", cls.folder / example, "-G", "Ninja",
                f"-DCMAKE_PREFIX_PATH={cls.prefix}", f"-DCMAKE_CXX_COMPILER={cached('CMAKE_CXX_COMPILER')}",
                f"-DCMAKE_CXX_FLAGS={f'-fsanitize={sanitize}' if sanitize else ''}", "-DCMAKE_BUILD_TYPE=Debug",
            )
            run("cmake", "--build", cls.folder / example)

    def test_holds_what_its_users_need_and_no_more(self):
        files = {str(path.relative_to(self.prefix)) for path in self.prefix.rglob("*") if path.is_file()}
        self.assertIn("include/mss_tasks/task_client/task_client.hpp", files)
        self.assertIn("lib/cmake/mss_tasks/mss_tasks-config.cmake", files)
        self.assertFalse([name for name in files if re.search(r"test|bin/|/(studio|speech|codec|api|cli|text)/", name)])

    def test_a_program_in_python_calls_tasks_of_ours(self):
        worker = self.program(self.folder / "worker" / "example_worker", self.url)
        done = self.call("example.mean", [1, 2, 6])
        self.assertEqual((done["state"], done["result"]), ("SUCCESS", 3), done)
        done = self.call("example.repeat", "ab", times=3)
        self.assertEqual(done["result"], "ababab", done)
        for args, error, words in (
            ([[]], "ValueError", "no mean of nothing"),
            ([["x"]], "ValueError", "example.mean: numbers"),
            ([1, 2], "ValueError", "1 positional"),
        ):
            done = self.call("example.mean", *args)
            self.assertEqual((done["state"], done["error"]), ("FAILURE", error), done)
            self.assertIn(words, done["message"])
        self.assertIn("example.repeat", self.celery("inspect", "registered", "-t", "5"))
        self.assertIn("example-", self.celery("inspect", "ping", "-t", "5"))
        worker.process.send_signal(signal.SIGTERM)
        self.assertEqual(worker.process.wait(LONG), 0)

    def test_ends_when_it_is_told_to_from_afar(self):
        worker = self.program(self.folder / "worker" / "example_worker", self.url)
        self.assertEqual(self.call("example.repeat", "a", 1)["result"], "a")
        self.celery("control", "shutdown", "-t", "1")
        self.assertEqual(worker.process.wait(LONG), 0)

    def test_a_program_of_ours_calls_tasks_in_python(self):
        self.celery_worker("--pool", "solo")
        client = self.program(self.folder / "client" / "example_client", self.url)
        client.lines.until(r"^2 \+ 3 = 5$")
        client.lines.until(r'^progress \{"done":3,"of":3\}$')
        client.lines.until("^counted to 3$")
        self.assertEqual(client.process.wait(LONG), 0)


class Cut:
    """Stands before a server, and closes the first connection that sends a message, before the reply."""

    def __init__(self, port):
        self.port = port
        self.cut = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"redis://127.0.0.1:{self.listener.getsockname()[1]}/0"
        self.threads = [threading.Thread(target=self._accept, daemon=True)]
        self.threads[0].start()

    def _accept(self):
        with contextlib.suppress(OSError):  # the listener was closed
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.port))
                self.threads.append(threading.Thread(target=self._serve, args=(client, server), daemon=True))
                self.threads[-1].start()

    def _serve(self, client, server):
        with client, server:
            while asked := client.recv(1 << 20):
                server.sendall(asked)
                reply = server.recv(1 << 20)
                if b"LPUSH" in asked and not self.cut:
                    self.cut = True
                    return
                client.sendall(reply)

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Client(CeleryCase):
    """Every way to call, against a plain worker of Celery's."""

    def setUp(self):
        super().setUp()
        self.caller = self.program(CALLER, self.url)

    def ask(self, **asked):
        self.caller.say(json.dumps(asked))
        return json.loads(self.caller.lines.until("^{"))

    def wait(self, task):
        """(states on the way, the last answer)"""
        states, answer = [], self.ask(wait=task)
        while "state" in answer:
            states.append(answer)
            answer = json.loads(self.caller.lines.until("^{"))
        return states, answer

    def test_each_option_is_heeded(self):
        self.celery_worker("--pool", "solo", "--queues", "celery,other")
        sent = self.ask(send="demo.add", args=[1], kwargs={"y": 2}, queue="other", priority=3, task_id="sum-1")
        self.assertEqual(sent, {"id": "sum-1"})
        self.assertEqual(self.wait("sum-1")[1], {"result": 3})
        late = self.ask(send="demo.add", args=[1], countdown=0.5)["id"]
        self.assertEqual(self.ask(look=late)["state"], "PENDING")
        self.assertEqual(self.wait(late)[1], {"result": 11})
        linked = self.ask(send="demo.add", args=[20], link="demo.count")["id"]
        self.assertEqual(self.wait(linked)[1], {"result": 30})
        self.assertEqual(self.ask(forget=linked), {})
        self.assertEqual(self.ask(look=linked), {"state": "PENDING", "value": None})

    def test_a_message_whose_reply_is_lost_is_sent_once(self):
        proxy = Cut(self.port)
        self.addCleanup(proxy.close)
        caller = self.program(CALLER, proxy.address)
        for task in ("one", "two"):
            caller.say(json.dumps({"send": "demo.add", "args": [1], "task_id": task}))
            self.assertEqual(json.loads(caller.lines.until("^{")), {"id": task})
        self.assertTrue(proxy.cut)
        self.celery_worker("--pool", "solo")
        self.assertEqual([self.wait(task)[1] for task in ("one", "two")], [{"result": 11}] * 2)
        self.assertEqual(self.inspect_totals(), {"demo.add": 2})

    def inspect_totals(self):
        words = ("inspect", "stats", "--json", "--timeout", ANSWER_WAIT, "--broker", self.url)
        return self.place.mss(*words).report["py@host1"]["total"]

    def test_states_are_followed_and_endings_told(self):
        self.celery_worker("--pool", "solo")
        states, answer = self.wait(self.ask(send="demo.count", args=[3])["id"])
        self.assertEqual(answer, {"result": "counted to 3"})
        self.assertIn({"state": "PROGRESS", "value": {"done": 3, "of": 3}}, states)
        self.assertEqual(states[-1]["state"], "SUCCESS")
        _, answer = self.wait(self.ask(send="demo.fail", args=["boom"])["id"])
        self.assertEqual(answer, {"error": "invalid", "message": "the task ended as FAILURE: ValueError: boom"})
        _, answer = self.wait(self.ask(send="demo.add", args=[])["id"])
        self.assertEqual(answer["error"], "invalid")
        self.assertRegex(answer["message"], "TypeError: .*missing 1 required positional argument")
        _, answer = self.wait(self.ask(send="demo.add", args=[1], expires=0)["id"])
        self.assertEqual(answer["error"], "cancelled")

    def test_tasks_are_revoked(self):
        self.celery_worker("--pool", "prefork")
        runs = self.ask(send="demo.hang")["id"]
        waits = self.ask(send="demo.add", args=[1])["id"]
        harness.wait_for(lambda: self.ask(look=runs)["state"] == "STARTED", LONG, "the task to be begun")
        self.assertEqual(self.ask(revoke=waits), {"told": 1})
        self.assertEqual(self.ask(revoke=runs, terminate=True), {"told": 1})
        for task in (runs, waits):
            _, answer = self.wait(task)
            self.assertEqual(answer["error"], "cancelled", answer)


class Inspect(CeleryCase):
    """mss inspect, with a worker of Celery's and one of ours."""

    def inspect(self, *words):
        return self.place.mss("inspect", *words, "--timeout", ANSWER_WAIT, env={"MSS_BROKER_URL": self.url})

    def workers(self):
        self.celery_worker("--pool", "prefork")
        ours = self.program(harness.BINARY_DIR / "mss_cluster_host", self.url, "mss@host2")
        ours.lines.until("^ready$")

    def test_asks_all_workers(self):
        self.workers()
        ping = self.assert_done(self.inspect("ping"))
        self.assertEqual(ping.out, "mss@host2: pong\npy@host1: pong\n")
        self.assertLess(ping.seconds, LONG / 2, "it ends once all have answered")
        caller = self.program(CALLER, self.url)
        caller.say(json.dumps({"send": "demo.hang"}))
        task = json.loads(caller.lines.until("^{"))["id"]
        harness.wait_for(lambda: self.inspect("active", "--json").report["py@host1"], LONG, "the task to be begun")
        active = self.assert_done(self.inspect("active")).out
        self.assertRegex(active, rf"py@host1:\n  {task}  demo.hang\(\), \d+ s, process \d+\n")
        self.assertIn("  id-running  demo.sleep(", active)
        for method, words in (
            ("registered", "  demo.count\n"), ("scheduled", "id-later"), ("reserved", "id-waiting"),
            ("revoked", "py@host1: none\n"), ("stats", "3 of demo.add"), ("queues", "py@host1:\n  celery\n"),
            ("conf", "worker_concurrency: 2"),
        ):
            with self.subTest(method=method):
                self.assertIn(words, self.assert_done(self.inspect(method)).out)
                report = self.assert_done(self.inspect(method, "--json")).report
                self.assertEqual(set(report), {"py@host1", "mss@host2"})
        caller.say(json.dumps({"revoke": task, "terminate": True}))
        caller.lines.until("told")

    def test_says_who_does_not_answer(self):
        self.assert_plain_error(self.inspect("ping"), 5, "no worker answered within")
        ours = self.program(harness.BINARY_DIR / "mss_cluster_host", self.url, "mss@host2")
        ours.lines.until("^ready$")
        one = self.place.mss("inspect", "ping", "--broker", self.url, "--destination", "mss@host2,mss@host3",
                             "--timeout", "0.5")
        self.assertEqual(one.out, "mss@host2: pong\n")
        self.assert_plain_error(one, 5, "mss@host3 did not answer within 0.5 s")
        self.stop_redis()
        self.assert_plain_error(self.inspect("ping"), 5, "Redis server")
        self.assert_plain_error(self.place.mss("inspect", "ping"), 2, "there is no broker to ask")
        self.assert_plain_error(self.place.mss("inspect", "nonsense"), 2, "nonsense")
