"""What Celery's clients may ask of a worker of ours while it runs: limits of time and rate, queues, stamps."""

import os
import signal
import subprocess
import tempfile

import harness
import test_broker
from celery_python import PYTHON
from service import Service
from test_broker import LONG, LONG_TEXT

SHORT = "tasks.cleanup_temp_files"
OTHER_WORKER = """
from celery import Celery
app = Celery("other", broker={url!r}, backend={url!r})
@app.task(name="other.task")
def task():
    return 7
"""


class SteeringCase(test_broker.BrokerCase):
    """A server of Redis and a worker alone, or a studio."""

    def worker(self, *words):
        """One that answers. It ends with the test."""
        run = self.place.start("worker", *words, env=self.env)
        self.addCleanup(self.end, run)
        harness.wait_for(lambda: "pong" in self.celery("inspect", "ping", "-t", "1"), 30, "the worker to answer")
        return run

    def end(self, run):
        if run.alive:
            run.signal(signal.SIGTERM)
            run.finish(20)

    def send(self, name, queue="celery", **options):
        return self.call(name, wait=0, options={"queue": queue, **options})["id"]

    def ended(self, task):
        return self.celery_call({"id": task, "wait": LONG})

    def state(self, task):
        return self.celery_call({"id": task})["state"]

    def asked(self, method, arguments):
        """The answer of the one worker that there is."""
        (reply,) = self.celery_call({"broadcast": [method, arguments], "wait": LONG})
        (answer,) = reply.values()
        return answer

    def waiting(self, queue="celery"):
        done = subprocess.run(
            ["redis-cli", "-p", str(self.port), "llen", queue], capture_output=True, text=True, timeout=LONG, check=True
        )
        return int(done.stdout)


class Settings(SteeringCase):
    def test_that_hold_are_shown(self):
        self.worker("--concurrency", "1", "--prefetch", "3")
        conf = self.asked("conf", {"with_defaults": False})
        expected = {
            "task_serializer": "json",
            "accept_content": ["json"],
            "timezone": "UTC",
            "enable_utc": True,
            "task_track_started": True,
            "task_time_limit": 1800,
            "task_soft_time_limit": 1500,
            "worker_prefetch_multiplier": 3,
            "worker_max_tasks_per_child": 1000,
            "result_expires": 86400,
        }
        self.assertEqual({name: conf[name] for name in expected}, expected)
        stats = self.asked("stats", {})
        self.assertEqual(stats["prefetch_count"], 1 + 2 * 3)
        self.assertEqual(stats["pool"]["timeouts"], [1500, 1800])
        self.assertEqual(stats["pool"]["max-tasks-per-child"], 1000)


class TimeLimits(SteeringCase):
    def test_of_a_call_are_heeded(self):
        with Service(self.place, env=self.env) as up:
            self.signed_up(up)
            for option, error in (("time_limit", "TimeLimitExceeded"), ("soft_time_limit", "SoftTimeLimitExceeded")):
                with self.subTest(option):
                    done = self.call(
                        "tasks.generate_video", "ann@example.org", text=LONG_TEXT, preset="best", options={option: 1}
                    )
                    self.assertEqual((done["state"], done["error"]), ("FAILURE", error), done)

    def test_of_a_kind_are_set_from_afar(self):
        with Service(self.place, env=self.env) as up:
            self.signed_up(up)
            said = self.celery("control", "time_limit", "tasks.generate_video", "1")
            self.assertIn("time limits set successfully", said)
            sent = self.call("tasks.generate_video", "ann@example.org", text=LONG_TEXT, preset="best", wait=0)
            retried = {"RETRY", "FAILURE"}
            harness.wait_for(lambda: self.state(sent["id"]) in retried, 60, "the task to have run out of time")
            self.celery_call({"revoke": sent["id"], "id": sent["id"]})
            self.assertIn("unknown task", self.celery("control", "time_limit", "no.such", "1"))


class Rates(SteeringCase):
    def test_hold_back_a_kind_until_they_are_lifted(self):
        self.worker()
        self.assertIn("new rate limit set", self.celery("control", "rate_limit", SHORT, "1/h"))
        self.assertIn(f"{SHORT} [rate_limit=1/h]", self.celery("inspect", "registered"))
        first, second = self.send(SHORT), self.send(SHORT)
        self.assertEqual(self.ended(first)["state"], "SUCCESS")
        self.assertEqual(self.ended(self.send("tasks.cleanup_expired_sessions"))["state"], "SUCCESS")
        self.assertEqual((self.state(second), self.waiting()), ("PENDING", 1))
        self.assertIn("rate limit disabled", self.celery("control", "rate_limit", SHORT, "0"))
        self.assertEqual(self.ended(second)["state"], "SUCCESS")


class Queues(SteeringCase):
    def test_come_and_go_while_the_worker_runs(self):
        self.worker("--queues", "mine")
        first = self.send(SHORT, queue="theirs")
        self.assertEqual(self.ended(self.send(SHORT, queue="mine"))["state"], "SUCCESS")
        self.assertEqual(self.waiting("theirs"), 1)
        self.assertIn("add consumer theirs", self.celery("control", "add_consumer", "theirs"))
        self.assertEqual(self.ended(first)["state"], "SUCCESS")
        queues = self.asked("active_queues", {})
        self.assertEqual([queue["name"] for queue in queues], ["mine", "theirs"])
        self.assertIn("queues mine, theirs", self.listed())

        self.assertIn("no longer consuming from mine", self.celery("control", "cancel_consumer", "mine"))
        self.assertEqual([queue["name"] for queue in self.asked("active_queues", {})], ["theirs"])
        harness.wait_for(lambda: "but mine" in self.listed(), 20, "the card of the worker to say so")
        second = self.send(SHORT, queue="mine")
        self.assertEqual(self.ended(self.send(SHORT, queue="theirs"))["state"], "SUCCESS")
        self.assertEqual(self.waiting("mine"), 1)
        self.celery("control", "add_consumer", "mine")
        self.assertEqual(self.ended(second)["state"], "SUCCESS")

    def listed(self):
        return self.assert_done(self.place.mss("queue", "list", env=self.env)).out

    def test_that_nobody_named_before_are_served_by_a_worker_of_all(self):
        self.worker()
        self.celery("control", "add_consumer", "brand-new")
        self.assertEqual(self.ended(self.send(SHORT, queue="brand-new"))["state"], "SUCCESS")


class Stamps(SteeringCase):
    """Celery 5.3 has them and the command; the version of Debian 12 sends the same by hand."""

    STAMPED = {"headers": {"stamped_headers": ["tenant"], "stamps": {"tenant": "acme"}}}

    def test_revoke_what_is_claimed_later(self):
        self.worker()
        said = self.asked("revoke_by_stamped_headers", {"headers": {"tenant": ["acme"]}})
        self.assertIn("flagged as revoked", said["ok"])
        ended = self.ended(self.send(SHORT, **self.STAMPED))
        self.assertEqual((ended["state"], ended["error"]), ("REVOKED", "TaskRevokedError"), ended)
        self.assertEqual(self.ended(self.send(SHORT))["state"], "SUCCESS")

    def test_end_what_runs(self):
        with Service(self.place, env=self.env) as up:
            ann = self.signed_up(up)
            sent = self.call(
                "tasks.generate_video", "ann@example.org", text=LONG_TEXT, preset="best", wait=0, options=self.STAMPED
            )
            harness.wait_for(lambda: test_broker.Control.running(ann, sent["id"]), 30, "the video to be begun")
            self.assertIn(self.state(sent["id"]), ("STARTED", "PROGRESS"))
            said = self.asked(
                "revoke_by_stamped_headers", {"headers": {"tenant": "acme"}, "terminate": True, "signal": "SIGTERM"}
            )
            self.assertIn("revoked", said["ok"])
            self.assertEqual(self.ended(sent["id"])["state"], "REVOKED")


class Revivals(SteeringCase):
    def test_lift_what_was_revoked(self):
        with Service(self.place, env=self.env) as up:
            self.signed_up(up)
            sent = self.call("tasks.generate_video", "ann@example.org", text=LONG_TEXT, preset="fast", wait=0)
            ended = self.celery_call({"revoke": sent["id"], "terminate": True, "id": sent["id"], "wait": LONG})
            self.assertEqual(ended["state"], "REVOKED", ended)
            self.assertIn(sent["id"], self.celery("inspect", "revoked"))
            harness.wait_for(lambda: self.knows_end(sent["id"]), 30, "the end to be known here")
            self.assert_done(self.place.mss("task", "retry", sent["id"], env=self.env))
            harness.wait_for(lambda: sent["id"] in self.celery("inspect", "active"), 60, "the task to run again")
            self.assertNotIn(sent["id"], self.celery("inspect", "revoked"))

    def knows_end(self, task):
        return "cancelled" in self.place.mss("task", "show", task, env=self.env).out


class OtherWorkers(SteeringCase):
    """One of Celery's own workers on a queue of ours."""

    def start_other(self):
        folder = tempfile.TemporaryDirectory(prefix="mss-e2e-")
        self.addCleanup(folder.cleanup)
        with open(os.path.join(folder.name, "other.py"), "w") as file:
            file.write(OTHER_WORKER.format(url=self.url))
        words = [PYTHON, "-m", "celery", "-A", "other", "worker", "--pool", "solo", "--hostname", "py@host1"]
        process = subprocess.Popen(words, cwd=folder.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        harness.wait_for(lambda: "pong" in self.celery("inspect", "ping", "-t", "1"), 60, "Celery's worker to answer")

    def test_that_know_other_tasks_are_warned_of_at_the_start(self):
        self.start_other()
        run = self.place.start("worker", env=self.env)
        harness.wait_for(lambda: len(self.warnings(run.complaints())) == 2, 60, "both warnings")
        run.signal(signal.SIGTERM)
        done = run.finish(20)
        lines = self.warnings(done.err.splitlines())
        self.assertEqual(len(lines), 2, done)
        theirs, ours = lines
        self.assertIn("other.task", theirs)
        self.assertIn("py@host1", theirs)
        self.assertIn("tasks.generate_video", ours)
        self.assertNotIn("other.task", ours)

    @staticmethod
    def warnings(lines):
        return [line for line in lines if "workers of the same queues" in line]
