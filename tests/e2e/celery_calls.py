"""Calls a task as a program in Python does, with Celery itself: run by the Python that has it, talked to in JSON.

    celery_calls.py URL '{"name": ..., "args": [...], "kwargs": {...}, "options": {...}, "wait": seconds}'

prints {"id", "state", "result"} or {"id", "state", "error", "message"}; without "wait" at once. "transport" and
"results" are broker_transport_options and result_backend_transport_options; {"ping": seconds} prints who answers.
"""

import json
import sys

from celery import Celery


def main():
    app = Celery("calls", broker=sys.argv[1], backend=sys.argv[1])
    asked = json.loads(sys.argv[2])
    app.conf.broker_transport_options = asked.get("transport", {})
    app.conf.result_backend_transport_options = asked.get("results", {})
    if "ping" in asked:
        print(json.dumps(app.control.ping(timeout=asked["ping"])))
        return
    if "revoke" in asked:
        app.control.revoke(asked["revoke"], terminate=asked.get("terminate", False))
    if "broadcast" in asked:  # of what this version of Celery may have no function for
        method, arguments = asked["broadcast"]
        replies = app.control.broadcast(method, arguments=arguments, reply=True, limit=1, timeout=asked["wait"])
        print(json.dumps(replies))
        return
    if "name" in asked:
        call = app.send_task(
            asked["name"], args=asked.get("args", []), kwargs=asked.get("kwargs", {}), **asked.get("options", {})
        )
    else:
        call = app.AsyncResult(asked["id"])
    answer = {"id": call.id}
    try:
        if asked.get("wait"):
            answer["result"] = call.get(timeout=asked["wait"])
    except Exception as error:  # whatever Celery makes of what the worker stored
        answer |= {"error": type(error).__name__, "message": str(error)}
    print(json.dumps(answer | {"state": call.state}))


main()
