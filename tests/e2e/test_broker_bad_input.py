"""What anybody may write to a broker: a worker goes on, says one line each, and keeps its memory."""

import base64
import json
import pathlib
import signal
import socket

import harness
from service import Service
from test_broker_ways import TASK, WaysCase

PIDBOX = "/0.celery.pidbox"
REPLIES = "reply.celery.pidbox"
SEPARATOR = "\x06\x16"


def envelope(body, **headers):
    """As kombu writes a message whose body is this value."""
    return json.dumps(
        {
            "body": base64.b64encode(json.dumps(body).encode()).decode(),
            "content-type": "application/json",
            "content-encoding": "utf-8",
            "headers": headers,
            "properties": {
                "delivery_tag": "t",
                "body_encoding": "base64",
                "delivery_info": {"exchange": "celery.pidbox", "routing_key": ""},
            },
        }
    )


class BadInputCase(WaysCase):
    def setUp(self):
        super().setUp()
        with Service(self.place, env=self.env, command="web"):
            pass  # makes the data folder
        self.worker = self.place.start("worker", env=self.env)
        self.addCleanup(self.stop_worker)
        harness.wait_for(self.answers, 30, "the worker to answer")

    def redis_options(self, folder):
        return [*super().redis_options(folder), "--appendonly", "no"]

    def answers(self):
        return bool(self.celery_call({"ping": 1}))

    def stop_worker(self):
        self.worker.signal(signal.SIGTERM)
        self.assertEqual(self.worker.finish(20).code, 0)

    def send(self, *words, fill=0):
        """A command; `fill` more bytes of its last word come piece by piece, so that nobody needs memory for them."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as connection:
            connection.sendall(b"*%d\r\n" % len(words))
            for word in words[:-1]:
                data = word.encode() if isinstance(word, str) else word
                connection.sendall(b"$%d\r\n%s\r\n" % (len(data), data))
            last = words[-1].encode() if isinstance(words[-1], str) else words[-1]
            connection.sendall(b"$%d\r\n%s" % (len(last) + fill, last))
            piece = b"x" * (1 << 20)
            while fill > 0:
                connection.sendall(piece[:fill])
                fill -= len(piece)
            connection.sendall(b"\r\n")
            return connection.recv(1024)

    def memory_peak(self):
        """Of the worker, in MB (proc(5), VmHWM)."""
        status = pathlib.Path(f"/proc/{self.worker.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) // 1024


class RemoteControl(BadInputCase):
    def test_that_is_hostile_is_one_line_each(self):
        deep = "[" * 100_000
        ask = {"method": "ping", "arguments": {}, "ticket": "x"}
        hostile = [
            "",
            "no json",
            "null",
            "[]",
            deep,
            b"\xff\xfe",
            '{"body":7,"headers":{},"properties":{"delivery_tag":"t"}}',
            envelope(7),
            envelope([]),
            envelope({}),
            envelope({"method": 7}),
            envelope({"method": "revoke", "arguments": "x"}),
            envelope({"method": "ping", "arguments": {}, "destination": 7}),
            envelope({"method": "ping", "arguments": {}, "pattern": {}, "matcher": []}),
            envelope({**ask, "reply_to": "celery"}),
            envelope({**ask, "reply_to": {"exchange": 1, "routing_key": []}}),
            envelope({"method": "ping" + "x" * (5 << 20)}),
        ]
        before = self.worker.complaints()
        for text in hostile:
            self.send("PUBLISH", PIDBOX, text)
        self.assertTrue(self.answers())
        lines = self.worker.complaints()[len(before) :]
        self.assertLessEqual(len(lines), len(hostile), lines)
        self.assertGreater(len(lines), len(hostile) // 2, lines)
        for line in lines:
            self.assertLessEqual(len(line), 1_000, "a line is for reading")
        self.assert_served()

    def test_makes_nobody_write_to_queues_of_tasks(self):
        self.send("SADD", f"_kombu.binding.{REPLIES}", f"key{SEPARATOR}{SEPARATOR}elsewhere")
        ask = {"method": "ping", "arguments": {}, "ticket": "x"}
        for reply_to in (
            {"exchange": "", "routing_key": "elsewhere"},
            {"exchange": "celery", "routing_key": "celery"},
            {"exchange": REPLIES, "routing_key": "key"},
            {"exchange": REPLIES, "routing_key": "nobody"},
        ):
            self.send("PUBLISH", PIDBOX, envelope({**ask, "reply_to": reply_to}))
        self.send("PUBLISH", PIDBOX, envelope(ask))  # an answer that nobody waits for
        self.assertTrue(self.answers())
        self.assertEqual(self.redis_words("EXISTS", "elsewhere", "celery"), 0)

    def test_of_unknown_tasks_and_wrong_arguments_is_answered_or_passed_over(self):
        for method in ("revoke", "terminate", "rate_limit", "time_limit", "query_task", "add_consumer", "objgraph"):
            for arguments in ({}, {"task_id": 7}, {"task_id": ["x"] * 10_000}, {"task_id": {"a": 1}}, {"ids": 7}):
                self.send("PUBLISH", PIDBOX, envelope({"method": method, "arguments": arguments}))
        self.assertTrue(self.answers())
        self.assert_served()


class Messages(BadInputCase):
    def test_of_half_a_gigabyte_stay_out_of_the_worker(self):
        self.assert_served()
        before = self.memory_peak()
        begun = len(self.worker.complaints())
        self.send("LPUSH", "celery", '{"body":"', fill=(512 << 20) - 100)
        self.assert_served()
        self.assertLess(self.memory_peak() - before, 20)
        self.assertEqual(self.redis_words("LLEN", "mss:garbage"), 1)
        # Where the server takes longer to move it than an answer is waited for, the lines tell of that instead.
        lines = [line for line in self.worker.complaints()[begun:] if "does not answer" not in line]
        self.assertLessEqual(len(lines), 1, lines)
        for line in lines:
            self.assertIn("mss:garbage", line)

    def test_over_the_channel_of_remote_control_are_not_kept(self):
        before = self.memory_peak()
        for channel in (PIDBOX, "mss:wake"):
            self.send("PUBLISH", channel, "x", fill=(512 << 20) - 100)
            harness.wait_for(self.answers, 60, "the worker to answer")
        self.assertLess(self.memory_peak() - before, 100)
        self.assert_served()
