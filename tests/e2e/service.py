"""A running studio: the real `mss up` or `mss web` on a free port, and a client that speaks to it as browsers do."""

import http.client
import json
import re
import signal
import urllib.parse

from harness import SLOWNESS, wait_for

PASSWORD = "correct horse battery"
FINAL = {"SUCCESS", "FAILURE", "REVOKED"}


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:1000]}"


class Client:
    """One person's browser: it keeps its cookie."""

    def __init__(self, address):
        self.address = address
        self.cookie = None

    def connect(self, timeout=60):
        return http.client.HTTPConnection(urllib.parse.urlsplit(self.address).netloc, timeout=timeout * SLOWNESS)

    def send(self, method, path, body=None, headers=None):
        fields = dict(headers or {})
        if self.cookie:
            fields["Cookie"] = self.cookie
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            fields.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path, body, fields)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def get(self, path, **headers):
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path, body=None):
        return self.send("POST", path, {} if body is None else body)

    def sign_up(self, email):
        answer = self.post("/api/signup", {"email": email, "password": PASSWORD})
        assert answer.status == 201, answer
        return answer.json["user"]

    def order(self, **body):
        answer = self.post("/api/create-video-enhanced", body)
        assert answer.status == 202, answer
        return answer.json

    def status(self, task):
        answer = self.get(f"/api/task-status/{task}")
        assert answer.status == 200, answer
        return answer.json

    def wait_for_state(self, task, states, seconds=120):
        def reached():
            status = self.status(task)
            return status if status["state"] in states else None

        return wait_for(reached, seconds, f"task {task} to be one of {states}")

    def events(self, task, last_event_id=None, timeout=60):
        """The server-sent events of a task until the server ends the stream: pairs of id and data."""
        fields = {"Cookie": self.cookie, "Accept": "text/event-stream"}
        if last_event_id is not None:
            fields["Last-Event-ID"] = str(last_event_id)
        connection = self.connect(timeout)
        try:
            connection.request("GET", f"/api/task-events/{task}", headers=fields)
            response = connection.getresponse()
            if response.status == 204:
                return
            assert response.status == 200, response.status
            number, data = None, None
            for line in response:
                line = line.decode().rstrip("\n")
                if line.startswith("id: "):
                    number = int(line[4:])
                elif line.startswith("data: "):
                    data = json.loads(line[6:])
                elif line == "" and data is not None:
                    yield number, data
                    data = None
        finally:
            connection.close()


class Service:
    """`mss up` (or another command that serves) with a place's data folder. Use as a context."""

    def __init__(self, place, *words, env=None, command="up"):
        environment = {"MSS_LISTEN": "127.0.0.1:0"} | (env or {})
        self.run = place.start(command, *words, env=environment)
        self.address = None
        wait_for(self._listening, 30, "the server to listen")

    def _listening(self):
        if not self.run.alive:
            raise AssertionError(f"the server ended: {self.run.finish(1)}")
        match = re.search(rb"Open (\S+)", self.printed())
        self.address = match and match[1].decode()
        return self.address

    def printed(self):
        """What it has written to standard output."""
        return self.run.printed()

    def client(self):
        return Client(self.address)

    def kill(self):
        self.run.signal(signal.SIGKILL)
        return self.run.finish(10)

    def stop(self):
        self.run.signal(signal.SIGTERM)
        return self.run.finish(20)

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if not self.run.alive:
            return
        run = self.stop()
        # A failed test has its own words; a server that does not stop well fails the others.
        if failure is None and run.code != 0:
            raise AssertionError(f"the server did not stop well: {run}")
