"""Tasks of a plain Celery worker, for the clients of ours: celery -A celery_tasks worker."""

import os
import time

from celery import Celery

BROKER = os.environ["CELERY_BROKER_URL"]
app = Celery("demo", broker=BROKER, backend=BROKER)
app.conf.task_track_started = True


@app.task(name="demo.add")
def add(x, y=10):
    return x + y


@app.task(name="demo.count", bind=True)
def count(self, to):
    for number in range(1, to + 1):
        self.update_state(state="PROGRESS", meta={"done": number, "of": to})
    return f"counted to {to}"


@app.task(name="demo.fail")
def fail(words):
    raise ValueError(words)


@app.task(name="demo.hang")
def hang():
    while True:
        time.sleep(1)
