"""The studio as people meet it: accounts, orders, progress, files, the trash, other people; and as operators run it."""

import json
import os
import shutil
import signal
import sqlite3

import harness
from harness import Case, media_processes, wait_for
from servers import Answer, serving
from service import FINAL, PASSWORD, Service
from test_model import SCRIPT as MODEL_SCRIPT
from test_model import completion

SHORT = {
    "title": "Bees",
    "language": "en",
    "scenes": [
        {"text": "A bee visits many flowers and carries the nectar home."},
        {"text": "The others fan it with their wings until it is honey."},
    ],
}
QUICK = {"script": SHORT, "formats": ["vertical"], "preset": "fast", "music": False}


def task_children(data):
    """Process ids of everything that belongs to a data folder but the servers and workers themselves."""
    marker = b"MSS_DATA_DIR=" + os.fsencode(data)
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                ours = marker in file.read().split(b"\0")
            with open(f"/proc/{name}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            with open(f"/proc/{name}/stat") as file:
                state = file.read().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if ours and state not in "ZX" and (b"task-child" in words or words[0].endswith(b"mss-media")):
            found.append(int(name))
    return found


class Making(Case):
    """One video from the order to the trash."""

    def test_the_whole_way(self):
        with Service(self.place) as service:
            ann = service.client()
            self.assertFalse(ann.get("/api/start").json["has_accounts"])
            self.assertEqual(ann.sign_up("ann@example.org")["role"], "owner")
            order = ann.order(**QUICK)
            task, video = order["task_id"], order["video_id"]
            self.assertEqual(order["status"], "pending")

            seen = list(ann.events(task))
            states = [data["state"] for _, data in seen]
            self.assertEqual(states[-1], "SUCCESS")
            self.assertIn("PROGRESS", states)
            numbers = [number for number, _ in seen]
            self.assertEqual(numbers, sorted(set(numbers)), "each event comes once")
            percents = [data["meta"]["percent"] for _, data in seen]
            self.assertEqual(percents, sorted(percents), "progress never falls")
            self.assertTrue(
                any(scene["previews"] for _, data in seen[:-1] for scene in data["meta"]["scenes"]),
                "pictures come while the video is made",
            )
            # Who comes back after the end is told to stay away; who missed the rest gets exactly that.
            self.assertEqual(list(ann.events(task, numbers[-1])), [])
            middle = len(numbers) // 2
            self.assertEqual([number for number, _ in ann.events(task, numbers[middle])][-1], numbers[-1])

            status = ann.status(task)
            self.assertEqual((status["state"], status["status"]), ("SUCCESS", "Complete"))
            result = status["result"]
            self.assertEqual(result["video_id"], video)
            self.assertEqual(result["video_path"], f"videos/{video}/vertical.mp4")
            self.assertTrue((self.place.data / result["video_path"]).is_file())
            self.assertEqual(result["title"], "Bees")
            preview = next(iter(status["meta"]["scenes"][0]["previews"].values()))
            self.assertEqual(ann.get(preview).headers["content-type"], "image/jpeg")
            self.check_library(ann, video)
            self.check_files(ann, video)
            self.check_trash(ann, video)

    def check_library(self, ann, video):
        shown = ann.get(f"/api/v1/videos/{video}").json["video"]
        self.assertEqual((shown["title"], shown["state"]), ("Bees", "ready"))
        self.assertGreater(shown["duration_s"], 3)
        history = ann.get("/api/video-history?search=BEE").json
        self.assertEqual((history["total"], history["pages"], history["page"], history["per_page"]), (1, 1, 1, 20))
        self.assertEqual(ann.get("/api/video-history?search=wasp").json["total"], 0)
        script = ann.get(f"/api/v1/videos/{video}/script").json["script"]
        self.assertEqual(script["scenes"][0]["text"], SHORT["scenes"][0]["text"])

    def check_files(self, ann, video):
        path = f"/api/v1/videos/{video}/files/vertical.mp4"
        whole = ann.get(path)
        self.assertEqual((whole.status, whole.headers["content-type"]), (200, "video/mp4"))
        self.assertEqual(whole.headers["accept-ranges"], "bytes")
        part = ann.get(path, Range="bytes=100-199")
        self.assertEqual((part.status, part.body), (206, whole.body[100:200]))
        self.assertEqual(part.headers["content-range"], f"bytes 100-199/{len(whole.body)}")
        self.assertEqual(ann.get(path, Range=f"bytes={len(whole.body)}-").status, 416)
        self.assertEqual(ann.get(path, If_None_Match=whole.headers["etag"]).status, 304)
        self.assertIn("attachment", ann.get(path + "?download=1").headers["content-disposition"])
        self.assertEqual(ann.get(f"/api/v1/videos/{video}/files/secrets.txt").status, 404)
        self.assertEqual(ann.get(f"/api/v1/videos/{video}/files/..%2F..%2Fmss.db").status, 400)
        probe = harness.probe(self.place.data / "videos" / video / "vertical.mp4", "-show_streams")
        stream = next(part for part in probe["streams"] if part["codec_type"] == "video")
        self.assertEqual((stream["width"], stream["height"]), (1080, 1920))

    def check_trash(self, ann, video):
        path = f"/api/v1/videos/{video}"
        self.assertEqual(ann.send("DELETE", path).status, 204)
        self.assertEqual(ann.get("/api/video-history").json["total"], 0)
        self.assertEqual(ann.get("/api/video-history?trash=1").json["total"], 1)
        self.assertEqual(ann.post(path + "/restore").json["video"]["state"], "ready")
        self.assertEqual(ann.send("DELETE", path).status, 204)
        self.assertEqual(ann.send("DELETE", path + "?forever=1").status, 204)
        self.assertFalse((self.place.data / "videos" / video).exists())
        self.assertEqual(ann.get(path).status, 404)

    def test_a_first_video_waits_for_the_first_account(self):
        words = ("--first-video", "Why do octopuses have three hearts?")
        with Service(self.place, *words) as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            (sample,) = ann.get("/api/get-recent-videos").json["items"]
            self.assertEqual(sample["title"], "Why do octopuses have three hearts?")
            ben = service.client()
            ben.sign_up("ben@example.org")
            self.assertEqual(ben.get("/api/get-recent-videos").json["items"], [])
            ann.send("DELETE", f"/api/v1/videos/{sample['id']}")
        with Service(self.place, *words) as service:
            self.assertNotIn(b"first video", service.printed(), "the library is not empty any more")

    def test_a_video_that_cannot_be_made_says_why_and_can_be_tried_again(self):
        # Where a model is to write the words, nothing of them is known when they are ordered.
        declined = {"choices": [{"message": {"content": None, "refusal": "not about that"}}]}
        with (
            serving(lambda _: Answer(declined)) as model,
            Service(self.place, env={"MSS_LLM_URL": model.url}) as service,
        ):
            ann = service.client()
            ann.sign_up("ann@example.org")
            order = ann.order(topic="Why do octopuses have three hearts?")
            status = ann.wait_for_state(order["task_id"], FINAL)
            self.assertEqual(status["state"], "FAILURE")
            self.assertIn("declined: not about that", status["error"]["message"])
            again = ann.post(f"/api/v1/videos/{order['video_id']}/retry")
            self.assertEqual(again.status, 202)
            self.assertNotEqual(again.json["task_id"], order["task_id"])
            self.assertEqual(ann.wait_for_state(again.json["task_id"], FINAL)["state"], "FAILURE")
            self.assertEqual(ann.get(f"/api/v1/videos/{order['video_id']}").json["video"]["state"], "failed")

    def test_what_this_machine_cannot_make_is_said_at_once(self):
        with Service(self.place, command="web") as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            refused = ann.post("/api/create-video-enhanced", QUICK | {"voice": "nobody"})
            self.assertEqual((refused.status, refused.json["code"]), (422, "invalid"))
            self.assertIn("nobody", refused.json["detail"])
            self.assertEqual(refused.json["errors"][0]["pointer"], "/voice")
            refused = ann.post("/api/create-video-enhanced", QUICK | {"voice": "espeak-de"})
            self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/voice"))
            self.assertIn("the words are in en", refused.json["detail"])
            script = {"language": "en", "scenes": [{"text": "Hello. Привет, мир."}]}
            refused = ann.post("/api/create-video-enhanced", {"script": script, "voice": "slt"})
            pointer = refused.json["errors"][0]["pointer"]
            self.assertEqual((refused.status, pointer), (422, "/script/scenes/0/text"), refused)
            self.assertIn("Привет, мир", refused.json["detail"])
            # Egyptian, for which a machine seldom has a font.
            script = {"scenes": [{"text": "These are bees \U00013000."}]}
            refused = ann.post("/api/create-video-enhanced", {"script": script})
            self.assertEqual(refused.status, 422, refused)
            self.assertIn("\U00013000", refused.json["detail"])
            self.assertEqual(refused.json["errors"][0]["pointer"], "/script")
            self.assertEqual(ann.get("/api/video-history").json["total"], 0)

    def test_nobody_is_shown_a_script_that_no_voice_can_say(self):
        japanese = "空はなぜ青いのでしょうか。光が散乱するからです。"
        with Service(self.place, command="web") as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            for order, pointer in (
                ({"text": japanese}, "/text"),
                ({"script": japanese}, "/script"),
                ({"script": "The sky is blue.", "language": "ja"}, "/language"),
                ({"script": "The sky is blue.", "voice": "nobody"}, "/voice"),
            ):
                refused = ann.post("/api/preview-script", order)
                self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, pointer), refused)
            # What somebody is writing just now is only counted.
            script = {"language": "ja", "scenes": [{"text": "空は青い。"}]}
            self.assertEqual(ann.post("/api/preview-script", {"script": script}).status, 200)

    def test_a_voice_that_is_not_there_is_refused_before_a_model_is_paid(self):
        with Service(self.place, command="web", env={"MSS_LLM_URL": "http://127.0.0.1:9/v1"}) as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            refused = ann.post("/api/create-video-enhanced", {"topic": "Why do bees dance?", "voice": "nobody"})
            self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/voice"))
            accepted = ann.post("/api/create-video-enhanced", {"topic": "Why do bees dance?", "voice": "espeak-en-gb"})
            self.assertEqual(accepted.status, 202, accepted)


class Cancelling(Case):
    def test_ends_every_process_of_it(self):
        with Service(self.place) as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            order = ann.order(script=SHORT, preset="best", formats=["vertical", "wide"])
            wait_for(lambda: media_processes(self.place.data), 60, "the render to begin")
            self.assertEqual(ann.send("DELETE", f"/api/v1/tasks/{order['task_id']}").status, 202)
            status = ann.wait_for_state(order["task_id"], FINAL, 10)
            self.assertEqual((status["state"], status["status"]), ("REVOKED", "Cancelled"))
            wait_for(lambda: not media_processes(self.place.data), 5, "the media process to end")
            listed = self.assert_done(self.place.mss("task", "list", "--json")).report
            self.assertEqual([row["state"] for row in listed if row["id"] == order["task_id"]], ["cancelled"])


class Neighbours(Case):
    """What belongs to one is not there for the other, whatever address he tries; and bad ones are told apart."""

    def test_nobody_sees_what_is_not_theirs(self):
        with Service(self.place, command="web") as service:
            ann, ben = service.client(), service.client()
            ann.sign_up("ann@example.org")
            ben.sign_up("ben@example.org")
            order = ann.order(**QUICK)
            for path in (
                f"/api/task-status/{order['task_id']}",
                f"/api/task-events/{order['task_id']}",
                f"/api/v1/videos/{order['video_id']}",
                f"/api/v1/videos/{order['video_id']}/script",
            ):
                self.assertEqual(ben.get(path).status, 404, path)
                self.assertEqual(service.client().get(path).status, 401, path)
            for unknown in ("0197a3c2-0000-7000-8000-000000000000", "1", "..", "%00", "x" * 300):
                status = ann.get(f"/api/task-status/{unknown}").status
                self.assertIn(status, (400, 404), unknown)

    def test_bad_bodies_are_problems(self):
        with Service(self.place, command="web") as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            for body, kind, status in (
                (b"{", "application/json", 400),
                (b"\xff\xfe", "application/json", 400),
                (b"a=1", "application/x-www-form-urlencoded", 415),
                (json.dumps({"topic": "Bees", "duration": "long"}).encode(), "application/json", 422),
                (json.dumps({"topic": "x" * 500}).encode(), "application/json", 422),
                (json.dumps({"script": {"scenes": []}}).encode(), "application/json", 422),
                (b" " * (5 << 20), "application/json", 413),
            ):
                answer = ann.send("POST", "/api/create-video-enhanced", body, {"Content-Type": kind})
                self.assertEqual(answer.status, status, body[:80])
                self.assertEqual(answer.headers["content-type"], "application/problem+json")
                self.assertEqual(answer.json["status"], status)

    def test_articles_are_not_fetched_from_inside(self):
        with serving(lambda _: Answer("<p>secret</p>", kind="text/html")) as inside:
            with Service(self.place, command="web") as service:
                ann = service.client()
                ann.sign_up("ann@example.org")
                metadata = "http://169.254.169.254/latest/meta-data"
                for url in (inside.url, metadata, "http://localhost:1/", "http://[::1]/"):
                    answer = ann.post("/api/preview-script", {"url": url})
                    self.assertGreaterEqual(answer.status, 400, url)
                    self.assertNotIn(b"secret", answer.body)
            self.assertEqual(inside.requests, [])
            with Service(self.place, command="web", env={"MSS_ALLOW_PRIVATE_ADDRESSES": "on"}) as service:
                ann = service.client()
                ann.post("/api/login", {"email": "ann@example.org", "password": PASSWORD})
                ann.post("/api/preview-script", {"url": inside.url})
            self.assertNotEqual(inside.requests, [], "an operator may allow it")


class Killed(Case):
    """Whatever is killed, what was accepted is made, once."""

    def test_the_whole_service(self):
        service = Service(self.place)
        ann = service.client()
        ann.sign_up("ann@example.org")
        task = ann.order(script=SHORT, formats=["vertical", "wide"], preset="publish")["task_id"]
        ann.wait_for_state(task, {"PROGRESS"})
        wait_for(lambda: ann.status(task)["meta"]["scenes"], 60, "the words")
        service.kill()
        wait_for(lambda: not task_children(self.place.data), 5, "its children to end with it")
        with Service(self.place) as again:
            ann.address = again.address
            status = ann.wait_for_state(task, FINAL)
            self.assertEqual(status["state"], "SUCCESS")
            shown = self.assert_done(self.place.mss("task", "show", task, "--json")).report
            self.assertEqual((shown["attempt"], shown["crashes"]), (0, 0), "a kill costs no attempt")
            self.assertEqual(shown["interruptions"], 1)

    def test_the_words_of_a_model_are_asked_for_once(self):
        with serving(lambda _: completion(json.dumps(MODEL_SCRIPT))) as model:
            env = {"MSS_LLM_URL": model.url + "/v1", "MSS_LLM_MODEL": "fake"}
            service = Service(self.place, env=env)
            ann = service.client()
            ann.sign_up("ann@example.org")
            task = ann.order(topic="Why do magnets stick?", duration=15, preset="publish")["task_id"]
            wait_for(lambda: ann.status(task)["meta"]["scenes"], 60, "the words")
            service.kill()
            wait_for(lambda: not task_children(self.place.data), 5, "its children to end with it")
            with Service(self.place, env=env) as again:
                ann.address = again.address
                self.assertEqual(ann.wait_for_state(task, FINAL)["state"], "SUCCESS")
            self.assertEqual(len(model.requests), 1)

    def test_an_earlier_try_does_not_write_over_a_later_one(self):
        with Service(self.place) as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            ordered = ann.order(**QUICK)
            ann.send("DELETE", f"/api/tasks/{ordered['task_id']}")
            self.assertEqual(ann.wait_for_state(ordered["task_id"], FINAL)["state"], "REVOKED")
            again = ann.post(f"/api/videos/{ordered['video_id']}/retry").json
            refused = self.place.mss("task", "retry", ordered["task_id"])
            self.assert_plain_error(refused, 2, "ordered again since", again["task_id"])
            self.assertEqual(ann.wait_for_state(again["task_id"], FINAL)["state"], "SUCCESS")
            self.assertEqual(ann.status(ordered["task_id"])["state"], "REVOKED")

    def test_a_child(self):
        with Service(self.place) as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            task = ann.order(**QUICK)["task_id"]
            ann.wait_for_state(task, {"PROGRESS"})
            child = next(pid for pid in task_children(self.place.data) if pid not in media_processes(self.place.data))
            os.kill(child, signal.SIGKILL)
            self.assertEqual(ann.wait_for_state(task, FINAL)["state"], "SUCCESS")
            shown = self.assert_done(self.place.mss("task", "show", task, "--json")).report
            self.assertEqual((shown["attempt"], shown["crashes"]), (0, 1))

    def test_a_graceful_stop_hands_the_work_on(self):
        service = Service(self.place)
        ann = service.client()
        ann.sign_up("ann@example.org")
        task = ann.order(script=SHORT, preset="publish")["task_id"]
        ann.wait_for_state(task, {"PROGRESS"})
        self.assertEqual(service.stop().code, 0)
        self.assertEqual(task_children(self.place.data), [])
        with sqlite3.connect(f"file:{self.place.data}/mss.db?mode=ro", uri=True) as database:
            (row,) = database.execute("SELECT state, attempt, crashes FROM task WHERE id = ?", (task,)).fetchall()
        self.assertEqual(row, ("ready", 0, 0))


class Together(Case):
    """Several processes on one data folder."""

    def test_a_server_two_workers_and_an_operator(self):
        with Service(self.place, command="web") as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            tasks = [ann.order(**QUICK | {"script": SHORT | {"title": f"Bees {n}"}})["task_id"] for n in range(3)]
            self.assertEqual([ann.status(task)["queue_position"] for task in tasks], [0, 1, 2])
            words = ("user", "add", "ben@example.org", "--password-stdin", "--json")
            added = self.place.mss(*words, stdin=PASSWORD.encode())
            self.assertRegex(self.assert_done(added).report["id"], r"^[0-9a-f-]{36}$")
            ben = web.client()
            self.assertEqual(ben.post("/api/login", {"email": "BEN@example.org", "password": PASSWORD}).status, 200)
            workers = [self.place.start("worker", "--concurrency", "1", "--log-level", "info") for _ in range(2)]
            try:
                for task in tasks:
                    self.assertEqual(ann.wait_for_state(task, FINAL)["state"], "SUCCESS")
                with Service(self.place) as second:
                    ann.address = second.address
                    self.assertEqual(ann.get("/api/video-history").json["total"], 3)
            finally:
                for worker in workers:
                    worker.signal(signal.SIGTERM)
                ends = [worker.finish(20) for worker in workers]
            self.assertEqual([end.code for end in ends], [0, 0], ends)
        self.assertEqual(task_children(self.place.data), [])

    def test_a_dead_worker_is_said_not_to_work_though_no_other_lives(self):
        with Service(self.place, command="web") as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            worker = self.place.start("worker")
            task = ann.order(script=SHORT, preset="publish")["task_id"]
            ann.wait_for_state(task, {"PROGRESS"})
            worker.signal(signal.SIGKILL)
            worker.finish(5)
            status = ann.wait_for_state(task, {"PENDING"}, 15)
            self.assertTrue(status["no_worker"])
            self.assertEqual(status["attempt"], 0)
            wait_for(lambda: not task_children(self.place.data), 5, "its children to end with it")

    def test_a_command_alone_sees_that_a_worker_died(self):
        service = Service(self.place)
        ann = service.client()
        ann.sign_up("ann@example.org")
        task = ann.order(script=SHORT, preset="publish")["task_id"]
        ann.wait_for_state(task, {"PROGRESS"})
        service.kill()
        listed = self.assert_done(self.place.mss("task", "list", "--json")).report
        self.assertEqual([(row["id"], row["state"]) for row in listed], [(task, "ready")])
        wait_for(lambda: not task_children(self.place.data), 5, "its children to end with it")

    def test_a_port_that_is_taken_is_said(self):
        with Service(self.place, command="web") as web:
            port = web.address.rpartition(":")[2]
            refused = self.place.mss("web", env={"MSS_LISTEN": f"127.0.0.1:{port}"})
            self.assert_plain_error(refused, 5, "MSS_LISTEN")

    def test_the_public_address_has_no_path_and_may_name_its_port(self):
        refused = self.place.mss("web", env={"MSS_LISTEN": "127.0.0.1:0", "MSS_PUBLIC_URL": "https://a.example/mss"})
        self.assert_plain_error(refused, 2, "/mss")
        with Service(self.place, command="web", env={"MSS_PUBLIC_URL": "https://A.example:443/"}) as web:
            self.assertEqual(web.address, "https://a.example")


class Operating(Case):
    def test_accounts_from_a_terminal(self):
        def add(email, *words, password=PASSWORD):
            return self.place.mss("user", "add", email, "--password-stdin", *words, stdin=password.encode())

        self.assert_done(add("ann@example.org"))
        self.assert_plain_error(add("Ann@Example.org"), 2, "account already")
        self.assert_plain_error(add("no address"), 2, "e-mail")
        self.assert_plain_error(add("ben@example.org", password="short"), 2, "12 characters")
        self.assert_plain_error(add("ben@example.org", "--role", "king"), 2, "king")
        self.assert_plain_error(self.place.mss("user", "add", "ben@example.org"), 2, "password-stdin")
        words = ("user", "password", "ann@example.org", "--password-stdin")
        self.assert_done(self.place.mss(*words, stdin=b"another horse battery\n"))
        with Service(self.place, command="web") as web:
            ann = web.client()
            self.assertEqual(ann.post("/api/login", {"email": "ann@example.org", "password": PASSWORD}).status, 401)
            again = ann.post("/api/login", {"email": "ann@example.org", "password": "another horse battery"})
            self.assertEqual((again.status, again.json["user"]["role"]), (200, "owner"))

    def test_roles_from_a_terminal(self):
        def role(email, name):
            return self.place.mss("user", "role", email, name)

        # A data folder that is mistyped is not made.
        self.assert_plain_error(self.place.mss("user", "list"), 2, "nothing has been set up in")
        self.assert_plain_error(self.place.mss("task", "list"), 2, "nothing has been set up in")
        self.assert_done(self.place.mss("db", "migrate"))
        self.assertIn("no accounts yet", self.assert_done(self.place.mss("user", "list")).out)
        for email in ("ann@example.org", "ben@example.org"):
            self.assert_done(self.place.mss("user", "add", email, "--password-stdin", stdin=PASSWORD.encode()))
        self.assert_plain_error(role("ann@example.org", "creator"), 2, "only owner")
        self.assert_plain_error(role("ann@example.org", "king"), 2, "king")
        self.assert_plain_error(role("cem@example.org", "viewer"), 2, "cem@example.org")
        self.assert_done(role("Ben@example.org", "owner"))
        self.assert_done(role("ann@example.org", "operator"))
        listed = json.loads(self.assert_done(self.place.mss("user", "list", "--json")).out)
        roles = [(account["email"], account["role"]) for account in listed]
        self.assertEqual(roles, [("ann@example.org", "operator"), ("ben@example.org", "owner")])

    def test_an_account_goes_with_its_videos_where_that_is_said(self):
        def remove(email, *words):
            return self.place.mss("user", "remove", email, *words)

        with Service(self.place, command="web") as web:
            ann, ben = web.client(), web.client()
            ann.sign_up("ann@example.org")
            ben.sign_up("ben@example.org")
            video = ben.order(**QUICK)["video_id"]
            self.assert_plain_error(remove("ann@example.org"), 2, "only owner")
            self.assert_plain_error(remove("cem@example.org"), 2, "no account")
            self.assert_plain_error(remove("ben@example.org"), 2, "1 video", "--with-videos")
            self.assertEqual(ben.get("/api/me").status, 200)
            self.assert_done(remove("Ben@example.org", "--with-videos"))
            self.assertEqual(ben.get("/api/me").status, 401)
            self.assertFalse((self.place.data / "videos" / video).exists())
            self.assertNotIn("ben@", self.assert_done(self.place.mss("user", "list")).out)

    def test_tasks_from_a_terminal(self):
        with Service(self.place, command="web") as web:
            self.assertEqual(self.assert_done(self.place.mss("task", "list")).out, "There are no such tasks.\n")
            self.assertIn(b"No worker takes the queue default", web.printed())
            ann = web.client()
            ann.sign_up("ann@example.org")
            task = ann.order(**QUICK)["task_id"]
            self.assertTrue(ann.status(task)["no_worker"])
            waiting = self.place.mss("task", "list", "--state", "ready")
            self.assertIn(task, waiting.out)
            self.assertIn("no worker takes the queue default", waiting.err)
            self.assertIn("cancelled", self.assert_done(self.place.mss("task", "cancel", task)).out)
            self.assertEqual(ann.status(task)["state"], "REVOKED")
            self.assert_plain_error(self.place.mss("task", "cancel", task), 2, "ended already: it is cancelled")
            self.assert_done(self.place.mss("task", "retry", task))
            self.assertEqual(ann.status(task)["state"], "PENDING")
            self.assertIn("revived", self.assert_done(self.place.mss("task", "show", task)).out)
        self.assert_plain_error(self.place.mss("task", "show", "1"), 2, "no id")
        self.assert_plain_error(self.place.mss("task", "show", "0197a3c2-0000-7000-8000-000000000000"), 2, "no task")

    def test_queues_from_a_terminal(self):
        self.assert_plain_error(self.place.mss("queue", "list"), 2, "MSS_DATA_DIR")
        with Service(self.place) as up:
            # A server begins with cleaning up.
            wait_for(lambda: "default: 0 ready to run" in self.assert_done(self.place.mss("queue", "list")).out,
                     30, "an empty queue")
            self.assertIn("paused", self.assert_done(self.place.mss("queue", "pause")).out)
            ann = up.client()
            ann.sign_up("ann@example.org")
            task = ann.order(**QUICK)["task_id"]
            self.assertTrue(ann.status(task)["paused"])
            (queue,) = self.assert_done(self.place.mss("queue", "list", "--json")).report
            self.assertEqual((queue["name"], queue["ready"]), ("default", 1))
            self.assertEqual((queue["paused"], queue["served"]), (True, True))
            self.assert_done(self.place.mss("queue", "resume", "default"))
            ann.wait_for_state(task, {"SUCCESS"})
        self.assert_plain_error(self.place.mss("queue", "pause", "defualt"), 2, "no queue defualt")
        self.assert_plain_error(self.place.mss("queue", "pause", "a b"), 2, "no name")

    def test_a_backup_is_taken_while_the_server_runs_and_serves_when_all_else_is_lost(self):
        self.assert_plain_error(self.place.mss("db", "backup", "copy.db"), 2, "MSS_DATA_DIR")
        copy = self.place.data.parent / "copy.db"
        with Service(self.place) as up:
            ann = up.client()
            ann.sign_up("ann@example.org")
            video = ann.order(**QUICK)
            ann.wait_for_state(video["task_id"], {"SUCCESS"})
            self.assertIn("videos", self.assert_done(self.place.mss("db", "backup", str(copy))).out)
            self.assert_done(self.place.mss("db", "backup", str(copy)))
            self.assert_plain_error(self.place.mss("db", "backup", str(self.place.data / "mss.db")), 2, "another file")
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        for path in self.place.data.glob("mss.db*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        copy.rename(self.place.data / "mss.db")
        with Service(self.place, command="web") as web:
            ann.address = web.address
            file = ann.get(f"/api/v1/videos/{video['video_id']}/files/vertical.mp4", Range="bytes=0-9")
            self.assertEqual(file.status, 206, file)

    def test_what_the_owner_chose_in_the_page_is_shown_beside_the_settings(self):
        def show():
            rows = json.loads(self.assert_done(self.place.mss("config", "show", "--json")).out)
            return {row["name"]: row.get("page") for row in rows if row.get("page") is not None}

        self.assertEqual(show(), {})
        self.assertFalse((self.place.data / "mss.db").exists())
        with Service(self.place, command="web") as web:
            ann = web.client()
            ann.sign_up("ann@example.org")
            model = {"base_url": "http://127.0.0.1:9/v1", "name": "small", "key": "sk-hunter2"}
            changed = ann.send("PUT", "/api/settings", {"wikipedia": {"on": False}, "model": model})
            self.assertEqual(changed.status, 200, changed)
            self.assertEqual(
                show(),
                {
                    "MSS_LLM_URL": "http://127.0.0.1:9/v1",
                    "MSS_LLM_KEY": "(set)",
                    "MSS_LLM_MODEL": "small",
                    "MSS_WIKIPEDIA": "off",
                },
            )
        told = self.assert_done(self.place.mss("config", "show")).out
        self.assertIn("Chosen in the page", told)
        doctor = self.place.mss("doctor", timeout=60)
        self.assertIn("MSS_WIKIPEDIA off", doctor.out)
        self.assertRegex(doctor.out, r"fail\s+page's model")
        self.assertNotIn("hunter", told + doctor.out + doctor.err)

    def test_the_schema_is_made_and_a_newer_one_refused(self):
        self.assertIn("up to date", self.assert_done(self.place.mss("db", "migrate")).out)
        with sqlite3.connect(self.place.data / "mss.db") as database:
            database.execute("PRAGMA user_version = 1000")
        self.assert_plain_error(self.place.mss("db", "migrate"), 2, "newer")
        self.assert_plain_error(self.place.mss("up"), 2, "newer")

    def test_what_listens_to_the_world_asks_for_a_code(self):
        with Service(self.place, command="web", env={"MSS_LISTEN": "0.0.0.0:0"}) as web:
            ann = web.client()
            refused = ann.post("/api/signup", {"email": "ann@example.org", "password": PASSWORD})
            self.assertEqual(refused.status, 403, refused)
            code = web.printed().decode().split("code: ")[1].split()[0]
            accepted = ann.post("/api/signup", {"email": "ann@example.org", "password": PASSWORD, "code": code})
            self.assertEqual(accepted.status, 201)

    def test_servers_load_no_media_libraries(self):
        with Service(self.place) as service:
            ann = service.client()
            ann.sign_up("ann@example.org")
            self.assertEqual(ann.get("/api/choices").status, 200)  # what would need them
            with open(f"/proc/{service.run.process.pid}/maps") as maps:
                loaded = maps.read()
        self.assertIn("libsqlite3", loaded)
        for library in ("libavcodec", "libass", "libcairo", "libespeak", "libx264"):
            self.assertNotIn(library, loaded)
