"""Videos that a paid speech service speaks: pretended ones on this machine, which count what they are asked."""

# Long: Refusals, Kills, Budget

import base64
import json
import os
import pathlib
import shutil
import signal
import threading
import unittest

import harness
import speech_services
from servers import Answer, serving
from service import Service
from speech_services import KEY

SCRIPT = {
    "title": "Bees",
    "language": "en",
    "scenes": [
        {"text": "Bees make honey all summer long. Each one visits many flowers a day."},
        {"text": "In winter, they live on what they have stored."},
    ],
}
SENTENCES = [
    "Bees make honey all summer long.",
    "Each one visits many flowers a day.",
    "In winter, they live on what they have stored.",
]
CHARACTERS = sum(map(len, SENTENCES))


def hanging(free):
    """A service that answers nobody until `free` is set."""

    def reply(request):
        free.wait(60)
        return speech_services.openai(request)

    return reply


class PaidCase(harness.Case):
    voice = "openai:alloy"

    def settings(self, server, **more):
        return {
            "MSS_SPEECH_URL": server.url + "/v1",
            "MSS_SPEECH_KEY": KEY,
            "MSS_SPEECH_VOICES": "alloy, nova",
            "MSS_SPEECH_TIMEOUT": 20,
        } | more

    def start(self, env, *words, voice=None):
        script = self.place.write("bees.json", json.dumps(SCRIPT))
        return self.place.start(
            "create", "--script", script, "--formats", "vertical", "--preset", "fast", "--json", "--voice",
            voice or self.voice, "--out", self.place.out, *words, env=env,
        )

    def create(self, env, *words, voice=None, timeout=120):
        run = self.start(env, *words, voice=voice).finish(timeout)
        self.assertNotIn(KEY, run.out + run.err)
        return run

    def spent(self):
        """Characters that were counted, of all months."""
        file = self.place.data / "speech-spent.json"
        return sum(json.loads(file.read_text())["months"].values()) if file.exists() else 0

    def pins(self):
        return sorted(self.place.data.glob("speech-pins/*/recording"))

    def without_stages(self):
        shutil.rmtree(self.place.data / "stages")

    def assert_nothing_published(self):
        self.assertFalse(self.place.out.exists() and any(self.place.out.iterdir()))

    def assert_key_kept(self):
        for path in self.place.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), f"the key is in {path}")


class OpenAi(PaidCase):
    def test_speaks_a_video_once_for_good(self):
        with serving(speech_services.openai) as server:
            env = self.settings(server)
            made = self.assert_done(self.create(env)).report
            self.assertEqual((made["voice"], made["notices"]), ("openai:alloy", []))
            asked = [request.json for request in server.requests]
            self.assertEqual(sorted(request["input"] for request in asked), sorted(SENTENCES))
            for request in server.requests:
                self.assertEqual((request.method, request.path), ("POST", "/v1/audio/speech"))
                self.assertEqual(request.headers["authorization"], f"Bearer {KEY}")
                self.assertEqual(
                    {name: request.json[name] for name in ("model", "voice", "response_format")},
                    {"model": "tts-1", "voice": "alloy", "response_format": "wav"},
                )
            harness.assert_whole(self.place.out / "vertical.mp4")
            said = sum(speech_services.seconds(speech_services.spoken(text)) for text in SENTENCES)
            self.assertGreater(made["duration_s"], 0.6 * said)
            self.assertLess(made["duration_s"], said + 8)
            words = " ".join(cue.text for cue in harness.srt_cues(self.place.out / "captions.srt"))
            self.assertEqual(words, " ".join(SENTENCES))
            self.assertIn("openai:alloy, openai", (self.place.out / "credits.txt").read_text())
            self.assertEqual(self.spent(), CHARACTERS)
            self.assert_key_kept()

            self.without_stages()
            again = self.assert_done(self.create(env)).report
            self.assertEqual(len(server.requests), len(SENTENCES))
            self.assertEqual(self.spent(), CHARACTERS)
            self.assertEqual(again["duration_s"], made["duration_s"])
            self.assertEqual(len(self.pins()), len(SENTENCES))

            other = self.assert_done(self.create(env, voice="openai:nova"))
            self.assertEqual(other.report["voice"], "openai:nova")
            self.assertEqual(len(server.requests), 2 * len(SENTENCES))

    def test_says_the_words_as_the_script_wants_them_said(self):
        with serving(speech_services.openai) as server:
            env = self.settings(server)
            self.assert_done(self.create(env))
            server.requests.clear()
            self.assert_done(self.create(env, "--say", "winter = the cold months"))
            self.assertEqual([request.json["input"] for request in server.requests],
                             ["In the cold months, they live on what they have stored."])
            words = " ".join(cue.text for cue in harness.srt_cues(self.place.out / "captions.srt"))
            self.assertEqual(words, " ".join(SENTENCES))
            self.without_stages()
            self.assert_done(self.create(env, "--say", "winter = the cold months"))
            self.assertEqual(len(server.requests), 1)

            server.requests.clear()
            self.assert_done(self.create(env, "--pace", "1.25"))
            self.assertEqual([request.json["speed"] for request in server.requests], [1.25] * len(SENTENCES))

    def test_is_never_chosen_where_none_is_named(self):
        with serving(speech_services.openai) as server:
            for words in ((), ("--voice", "auto")):
                script = self.place.write("bees.json", json.dumps(SCRIPT))
                run = self.place.mss("create", "--script", script, "--formats", "vertical", "--preset", "fast",
                                     "--json", "--out", self.place.out, *words, env=self.settings(server))
                self.assertEqual(self.assert_done(run).report["voice"], "slt")
            self.assertEqual(server.requests, [])

    def test_is_listed_behind_the_others(self):
        with serving(speech_services.openai) as server:
            env = self.settings(server)
            listed = json.loads(self.assert_done(self.place.mss("voices", "--json", env=env)).out)
            self.assertEqual([voice["name"] for voice in listed[-2:]], ["openai:alloy", "openai:nova"])
            self.assertTrue(listed[-1]["paid"])
            german = self.assert_done(self.place.mss("voices", "--language", "de", env=env)).out
            self.assertRegex(german, r"openai:alloy +de +alloy, paid by the character")
            self.assertNotRegex(german, "openai.*default")
            self.assertNotRegex(self.place.mss("voices", env=env).out.split("openai", 1)[1], "default")
            self.assertEqual(server.requests, [])

    def test_has_a_sample(self):
        with serving(speech_services.openai) as server:
            for _ in range(2):
                run = self.place.mss("voices", "sample", "openai:alloy", "--text", "Good morning.", "--out",
                                     self.place.folder / "sample.m4a", env=self.settings(server))
                self.assert_done(run)
                self.without_stages()
            self.assertEqual([request.json["input"] for request in server.requests], ["Good morning."])


class ElevenLabs(PaidCase):
    voice = "elevenlabs:Id-1"

    def settings(self, server, **more):
        return super().settings(
            server, MSS_SPEECH_SERVICE="elevenlabs", MSS_SPEECH_URL=server.url, MSS_SPEECH_VOICES="Id-1", **more
        )

    def test_tells_the_times_of_words(self):
        with serving(speech_services.elevenlabs) as server:
            self.assert_done(self.create(self.settings(server)))
            self.assertEqual(sorted(request.json["text"] for request in server.requests), sorted(SENTENCES))
            for request in server.requests:
                self.assertEqual(request.path, "/v1/text-to-speech/Id-1/with-timestamps")
                self.assertEqual(request.headers["xi-api-key"], KEY)
                self.assertNotIn("authorization", request.headers)
                self.assertEqual(request.json["model_id"], "eleven_multilingual_v2")
        self.assert_key_kept()
        sources = {
            json.loads(entry.read_text())["result"].get("timing_source")
            for entry in self.place.data.rglob("stage.json")
        }
        self.assertIn("service", sources)
        self.assertNotIn("estimated", sources)

    def test_whose_times_make_no_sense_is_listened_to(self):
        def backwards(request):
            text = request.json["text"]
            falling = [9 - i / 99 for i in range(len(text))]
            good = json.loads(speech_services.elevenlabs(request).body)
            good["alignment"]["character_start_times_seconds"] = falling
            return Answer(good)

        with serving(backwards) as server:
            self.assert_done(self.create(self.settings(server)))
            words = " ".join(cue.text for cue in harness.srt_cues(self.place.out / "captions.srt"))
            self.assertEqual(words, " ".join(SENTENCES))
            self.assertEqual(len(self.pins()), len(SENTENCES))

    def test_that_answers_wrongly_is_one_plain_error(self):
        text = SENTENCES[0]
        sound = speech_services.spoken(text)
        good = json.loads(speech_services.elevenlabs(type("Request", (), {"json": {"text": text}})).body)
        coded = speech_services.coded(text)
        for wrong in (
            b"<html>",
            b"",
            json.dumps(good)[:2000].encode(),
            good | {"audio_base64": "###"},
            good | {"audio_base64": ""},
            good | {"audio_base64": base64.b64encode(b"<html>").decode()},
            good | {"audio_base64": base64.b64encode(sound[: len(sound) // 4]).decode()},
            good | {"audio_base64": base64.b64encode(coded[: len(coded) // 4]).decode()},
        ):
            with self.subTest(str(wrong)[:60]), serving(lambda request, wrong=wrong: Answer(wrong)) as server:
                run = self.create(self.settings(server, MSS_SPEECH_PROCESSES=1))
                self.assert_plain_error(run, 5, "elevenlabs:Id-1", "speech service")
                self.assert_nothing_published()
                self.assertEqual(self.pins(), [])


class Refusals(PaidCase):
    def refused(self, reply, code, *parts, requests=None, **more):
        with self.subTest(str(parts)), serving(lambda request: reply) as server:
            run = self.create(self.settings(server, **more))
            self.assert_plain_error(run, code, "openai:alloy", *parts)
            self.assert_nothing_published()
            if requests is not None:
                self.assertLessEqual(len(server.requests), requests)
            self.assert_key_kept()
        return run

    def test_name_the_setting(self):
        echo = {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "invalid_api_key"}}
        self.refused(Answer(echo, 401), 2, "does not accept the key", "MSS_SPEECH_KEY")
        self.refused(Answer(echo, 401), 2, "none is set", "MSS_SPEECH_KEY", MSS_SPEECH_KEY="")
        self.refused(Answer({}, 402), 2, "no credit", "MSS_SPEECH_KEY")
        quota = {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
        self.refused(Answer(quota, 429, Retry_After="0"), 2, "no credit")
        detail = {"detail": {"status": "quota_exceeded", "message": f"the key {KEY[:9]} has none"}}
        self.refused(Answer(detail, 401), 2, "no credit")
        self.refused(Answer({}, 404), 2, "MSS_SPEECH_VOICES", "MSS_SPEECH_MODEL", "MSS_SPEECH_URL")
        self.refused(Answer({"detail": [{"msg": KEY}]}, 422), 2, "status 422")
        self.refused(Answer(b"<html>", 500), 5, "status 500", requests=2)
        self.refused(Answer({}, 429, Retry_After="86400"), 5, "86400 s", requests=2)
        self.refused(Answer(b"<html>ok", 200, kind="text/html"), 5, "web page", "MSS_SPEECH_URL")
        self.refused(Answer(b""), 5, "no sound")
        # What was refused is not billed; the last two came with status 200.
        self.assertLess(self.spent(), 5 * CHARACTERS)

    def test_a_busy_service_is_asked_again(self):
        left = [Answer({}, 429, Retry_After="0"), Answer({}, 503)]
        lock = threading.Lock()

        def reply(request):
            with lock:
                return left.pop() if left else speech_services.openai(request)

        with serving(reply) as server:
            self.assert_done(self.create(self.settings(server)))
            self.assertEqual(len(server.requests), len(SENTENCES) + 2)
        self.assertEqual(self.spent(), CHARACTERS)

    def test_sound_that_is_cut_short_is_refused(self):
        sound = speech_services.spoken(SENTENCES[0])
        self.refused(Answer(sound[: len(sound) // 2]), 5, "cut short")
        self.assertEqual(self.pins(), [])

    def test_a_service_that_is_away(self):
        with serving(speech_services.openai) as server:
            env = self.settings(server)
        run = self.create(env)
        self.assert_plain_error(run, 5, "openai:alloy", "MSS_SPEECH_URL")

    def test_a_service_that_hangs(self):
        free = threading.Event()

        with serving(hanging(free)) as server:
            run = self.create(self.settings(server, MSS_SPEECH_TIMEOUT=1))
            self.assert_plain_error(run, 5, "openai:alloy", "MSS_SPEECH_TIMEOUT")

            running = self.start(self.settings(server, MSS_SPEECH_TIMEOUT=600))
            known = len(server.requests)
            harness.wait_for(lambda: len(server.requests) > known or not running.alive, 30, "a request")
            running.signal(signal.SIGINT)
            self.assertEqual(running.finish(10).code, 130)
            free.set()

    def test_the_key_is_in_no_process_and_no_record(self):
        free = threading.Event()

        with serving(hanging(free)) as server:
            running = self.start(self.settings(server, MSS_LOG_LEVEL="debug", MSS_SPEECH_TIMEOUT=600))
            harness.wait_for(lambda: server.requests or not running.alive, 30, "a request")
            for folder in pathlib.Path("/proc").iterdir():
                try:
                    words = (folder / "cmdline").read_bytes()
                except OSError:
                    continue
                self.assertNotIn(KEY.encode(), words)
            # What decodes a stranger's sound has no key, not even in its environment.
            for process in harness.media_processes(self.place.data):
                self.assertNotIn(KEY.encode(), pathlib.Path(f"/proc/{process}/environ").read_bytes())
            free.set()
            done = running.finish(120)
        self.assert_done(done)
        self.assertIn("/v1/audio/speech", done.err)
        self.assertNotIn(KEY, done.err + done.out)


class Budget(PaidCase):
    def test_that_does_not_suffice_is_told_before_anything_is_spent(self):
        with serving(speech_services.openai) as server:
            run = self.create(self.settings(server, MSS_SPEECH_BUDGET=CHARACTERS - 1))
            self.assert_plain_error(run, 2, "MSS_SPEECH_BUDGET", rf"\b1 \w+ \d{{4}} \(UTC\)")
            none = self.create(self.settings(server, MSS_SPEECH_BUDGET=0))
            self.assert_plain_error(none, 2, "MSS_SPEECH_BUDGET is 0")
            self.assertEqual(server.requests, [])
            self.assert_nothing_published()
            self.assert_done(self.create(self.settings(server, MSS_SPEECH_BUDGET=CHARACTERS)))
            # What is paid for is said again whatever the budget.
            self.without_stages()
            self.assert_done(self.create(self.settings(server, MSS_SPEECH_BUDGET=0)))
            self.assertEqual(len(server.requests), len(SENTENCES))

    def test_counts_what_was_sent_by_a_run_that_was_killed(self):
        free = threading.Event()

        with serving(hanging(free)) as server:
            running = self.start(self.settings(server, MSS_SPEECH_TIMEOUT=600, MSS_SPEECH_PROCESSES=1))
            harness.wait_for(lambda: server.requests or not running.alive, 30, "a request")
            os.killpg(running.process.pid, signal.SIGKILL)
            running.finish(10)
            self.assertEqual(self.spent(), len(SENTENCES[0]))
            free.set()
            self.assert_done(self.create(self.settings(server)))
        self.assertEqual(self.spent(), CHARACTERS + len(SENTENCES[0]))
        self.assertEqual(len(self.pins()), len(SENTENCES))


class Kills(PaidCase):
    def test_cost_no_sentence_that_is_pinned_twice(self):
        with serving(speech_services.openai) as server:
            for number in range(1, len(SENTENCES)):
                running = self.start(self.settings(server, MSS_SPEECH_PROCESSES=1))
                harness.wait_for(lambda: len(self.pins()) >= number or not running.alive, 60, "a pinned sentence")
                os.killpg(running.process.pid, signal.SIGKILL)
                running.finish(10)
            pinned = [pin.read_bytes() for pin in self.pins()]
            missing = [
                text
                for text in SENTENCES
                if not any(pin.endswith(speech_services.spoken(text)[44:]) for pin in pinned)
            ]
            self.assertEqual(len(missing), len(SENTENCES) - len(pinned))
            before = self.spent()
            self.assert_done(self.create(self.settings(server)))
            self.assertEqual(self.spent() - before, sum(map(len, missing)))
            self.assertEqual(len(self.pins()), len(SENTENCES))


class Served(PaidCase):
    def test_a_studio_offers_it_and_orders_it(self):
        with serving(speech_services.openai) as server, Service(self.place, env=self.settings(server)) as up:
            ann = up.client()
            ann.sign_up("ann@example.org")
            choices = ann.get("/api/v1/choices").json
            self.assertEqual(choices["voices"][-2]["id"], "openai:alloy")
            self.assertEqual(choices["voices"][-2]["language"], "mul")
            self.assertNotIn("mul", [language["id"] for language in choices["languages"]])
            sample = ann.get("/api/v1/voices/openai:alloy/sample?language=en")
            self.assertEqual((sample.status, sample.headers["content-type"]), (200, "audio/mp4"))
            video = ann.order(script=SCRIPT, voice="openai:alloy", formats=["vertical"], preset="fast")
            status = ann.wait_for_state(video["task_id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["state"], "SUCCESS", status)
            self.assertEqual(status["result"]["voice"], "openai:alloy")
            self.assertEqual(len(server.requests), len(SENTENCES) + 1)
        self.assert_key_kept()

    def test_an_order_beyond_the_budget_is_refused(self):
        with serving(speech_services.openai) as server:
            env = self.settings(server, MSS_SPEECH_BUDGET=CHARACTERS - 1)
            with Service(self.place, env=env) as up:
                ann = up.client()
                ann.sign_up("ann@example.org")
                self.assertEqual(
                    ann.get("/api/v1/choices").json["paid_speech"],
                    {"characters_a_month": CHARACTERS - 1, "characters_left": CHARACTERS - 1},
                )
                order = {"script": SCRIPT, "voice": "openai:alloy", "formats": ["vertical"]}
                refused = ann.post("/api/v1/create-video-enhanced", order)
                self.assertEqual(refused.status, 422)
                self.assertEqual(refused.json["errors"][0]["pointer"], "/voice")
                self.assertIn("MSS_SPEECH_BUDGET", refused.json["errors"][0]["detail"])
                self.assertEqual(server.requests, [])

    def test_what_it_says_of_a_refusal_is_plain(self):
        with serving(lambda request: Answer({}, 401)) as server, Service(self.place, env=self.settings(server)) as up:
            ann = up.client()
            ann.sign_up("ann@example.org")
            video = ann.order(script=SCRIPT, voice="openai:alloy", formats=["vertical"], preset="fast")
            status = ann.wait_for_state(video["task_id"], {"SUCCESS", "FAILURE"})
            self.assertEqual(status["state"], "FAILURE", status)
            self.assertIn("MSS_SPEECH_KEY", json.dumps(status))
            self.assertEqual(status["error"]["cause"], "voice")
            self.assertLessEqual(len(server.requests), 2)  # one for each sentence that is said at once


class Doctor(PaidCase):
    def line(self, env):
        run = self.place.mss("doctor", env=env, timeout=60)
        self.assertNotIn(KEY, run.out + run.err)
        return next(line for line in run.out.splitlines() if "paid voices" in line)

    def test_tells_how_it_stands_without_cost(self):
        self.assertIn("none set", self.line({}))
        with serving(lambda request: Answer({"data": []})) as server:
            self.assertRegex(self.line(self.settings(server)), "^ok .*2 at .*; 0 of 100000 characters")
            self.assertRegex(self.line(self.settings(server, MSS_SPEECH_BUDGET=0)), "^warn")
            self.assertRegex(self.line(self.settings(server, MSS_SPEECH_VOICES="")), "^warn")
            self.assertRegex(self.line(self.settings(server, MSS_SPEECH_VOICES="a/b")), "^fail .*MSS_SPEECH_VOICES")
            self.assertEqual({request.path for request in server.requests}, {"/v1/models"})
            self.assertEqual(self.spent(), 0)
        with serving(lambda request: Answer({}, 401)) as server:
            self.assertRegex(self.line(self.settings(server)), "^fail .*refuses the key")


if __name__ == "__main__":
    unittest.main()
