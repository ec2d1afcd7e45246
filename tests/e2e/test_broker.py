"""A studio whose tasks wait in Redis: called by Celery's own clients, watched by its programs, over real servers."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess

import harness
from celery_python import PYTHON, free_port
from harness import SLOWNESS
from service import Service

CALLS = pathlib.Path(__file__).with_name("celery_calls.py")
LONG = 60 * SLOWNESS
SCRIPT = {"title": "Bees", "language": "en", "scenes": [{"text": "Bees make honey all summer long."}]}
LONG_TEXT = "Bees make honey all summer long, and live on it in winter. " * 60
QUICK = {"formats": ["vertical"], "preset": "fast"}


class BrokerCase(harness.Case):
    """A Redis server, new for each test."""

    def setUp(self):
        super().setUp()
        if PYTHON is None:
            harness.skip(self, "there is no Celery here (python3-celery and python3-redis)")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.env = {"MSS_BROKER_URL": self.url, "MSS_WIKIPEDIA": "off"}
        self.redis = None
        self.start_redis()
        self.addCleanup(self.stop_redis)

    def start_redis(self):
        folder = self.place.folder / "redis"
        folder.mkdir(exist_ok=True)
        self.redis = subprocess.Popen(
            ["redis-server", "--port", str(self.port), *self.redis_options(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        harness.wait_for(self.redis_listens, 20, "redis-server to listen")

    def redis_options(self, folder):
        return ["--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "yes",
                "--appendfsync", "always"]

    def redis_listens(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as one:
            one.sendall(b"PING\r\n")
            return one.recv(5) == b"+PONG"
        return False

    def stop_redis(self):
        self.redis.kill()
        self.redis.wait()

    def call(self, name, *args, wait=LONG, options=None, **kwargs):
        return self.celery_call(
            {"name": name, "args": args, "kwargs": kwargs, "options": options or {}, "wait": wait}
        )

    def celery_call(self, asked):
        done = subprocess.run(
            [PYTHON, CALLS, self.url, json.dumps(asked)], capture_output=True, text=True, timeout=LONG + 30, check=False
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def celery(self, *words):
        done = subprocess.run(
            [PYTHON, "-m", "celery", "-b", self.url, *words], capture_output=True, text=True, timeout=LONG, check=False
        )
        return done.stdout

    def signed_up(self, up):
        ann = up.client()
        ann.sign_up("ann@example.org")
        return ann


class Calls(BrokerCase):
    def test_make_a_video_in_the_library_of_its_user(self):
        with Service(self.place, env=self.env) as up:
            ann = self.signed_up(up)
            done = self.call("tasks.generate_video", "ann@example.org", "Honey", duration=20, script=SCRIPT, **QUICK)
            self.assertEqual(done["state"], "SUCCESS", done)
            self.assertEqual(done["result"]["title"], "Honey")
            status = ann.wait_for_state(done["id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["result"]["video_id"], done["result"]["video_id"])
            files = [file["name"] for file in done["result"]["files"]]
            self.assertIn("vertical.mp4", files)
            names = [data["state"] for _, data in ann.events(done["id"])]
            self.assertEqual(names[-1], "SUCCESS")

    def test_that_cannot_be_are_refused_for_good(self):
        with Service(self.place, env=self.env) as up:
            self.signed_up(up)
            for name, args, error, words in (
                ("tasks.generate_video", ["nobody@example.org", "Bees"], "RuntimeError", "there is no user"),
                ("tasks.generate_video", [7, "Bees"], "ValueError", "user_id"),
                ("tasks.generate_video", ["ann@example.org", "Bees", 60], "ValueError", "2 positional"),
                ("tasks.publish_to_platform", ["youtube", "x.mp4", "ann", {}], "ValueError", "not a part of this"),
                ("tasks.nonsense", [], "NotRegistered", "tasks.nonsense"),
            ):
                with self.subTest(name=name, args=args):
                    done = self.call(name, *args)
                    self.assertEqual((done["state"], done["error"]), ("FAILURE", error), done)
                    self.assertIn(words, done["message"])

    def test_may_have_names_of_their_own(self):
        with Service(self.place, env=self.env) as up:
            self.signed_up(up)
            done = self.call(
                "tasks.generate_video", "ann@example.org", script=SCRIPT, options={"task_id": "order-42"}, **QUICK
            )
            self.assertEqual((done["id"], done["state"]), ("order-42", "SUCCESS"), done)

    def test_work_beside_orders_of_the_page(self):
        with Service(self.place, env=self.env) as up:
            ann = self.signed_up(up)
            video = ann.order(script=SCRIPT, **QUICK)
            status = ann.wait_for_state(video["task_id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["state"], "SUCCESS", status)
            seen = self.celery_call({"id": video["task_id"], "wait": LONG})
            self.assertEqual(seen["result"]["video_id"], video["video_id"])


class Control(BrokerCase):
    def test_inspect_and_revoke(self):
        with Service(self.place, env=self.env) as up:
            ann = self.signed_up(up)
            self.assertIn("pong", self.celery("inspect", "ping", "-t", "5"))
            self.assertIn("tasks.generate_video", self.celery("inspect", "registered", "-t", "5"))
            sent = self.call("tasks.generate_video", "ann@example.org", text=LONG_TEXT, preset="best", wait=0)
            harness.wait_for(lambda: self.running(ann, sent["id"]), 30, "the video to be begun")
            self.assertIn(sent["id"], self.celery("inspect", "active", "-t", "5"))
            ended = self.celery_call({"revoke": sent["id"], "terminate": True, "id": sent["id"], "wait": LONG})
            self.assertEqual((ended["state"], ended["error"]), ("REVOKED", "TaskRevokedError"), ended)
            self.assertEqual(ann.wait_for_state(sent["id"], {"REVOKED", "SUCCESS"})["state"], "REVOKED")

    @staticmethod
    def running(client, task):
        answer = client.get(f"/api/task-status/{task}")
        return answer.status == 200 and answer.json["state"] in ("STARTED", "PROGRESS")

    def test_ends_a_worker(self):
        with Service(self.place, env=self.env, command="web") as web:
            self.signed_up(web)
            worker = self.place.start("worker", env=self.env)
            harness.wait_for(lambda: "pong" in self.celery("inspect", "ping", "-t", "1"), 30, "the worker to answer")
            self.celery("control", "shutdown")
            self.assertEqual(worker.finish(20).code, 0)


class Outages(BrokerCase):
    def test_without_a_broker_nothing_starts(self):
        self.stop_redis()
        run = self.place.mss("up", env=self.env | {"MSS_LISTEN": "127.0.0.1:0"})
        self.assert_plain_error(run, 5, "MSS_BROKER_URL")

    def test_orders_wait_for_a_broker_that_is_away(self):
        with Service(self.place, env=self.env) as up:
            ann = self.signed_up(up)
            self.stop_redis()
            video = ann.order(script=SCRIPT, **QUICK)
            self.assertEqual(ann.status(video["task_id"])["state"], "PENDING")
            self.start_redis()
            status = ann.wait_for_state(video["task_id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["state"], "SUCCESS", status)

    def test_a_broker_that_comes_back_empty_is_sent_what_waits(self):
        with Service(self.place, env=self.env, command="web") as web:
            ann = self.signed_up(web)
            video = ann.order(script=SCRIPT, **QUICK)
            self.stop_redis()
            shutil.rmtree(self.place.folder / "redis")
            self.start_redis()
            worker = self.place.start("worker", env=self.env)
            status = ann.wait_for_state(video["task_id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["state"], "SUCCESS", status)
            worker.signal(signal.SIGTERM)
            self.assertEqual(worker.finish(20).code, 0)

    def test_a_worker_that_is_killed_is_made_good_for(self):
        with Service(self.place, env=self.env, command="web") as web:
            ann = self.signed_up(web)
            first = self.place.start("worker", env=self.env)
            sent = self.call("tasks.generate_video", "ann@example.org", text=LONG_TEXT[:1200], wait=0, **QUICK)
            harness.wait_for(lambda: Control.running(ann, sent["id"]), 30, "the video to be begun")
            os.killpg(first.process.pid, signal.SIGKILL)
            first.finish(10)
            second = self.place.start("worker", env=self.env)
            done = self.celery_call({"id": sent["id"], "wait": 3 * LONG})
            self.assertEqual(done["state"], "SUCCESS", done)
            status = ann.wait_for_state(sent["id"], {"SUCCESS"})
            self.assertEqual(status["result"]["video_id"], done["result"]["video_id"])
            second.signal(signal.SIGTERM)
            self.assertEqual(second.finish(20).code, 0)
