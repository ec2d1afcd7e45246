#!/usr/bin/env python3
"""Breaks a fleet of workers on a Redis server in every way that we know, and says what became of what was accepted.

    chaos_cluster.py REPORT [NAME...]

writes a table in Markdown to REPORT, of all faults or of those named. The exit status is 1 where something that was
accepted is lost, or was called done twice. MSS_CHAOS_RUNS says how often each fault is tried (3). A fault that this
machine cannot have (no right to mount, no Celery) is a line that says so.
"""

import asyncio
import collections
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

import fleet
from celery_python import PYTHON, free_port
from harness import BINARY_DIR, Place, wait_for
from service import Service

RUNS = int(os.environ.get("MSS_CHAOS_RUNS", "3"))
SEED = int(os.environ.get("MSS_SEED", random.SystemRandom().randrange(1_000_000)))
PATIENCE = 120  # seconds for everything to end once nothing is broken any more
PROMISE = 15  # seconds from the death of a worker until its tasks begin anew
LEASE = 10


class Impossible(Exception):
    """This machine cannot have the fault."""


@dataclasses.dataclass
class Line:
    """What a fault did, over all of its runs."""

    fault: str
    runs: int = 0
    accepted: int = 0
    done: int = 0
    cancelled: int = 0
    lost: int = 0
    refused: int = 0  # works that were done a second time, whose end did not count
    seen: int = 0  # tasks that were called done twice
    recovery: float = 0
    promise: float = 0  # 0: none is made
    note: str = ""

    def cells(self):
        if not self.runs:
            return [self.fault, "0", "", "", "", "", "", "", self.note]
        done = str(self.done) + (f" (and {self.cancelled} cancelled)" if self.cancelled else "")
        longest = f"{self.recovery:.1f} s" + (f" (promised: {self.promise:.0f})" if self.promise else "")
        return [self.fault, str(self.runs), str(self.accepted), done, str(self.lost), str(self.refused), str(self.seen),
                longest if self.recovery else "none was needed", self.note]

    @property
    def is_bad(self):
        return bool(self.lost or self.seen or self.promise and self.recovery > self.promise)


HEAD = ["fault", "runs", "accepted", "done", "lost", "done twice, the second refused", "counted twice",
        "longest recovery", "remark"]


def judge(line, all_of_it, may_be_cancelled=False):
    """Waits until all that was accepted has ended, and counts."""
    all_of_it.wait_sent(PATIENCE)
    states = all_of_it.wait_ended(PATIENCE)
    counts = collections.Counter(states.values())
    works = collections.Counter(effect["id"] for effect in all_of_it.effects("done"))
    line.runs += 1
    line.accepted += len(states)
    line.done += counts["succeeded"]
    line.cancelled += counts["cancelled"]
    lost = [task for task, state in states.items()
            if not (state == "succeeded" and works[task] or state == "cancelled" and may_be_cancelled)]
    line.lost += len(lost)
    for task in lost[:5]:
        print(f"  {line.fault}: {task} is {states[task]}, and its work was done {works[task]} times", flush=True)
    successes = all_of_it.successes()
    line.seen += sum(count > 1 for count in successes.values())
    line.refused += sum(count - 1 for task, count in works.items() if count > 1)


def cut_off(all_of_it, interrupted):
    """Of what ran as a fault came, what never came to the end of its work."""
    done = {(effect["id"], effect["fence"]) for effect in all_of_it.effects("done")}
    return [effect for effect in interrupted if (effect["id"], effect["fence"]) not in done]


def note_recovery(line, all_of_it, interrupted, since):
    line.recovery = max(line.recovery, all_of_it.recovery(interrupted, since))


# --- faults ----------------------------------------------------------------------------------------------------------


def kill_in_mid_task(line, fleet_of_all, victim, interrupted, chance):
    """Kills a worker while `interrupted` run there, and judges what became of them."""
    time.sleep(chance.uniform(0, 0.3))
    victim.kill()
    killed = time.time()
    judge(line, fleet_of_all)
    note_recovery(line, fleet_of_all, cut_off(fleet_of_all, interrupted), killed)


def kill_worker(line, folder, chance):
    line.promise = PROMISE
    with fleet.Fleet(folder) as ours:
        victim, _ = ours.serve(), ours.serve()
        ours.send("fleet.light", 60, 400)
        ours.send("fleet.heavy", 20, 400)
        kill_in_mid_task(line, ours, victim, ours.wait_running(2, {victim.pid}), chance)


def kill_child(line, folder, chance):
    with fleet.Fleet(folder) as ours:
        ours.serve()
        ours.serve()
        ours.send("fleet.heavy", 20, 700)
        hit = set()
        for _ in range(4):
            begun = [effect for effect in ours.wait_running(1) if effect["id"] not in hit]
            if not begun:
                break
            effect = chance.choice(begun)
            hit.add(effect["id"])  # a third death would put it into quarantine
            with contextlib.suppress(ProcessLookupError):
                os.kill(effect["pid"], signal.SIGKILL)
            killed = time.time()
            wait_for(lambda: ours.recovery([effect], killed) or effect not in cut_off(ours, [effect]), 30, "a new try")
            note_recovery(line, ours, [effect], killed)
        judge(line, ours)


def freeze_worker(line, folder, chance):
    line.promise = PROMISE
    with fleet.Fleet(folder) as ours:
        victim, _ = ours.serve(), ours.serve()
        ours.send("fleet.light", 30, 600)
        ours.wait_running(2, {victim.pid})
        victim.signal(signal.SIGSTOP)
        frozen = time.time()
        interrupted = [effect for effect in cut_off(ours, ours.effects("begin")) if effect["pid"] == victim.pid]
        wait_for(lambda: all(ours.recovery([effect], frozen) for effect in interrupted), 40, "others to take over")
        note_recovery(line, ours, interrupted, frozen)
        time.sleep(chance.uniform(0, 1))
        victim.signal(signal.SIGCONT)
        ours.send_all("fleet.light", 10, 50)
        judge(line, ours)


def kill_redis(line, folder, chance):
    with fleet.Fleet(folder) as ours:
        ours.serve()
        ours.serve()
        ours.send("fleet.light", 150, 100)
        for _ in range(3):
            ours.wait_running(1)
            time.sleep(chance.uniform(0.1, 0.5))
            ours.kill_redis()
            time.sleep(chance.uniform(0, 1.5))
            ours.start_redis()
            note_next(line, ours, time.time())
        judge(line, ours)


def note_next(line, ours, since, member=None):
    """The time from the end of an outage to the next task that is begun, by this member if one is named; there is work
    for it all the while."""

    def begun():
        if len(ours.accepted()) - len(ours.effects("done")) < 20:
            ours.send("fleet.light", 20, 300)
        return min((effect["at"] for effect in ours.effects("begin")
                    if effect["at"] > since and (member is None or effect["pid"] == member.pid)), default=None)

    line.recovery = max(line.recovery, wait_for(begun, 30, "a task to be begun") - since)


class Proxy:
    """Between a worker and the server; what goes through is for `mode` to say: "pass", "close", or what is swallowed:
    "requests", "answers", "both"."""

    def __init__(self, port):
        self.target = port
        self.port = free_port()
        self.mode = "pass"
        self._links = []
        self._server = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def set(self, mode):
        self.mode = mode
        if mode == "close":
            self._loop.call_soon_threadsafe(lambda: [link.transport.abort() for link in self._links])

    def close(self):
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self):
        self._server.close()
        for link in self._links:
            link.transport.abort()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()))

    async def _listen(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader, writer):
        if self.mode == "close":
            return writer.transport.abort()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return writer.transport.abort()
        self._links += [writer, back]
        await asyncio.gather(self._pump(reader, back, "requests"), self._pump(there, writer, "answers"))

    async def _pump(self, source, sink, what):
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                if self.mode in (what, "both"):
                    continue
                sink.write(data)
                await sink.drain()
        sink.transport.abort()


def cut_network(modes):
    def fault(line, folder, chance):
        with fleet.Fleet(folder) as ours:
            proxy = Proxy(ours.port)
            try:
                victim = ours.serve(url=f"redis://127.0.0.1:{proxy.port}/0")
                ours.serve()
                ours.send("fleet.light", 60 * len(modes), 500)
                for mode in modes:
                    ours.wait_running(1, {victim.pid})
                    proxy.set(mode)
                    time.sleep(chance.choice([1, 4, LEASE + 2]))
                    proxy.set("pass")
                    note_next(line, ours, time.time(), victim)
                judge(line, ours)
            finally:
                proxy.close()

    return fault


@contextlib.contextmanager
def small_disk(folder, megabytes):
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
                             capture_output=True, check=False)
    if mounted.returncode != 0:
        raise Impossible("this takes the right to mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder):
    """The path of a file that leaves no room beside it."""
    path = folder / "ballast"
    with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return path


def fill_disk_of_redis(line, folder, chance):
    with small_disk(folder / "redis", 16), fleet.Fleet(folder) as ours:
        ours.serve()
        ours.serve()
        ours.send("fleet.light", 200, 50)
        ours.wait_running(1)
        time.sleep(chance.uniform(0, 0.5))
        ballast = fill(ours.redis_folder)
        # With appendfsync always the server ends rather than go on without its log.
        ended = ours.redis.process
        wait_for(lambda: ended.poll() is not None, 30, "the server to notice")
        time.sleep(chance.uniform(0, 1))
        ballast.unlink()
        ours.start_redis()
        note_next(line, ours, time.time())
        judge(line, ours)


def fill_data_folder(line, folder, chance):
    """Of a studio, which is sent two videos by Python meanwhile: what cannot be written is tried again."""
    if PYTHON is None:
        raise Impossible("there is no Celery here")
    with small_disk(folder / "data", 96) as data, fleet.Fleet(folder) as ours:
        with Service(Place(folder), env={"MSS_BROKER_URL": ours.url, "MSS_WIKIPEDIA": "off"}) as up:
            up.client().sign_up("ann@example.org")
            ballast = fill(data)
            tasks = [send_by_python(ours, "tasks.generate_video", ["ann@example.org"], video(number))
                     for number in range(2)]
            time.sleep(chance.uniform(3, 5))
            ballast.unlink()
            freed = time.time()
            tasks.append(send_by_python(ours, "tasks.cleanup_temp_files", [], {}))
            wait_for(lambda: set(ours.states(tasks).values()) <= fleet.FINAL, PATIENCE, "the tasks to end")
            line.recovery = max(line.recovery, time.time() - freed)
        states = ours.states(tasks)
        line.runs += 1
        line.accepted += len(tasks)
        line.done += sum(state == "succeeded" for state in states.values())
        line.lost += sum(state not in ("succeeded", "dead") for state in states.values())
        failed = sum(state == "dead" for state in states.values())
        line.note = "until the last of them has ended"
        if failed:
            line.note += f"; {failed} failed for good, and were told so"
        line.seen += sum(count > 1 for count in ours.successes().values())


def video(number):
    script = {"title": f"Number {number}", "language": "en", "scenes": [{"text": f"This is number {number} of some."}]}
    return {"script": script, "formats": ["vertical"], "preset": "fast"}


def send_by_python(ours, name, args, kwargs):
    call = json.dumps({"name": name, "args": args, "kwargs": kwargs})
    words = [PYTHON, fleet.HERE / "celery_calls.py", ours.url, call]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["id"]


def with_clock(file):
    """The environment of a program whose calendar is off by what set_clock() says."""
    set_clock(file, 0)
    return {"LD_PRELOAD": str(BINARY_DIR / "libmss_moved_clock.so"), "MSS_CLOCK_FILE": str(file)}


def set_clock(file, seconds):
    with open(file, "r+b" if file.exists() else "wb", buffering=0) as out:
        out.write(struct.pack("=q", seconds))


def move_clock_of_worker(line, folder, chance):
    clock = folder / "clock"
    with fleet.Fleet(folder) as ours:
        ours.serve(environment=with_clock(clock))
        ours.serve()
        ours.send("fleet.light", 400, 200)
        for offset in (3600, -3600, 0):
            ours.wait_running(1)
            set_clock(clock, offset)
            time.sleep(chance.uniform(1, 2))
        judge(line, ours)
        off = {round((effect["at"] - time.time()) / 3600) for effect in ours.effects()}
        if off != {-1, 0, 1}:
            raise AssertionError(f"the clock was off by {off} hours")


def move_clock_of_redis(line, folder, chance):
    clock = folder / "clock"
    with fleet.Fleet(folder, redis_environment=with_clock(clock)) as ours:
        ours.serve()
        ours.serve()
        ours.send("fleet.light", 300, 200)
        for offset in (3600, 0):
            ours.wait_running(1)
            set_clock(clock, offset)
            note_next(line, ours, time.time())
            time.sleep(chance.uniform(1, 2))
        judge(line, ours)


def storm_of_cancels(line, folder, _chance):
    with fleet.Fleet(folder) as ours:
        ours.serve()
        ours.serve()
        ours.send_all("fleet.light", 10_000, 20)
        ids = ours.accepted()
        began = time.monotonic()
        done = subprocess.run([fleet.PROGRAM, "cancel", ours.url], input="\n".join(ids) + "\n", capture_output=True,
                              text=True, check=True)
        line.note = f"10,000 in {time.monotonic() - began:.1f} s"
        answers = dict(words.split() for words in done.stdout.splitlines())
        judge(line, ours, may_be_cancelled=True)
        states = ours.states(ids)
        broken = [task for task, answer in answers.items()
                  if answer in ("cancelled", "running") and states[task] == "succeeded"]
        line.lost += len(broken) + sum(answer not in fleet.FINAL | {"running"} for answer in answers.values())
        for task in broken[:5]:
            print(f"  {task} succeeded after its cancel was accepted", flush=True)


def kill_ours_beside_python(line, folder, chance):
    if PYTHON is None:
        raise Impossible("there is no Celery here")
    line.promise = PROMISE
    with fleet.Fleet(folder) as both:
        both.serve_python()
        victim = both.serve()
        both.serve()
        both.send_all("fleet.light", 60, 500)
        kill_in_mid_task(line, both, victim, both.wait_running(2, {victim.pid}), chance)


def kill_python_beside_ours(line, folder, chance):
    if PYTHON is None:
        raise Impossible("there is no Celery here")
    line.note = "by the visibility timeout, here 5 s"
    with fleet.Fleet(folder, visibility=5) as both:
        victim = both.serve_python()
        both.serve()
        both.send_all("fleet.light", 60, 400)
        kill_in_mid_task(line, both, victim, both.wait_running(1, fleet.group_of(victim)), chance)


FAULTS = {
    "a worker is killed (SIGKILL)": kill_worker,
    "children of workers are killed (SIGKILL)": kill_child,
    "a worker is stopped past its lease and goes on (SIGSTOP, SIGCONT)": freeze_worker,
    "the Redis server is killed and started again (appendfsync always), three times": kill_redis,
    "the connection of a worker is closed and refused": cut_network(["close", "close"]),
    "the connection of a worker swallows requests, answers, both": cut_network(["requests", "answers", "both"]),
    "the disk of Redis is full": fill_disk_of_redis,
    "the data folder is full": fill_data_folder,
    "the clock of a worker moves by an hour, both ways": move_clock_of_worker,
    "the clock of the Redis server moves by an hour, and back": move_clock_of_redis,
    "10,000 cancels at once": storm_of_cancels,
    "a worker of ours is killed beside one of Celery's": kill_ours_beside_python,
    "a worker of Celery's is killed beside one of ours": kill_python_beside_ours,
}
ONCE = {storm_of_cancels, fill_data_folder}


def run(name, fault):
    line = Line(name)
    for number in range(1 if fault in ONCE else RUNS):
        chance = random.Random(f"{SEED} {name} {number}")
        with tempfile.TemporaryDirectory(prefix="mss-chaos-") as folder:
            try:
                fault(line, pathlib.Path(folder), chance)
            except Impossible as reason:
                line.note = str(reason)
                break
            except (AssertionError, OSError, subprocess.SubprocessError) as reason:
                line.runs += 1
                line.lost += 1
                line.note = str(reason)
    return line


def main():
    report = pathlib.Path(sys.argv[1])
    wanted = sys.argv[2:]
    began = time.monotonic()
    lines = []
    for name, fault in FAULTS.items():
        if wanted and not any(word in name for word in wanted):
            continue
        line = run(name, fault)
        lines.append(line)
        print(" | ".join(line.cells()), flush=True)
    rows = [HEAD, ["---"] * len(HEAD)] + [line.cells() for line in lines]
    text = [f"# What a fleet bears (seed {SEED}, {time.monotonic() - began:.0f} s)", ""]
    text += ["| " + " | ".join(row) + " |" for row in rows]
    report.write_text("\n".join(text) + "\n")
    bad = [line.fault for line in lines if line.is_bad]
    print(f"{report}: " + (f"broken by: {', '.join(bad)}" if bad else "nothing was lost, and nothing counted twice"))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
