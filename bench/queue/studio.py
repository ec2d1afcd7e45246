#!/usr/bin/env python3
"""bench/queue/studio.py BUILD: what a running studio costs and how soon it reacts, beside the goal of each: the memory
of an idle `mss up`, a cancel, a killed child, a killed worker. It runs the studio as the end-to-end tests do."""

import os
import pathlib
import signal
import sqlite3
import sys
import time
import unittest

BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release").resolve()
os.environ["MSS_BINARY_DIR"] = str(BUILD)
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "e2e"))

from harness import Case, media_processes, wait_for  # noqa: E402
from service import FINAL, Service  # noqa: E402
from test_service import SHORT, task_children  # noqa: E402

LONG = {"script": SHORT, "formats": ["vertical", "wide"], "preset": "publish"}
ROUNDS = 5
IDLE_SECONDS = 5


def pss_megabytes(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1024


def tell(figure, values, goal):
    print(f"{figure}: {', '.join(f'{value:.2f}' for value in values)} (goal {goal})", flush=True)


class Studio(Case):
    def making(self, service):
        """A client and a task of it that is being made."""
        client = service.client()
        client.sign_up("ann@example.org")
        return client, self.order(client)

    def order(self, client):
        task = client.order(**LONG)["task_id"]
        wait_for(lambda: client.status(task)["meta"]["scenes"], 60, "the words")
        return task

    def test_idle_memory(self):
        with Service(self.place) as service:
            time.sleep(IDLE_SECONDS)
            memory = pss_megabytes(service.run.process.pid)
        tell("idle mss up, PSS in MB", [memory], "at most 40")

    def test_cancel(self):
        told, gone = [], []
        with Service(self.place) as service:
            client, task = self.making(service)
            for _ in range(ROUNDS):
                begin = time.monotonic()
                self.assertEqual(client.send("DELETE", f"/api/tasks/{task}").status, 202)
                client.wait_for_state(task, FINAL)
                told.append(time.monotonic() - begin)
                wait_for(lambda: not media_processes(self.place.data), 30, "its media processes to end")
                gone.append(time.monotonic() - begin)
                task = self.order(client)
        tell("seconds from a cancel to its task's end", told, "at most 0.5 for the token")
        tell("seconds from a cancel to the end of its media processes", gone, "at most 5")

    def test_killed_child(self):
        seconds = []
        with Service(self.place) as service:
            client, task = self.making(service)
            for round_number in range(ROUNDS):
                (child,) = self.children()
                begin = time.monotonic()
                os.kill(child, signal.SIGKILL)
                wait_for(lambda: [pid for pid in self.children() if pid != child], 30, "another child")
                seconds.append(time.monotonic() - begin)
                client.send("DELETE", f"/api/tasks/{task}")
                client.wait_for_state(task, FINAL)
                if round_number + 1 < ROUNDS:
                    task = self.order(client)
        tell("seconds from a child's death to the next child", seconds, "at most 1")

    def children(self):
        media = media_processes(self.place.data)
        return [pid for pid in task_children(self.place.data) if pid not in media]

    def ask(self, sql, *values):
        with sqlite3.connect(f"file:{self.place.data}/mss.db?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchone()[0]

    def test_killed_worker(self):
        seconds = []
        with Service(self.place, command="web") as web:
            client = web.client()
            client.sign_up("ann@example.org")
            for _ in range(ROUNDS):
                worker = self.place.start("worker")
                task = self.order(client)
                other = self.place.start("worker")
                wait_for(lambda: self.ask("SELECT count(*) FROM task_worker") == 2, 30, "the second worker")
                begin = time.monotonic()
                worker.signal(signal.SIGKILL)
                worker.finish(10)
                wait_for(lambda: self.ask("SELECT count(*) FROM task_event e JOIN task t ON t.seq = e.task"
                                          " WHERE t.id = ? AND e.kind = 'started'", task) == 2, 60, "its next start")
                seconds.append(time.monotonic() - begin)
                client.send("DELETE", f"/api/tasks/{task}")
                client.wait_for_state(task, FINAL)
                other.signal(signal.SIGTERM)
                other.finish(20)
        tell("seconds from a worker's death to its task's next start", seconds, "at most 15")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-q"])
