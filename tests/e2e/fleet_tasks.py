"""The tasks of fleet.py for workers of Celery's, with the settings that lose nothing where a worker is killed."""

import json
import os
import time

from celery import Celery

app = Celery("fleet", broker=os.environ["FLEET_URL"], backend=os.environ["FLEET_URL"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_transport_options={"visibility_timeout": int(os.environ["FLEET_VISIBILITY"])},
)


def write_effect(what, task):
    line = {"what": what, "id": task, "fence": 0, "pid": os.getpid(), "at": time.time()}
    file = os.open(os.environ["FLEET_EFFECTS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, json.dumps(line).encode() + b"\n")
    os.close(file)


@app.task(name="fleet.light", bind=True)
def light(self, ms=0):
    write_effect("begin", self.request.id)
    time.sleep(ms / 1000)
    write_effect("done", self.request.id)
    return {"pid": os.getpid()}
