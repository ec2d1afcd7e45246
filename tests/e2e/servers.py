"""Small web servers on this machine that stand for the ones a video's words come from: a page, a MediaWiki, a model."""

import contextlib
import http.server
import json
import threading
import urllib.parse


class Request:
    def __init__(self, handler, body):
        self.method = handler.command
        address = urllib.parse.urlsplit(handler.path)
        self.path = address.path
        self.query = dict(urllib.parse.parse_qsl(address.query))
        self.headers = {name.lower(): value for name, value in handler.headers.items()}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Answer:
    def __init__(self, body, status=200, kind="application/json; charset=utf-8", **headers):
        self.body = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.status = status
        self.headers = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}


class Server:
    """Answers with `reply(request)`, on a thread a connection, and keeps every request."""

    def __init__(self, reply):
        self.requests = []
        requests = self.requests

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Request(self, body)
                requests.append(request)
                answer = reply(request)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked may have gone
                    if self.command != "HEAD":
                        self.wfile.write(answer.body)

            do_GET = do_POST = do_HEAD = answer

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextlib.contextmanager
def serving(reply):
    server = Server(reply)
    try:
        yield server
    finally:
        server.close()
