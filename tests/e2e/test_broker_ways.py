"""Ways to a broker, and names of its keys, as Celery's settings have them: a real client of Celery at the other end."""

import contextlib
import json
import signal
import socket
import subprocess

import harness
from celery_python import free_port
from service import Service
from test_broker import LONG, BrokerCase

TASK = "tasks.cleanup_temp_files"
MASTER = "videos"


class WaysCase(BrokerCase):
    transport = {}
    results = {}

    def celery_call(self, asked):
        return super().celery_call({"transport": self.transport, "results": self.results} | asked)

    def redis_words(self, *words, port=None):
        done = subprocess.run(
            ["redis-cli", "-p", str(port or self.port), "--json", *words], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    def assert_served(self):
        done = self.call(TASK)
        self.assertEqual(done["state"], "SUCCESS", done)

    def start_server(self, *words, port, place="127.0.0.1"):
        """A server of Redis's own program beside that of the case, ready when it listens."""
        process = subprocess.Popen(
            ["redis-server", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

        def listens():
            with contextlib.suppress(OSError), socket.create_connection((place, port), 1):
                return True
            return False

        harness.wait_for(listens, 20, "a server of Redis to listen")
        return process


class Names(WaysCase):
    transport = {"global_keyprefix": "studio:", "priority_steps": [0, 5, 9], "sep": ":", "visibility_timeout": 60}
    def setUp(self):
        super().setUp()
        self.env |= {
            "MSS_BROKER_KEY_PREFIX": "studio:",
            "MSS_BROKER_PRIORITY_STEPS": "0,5,9",
            "MSS_BROKER_SEPARATOR": ":",
            "MSS_BROKER_VISIBILITY_TIMEOUT": "60",
        }

    def test_are_those_of_the_clients(self):
        with Service(self.place, env=self.env, command="web"):
            # The client's own lists, before anybody serves them.
            sent = [self.call(TASK, wait=0, options={"priority": priority})["id"] for priority in (0, 7, 9)]
            lists = sorted(key for key in self.redis_words("KEYS", "studio:celery*"))
            self.assertEqual(lists, ["studio:celery", "studio:celery:5", "studio:celery:9"])
            worker = self.place.start("worker", env=self.env)
            for one in sent:
                self.assertEqual(self.celery_call({"id": one, "wait": LONG})["state"], "SUCCESS")
            self.assertEqual(self.redis_words("EXISTS", f"celery-task-meta-{sent[0]}"), 1)
            self.assertEqual(len(self.celery_call({"ping": 5})), 1)
            ours = ("studio:", "celery-task-meta-")
            self.assertEqual([key for key in self.redis_words("KEYS", "*") if not key.startswith(ours)], [])
            worker.signal(signal.SIGTERM)
            self.assertEqual(worker.finish(20).code, 0)

    def test_that_make_no_sense_are_refused(self):
        for name, value in (
            ("MSS_BROKER_PRIORITY_STEPS", "9,0"),
            ("MSS_BROKER_MASTER_NAME", "videos"),
            ("MSS_BROKER_QUEUE_ORDER", "any"),
            ("MSS_BROKER_VISIBILITY_TIMEOUT", "soon"),
        ):
            with self.subTest(name=name):
                run = self.place.mss("web", env=self.env | {name: value, "MSS_LISTEN": "127.0.0.1:0"})
                self.assertNotEqual(run.code, 0)
                self.assertIn(name, run.err)


class Sockets(WaysCase):
    def test_are_a_way(self):
        self.url = f"redis+socket://{self.place.folder}/redis/redis.sock"
        with Service(self.place, env=self.env | {"MSS_BROKER_URL": self.url}):
            self.assert_served()

    def redis_options(self, folder):
        return super().redis_options(folder) + ["--unixsocket", str(folder / "redis.sock")]


class Sentinels(WaysCase):
    transport = {"master_name": MASTER}
    results = {"master_name": MASTER}

    def test_lead_to_the_next_master(self):
        copy = free_port()
        folder = self.place.folder / "copy"
        folder.mkdir()
        self.start_server("--port", copy, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--replicaof",
                          f"127.0.0.1 {self.port}", port=copy)
        watcher = free_port()
        settings = folder / "sentinel.conf"
        settings.write_text(
            f"bind 127.0.0.1\nport {watcher}\ndir {folder}\nsentinel monitor {MASTER} 127.0.0.1 {self.port} 1\n"
            f"sentinel down-after-milliseconds {MASTER} 500\nsentinel failover-timeout {MASTER} 5000\n",
            encoding="utf-8",
        )
        self.start_server(settings, "--sentinel", port=watcher)
        harness.wait_for(
            lambda: len(self.redis_words("SENTINEL", "REPLICAS", MASTER, port=watcher)) == 1, 30, "the copy to be known"
        )
        first = self.port
        self.url = f"sentinel://127.0.0.1:{watcher}/0;sentinel://127.0.0.1:{free_port()}/0"
        env = self.env | {"MSS_BROKER_URL": self.url, "MSS_BROKER_MASTER_NAME": MASTER}
        with Service(self.place, env=env):
            self.assert_served()
            self.stop_redis()
            harness.wait_for(
                lambda: self.redis_words("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER, port=watcher)[1] != str(first),
                60,
                "the copy to become the master",
            )
            self.assert_served()
            self.assertEqual(self.redis_words("EXISTS", "mss:tasks", port=copy), 1)


class Clusters(WaysCase):
    def test_are_refused_with_a_word(self):
        node = free_port()
        folder = self.place.folder / "node"
        folder.mkdir()
        self.start_server("--port", node, "--bind", "127.0.0.1", "--dir", folder, "--cluster-enabled", "yes",
                          "--cluster-port", free_port(), port=node)
        run = self.place.mss("worker", env=self.env | {"MSS_BROKER_URL": f"redis://127.0.0.1:{node}/0"})
        self.assert_plain_error(run, 2, "Cluster")
