"""kill -9 of the whole studio, or of one of its children, at random instants: every accepted video ends, once, whole.

MSS_KILLS says how many kills are tried (6); MSS_SEED repeats a run's random instants.
"""

import collections
import os
import random
import signal
import sqlite3
import time
import unittest

import harness
from harness import Case, wait_for
from service import FINAL, Service
from test_service import task_children

KILLS = int(os.environ.get("MSS_KILLS", "6"))
SEED = int(os.environ.get("MSS_SEED", random.SystemRandom().randrange(1_000_000)))

WORDS = ("amber", "basalt", "coral", "dune", "ember", "fjord", "glacier", "heron", "island", "jade", "kelp", "lagoon")
WAITING_MOST = 3  # orders that have not ended, so that the run ends soon after the last kill


def order_number(chance, number):
    """A video that no earlier one has any stage of."""
    words = " ".join(chance.sample(WORDS, 6))
    scenes = [{"text": f"Number {number} is about {words}."}, {"text": f"And so ends number {number}."}]
    return {
        "script": {"title": f"Number {number}", "language": "en", "scenes": scenes},
        "formats": ["vertical"],
        "preset": "fast",
    }


class Kills(Case):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(SEED)
        self.accepted = []
        self.killed = collections.Counter()
        self.service = Service(self.place)
        self.client = self.service.client()
        self.client.sign_up("ann@example.org")

    def tearDown(self):
        if self.service.run.alive:
            self.service.kill()

    def order_some(self):
        waiting = len(self.client.get("/api/tasks").json["items"])
        for _ in range(waiting, WAITING_MOST):
            self.accepted.append(self.client.order(**order_number(self.chance, len(self.accepted)))["task_id"])

    def kill_something(self):
        # A child's crash counts, and the third one puts its task into quarantine: most kills are of the whole.
        children = task_children(self.place.data)
        if children and self.chance.random() < 0.3:
            try:
                os.kill(self.chance.choice(children), signal.SIGKILL)
            except ProcessLookupError:
                return  # it had just ended
            self.killed["a child"] += 1
            return
        self.service.kill()
        self.killed["the studio"] += 1
        wait_for(lambda: not task_children(self.place.data), 5, "the children to end with the studio")
        self.service = Service(self.place)
        self.client.address = self.service.address

    def test_lose_nothing(self):
        while self.killed.total() < KILLS:
            self.order_some()
            time.sleep(self.chance.uniform(0, 2.5))
            self.kill_something()
        ended = {task: self.client.wait_for_state(task, FINAL, 180) for task in self.accepted}
        self.assertEqual(self.service.stop().code, 0)
        self.assertEqual(task_children(self.place.data), [], "no process is left")
        states = collections.Counter(status["state"] for status in ended.values())
        self.check_log(ended)
        for task, status in ended.items():
            if status["state"] == "SUCCESS":
                self.check_files(task, status["result"])
            else:
                self.assertEqual(status["error"]["code"], "quarantined", status)
        # Only a child's own death counts against its task, and it takes three.
        self.assertLessEqual(3 * states["FAILURE"], self.killed["a child"], states)
        self.assertGreater(states["SUCCESS"], 0, states)
        report = f"seed {SEED}: killed {dict(self.killed)}; {len(ended)} accepted, ended {dict(states)}"
        print(f"\n{report}", flush=True)

    def check_log(self, ended):
        with sqlite3.connect(f"file:{self.place.data}/mss.db?mode=ro", uri=True) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            known = {row[0] for row in database.execute("SELECT id FROM task WHERE name = 'tasks.generate_video'")}
        self.assertEqual(known, set(ended), "what was accepted is what is there")
        for task in ended:
            shown = self.assert_done(self.place.mss("task", "show", task)).out
            ends = [line.split()[1] for line in shown.splitlines() if line.startswith("  20")]
            self.assertEqual(sum(end in ("succeeded", "dead", "cancelled") for end in ends), 1, shown)

    def check_files(self, task, result):
        folder = self.place.data / "videos" / result["video_id"]
        for file in result["files"]:
            self.assertEqual(harness.sha256(folder / file["name"]), file["sha256"], f"{task}: {file['name']} is torn")
        self.assertEqual(harness.decode_complaints(folder / "vertical.mp4"), "")
        names = {file["name"] for file in result["files"]} | {"making"}
        self.assertEqual({path.name for path in folder.iterdir()}, names, "half-written files are left")


if __name__ == "__main__":
    unittest.main()
