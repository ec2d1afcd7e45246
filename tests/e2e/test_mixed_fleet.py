"""Workers of ours and of Celery's on one queue, while either kind is killed."""

import signal
import time

import fleet
import harness
from celery_python import PYTHON

RECOVERY_MOST = 15  # seconds from the death of a worker of ours until its tasks begin anew


class MixedFleet(harness.Case):
    def setUp(self):
        super().setUp()
        if PYTHON is None:
            harness.skip(self, "there is no Celery here (python3-celery and python3-redis)")

    def assert_done_once(self, fleet_of_both, states):
        self.assertEqual(set(states.values()), {"succeeded"}, states)
        self.assertLessEqual(max(fleet_of_both.successes().values(), default=0), 1)

    def done_by(self, both, member):
        pids = fleet.group_of(member)
        return [effect for effect in both.effects("done") if effect["pid"] in pids]

    def test_goes_on_where_a_worker_of_ours_is_killed(self):
        with fleet.Fleet(self.place.folder) as both:
            python = both.serve_python()
            ours = both.serve()
            both.send_all("fleet.light", 60, 1000)
            interrupted = both.wait_running(3, {ours.pid})
            ours.kill()
            killed = time.time()
            before = len(self.done_by(both, python))
            both.serve()
            states = both.wait_ended(90)
            self.assert_done_once(both, states)
            done = {(effect["id"], effect["fence"]) for effect in both.effects("done")}
            cut_off = [effect for effect in interrupted if (effect["id"], effect["fence"]) not in done]
            self.assertGreater(len(cut_off), 0)
            again = both.recovery(cut_off, killed)
            self.assertGreater(again, 0)
            self.assertLessEqual(again, RECOVERY_MOST * harness.SLOWNESS)
            self.assertGreater(len(self.done_by(both, python)), before, "the other kind goes on meanwhile")
            print(f"\nkilled, and the last of its tasks begun anew after {again:.1f} s", flush=True)

    def test_goes_on_where_a_worker_of_celery_is_killed(self):
        with fleet.Fleet(self.place.folder, visibility=5) as both:
            python = both.serve_python()
            ours = both.serve()
            both.send_all("fleet.light", 60, 500)
            both.wait_running(2, fleet.group_of(python) - {python.pid})
            python.kill()
            states = both.wait_ended(90)
            self.assert_done_once(both, states)
            # What Celery's worker had begun is restored by ours once its visibility timeout is over.
            self.assertTrue(any(effect["pid"] == ours.pid for effect in both.effects("done")))
            self.assertEqual(ours.stop(), 0)

    def test_takes_over_where_a_worker_of_ours_stops(self):
        with fleet.Fleet(self.place.folder) as both:
            python = both.serve_python()
            ours = both.serve()
            both.send_all("fleet.light", 30, 1000)
            both.wait_running(3, {ours.pid})
            ours.signal(signal.SIGTERM)
            self.assertEqual(ours.process.wait(20 * harness.SLOWNESS), 0)
            states = both.wait_ended(60)
            self.assert_done_once(both, states)
            self.assertTrue(self.done_by(both, python))
