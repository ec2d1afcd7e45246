"""A language model behind the chat-completions protocol: its words are checked and its key is kept."""

import json

from servers import Answer, serving
from test_words import WordsCase

KEY = "sk-very-secret-0123456789"
SCRIPT = {
    "title": "Why do magnets stick?",
    "description": "Tiny magnets in step.",
    "keywords": ["magnet", "iron"],
    "scenes": [
        {
            "text": "Every magnet is a crowd of tiny magnets.",
            "headline": "A crowd",
            "number": "",
            "label": "",
            "items": [],
            "icons": ["magnet"],
        },
        {
            "text": "In iron they turn the same way, and 2 pieces pull together.",
            "headline": "In step",
            "number": "2",
            "label": "pieces",
            "items": [],
            "icons": ["magnet"],
        },
    ],
    "sources": [{"title": "Magnetism", "url": "https://example.org/magnetism"}],
}


def completion(content, finish="stop"):
    return Answer(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "fake",
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )


class ModelCase(WordsCase):
    def connected(self, server):
        return {"MSS_LLM_URL": server.url + "/v1", "MSS_LLM_KEY": KEY, "MSS_LLM_MODEL": "fake", "MSS_LLM_TIMEOUT": 10}

    def ask(self, replies, topic="Why do magnets stick?", timeout=60):
        """The run, and the requests; the last reply answers all that come after it."""
        left = list(replies)
        with serving(lambda request: left.pop(0) if len(left) > 1 else left[0]) as server:
            run = self.create(topic, "--duration", "15", env=self.connected(server), timeout=timeout)
        self.assertNotIn(KEY, run.out + run.err)
        return run, server.requests


class Model(ModelCase):
    def test_writes_the_script(self):
        run, requests = self.ask([completion(json.dumps(SCRIPT))])
        self.assert_done(run)
        script = self.script()
        self.assertEqual(script["writer"], "model")
        self.assertEqual([scene["text"] for scene in script["scenes"]], [scene["text"] for scene in SCRIPT["scenes"]])
        self.assertEqual(script["sources"][0]["url"], SCRIPT["sources"][0]["url"])
        self.assertTrue(any("language model" in notice for notice in run.report["notices"]))
        self.assertEqual(len(requests), 1)
        self.assertEqual((requests[0].method, requests[0].path), ("POST", "/v1/chat/completions"))
        self.assertEqual(requests[0].headers["authorization"], f"Bearer {KEY}")
        self.assertEqual(requests[0].json["model"], "fake")
        self.assertTrue(any("Why do magnets stick?" in message["content"] for message in requests[0].json["messages"]))
        for path in self.place.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEY.encode(), path.read_bytes(), f"the key is in {path}")

    def test_that_is_busy_once_is_asked_again(self):
        run, requests = self.ask(
            [
                Answer({"error": {"message": "slow down"}}, 429, Retry_After="0"),
                completion("```json\n" + json.dumps(SCRIPT) + "\n```"),
            ]
        )
        self.assert_done(run)
        self.assertEqual(len(requests), 2)

    def test_that_is_wrong_once_is_told_what_is_wrong(self):
        wrong = json.loads(json.dumps(SCRIPT))
        wrong["scenes"][1]["text"] = ""
        run, requests = self.ask([completion(json.dumps(wrong)), completion(json.dumps(SCRIPT))])
        self.assert_done(run)
        self.assertIn("scenes[1].text", requests[1].json["messages"][-1]["content"])

    def test_draws_no_figure_that_nobody_says(self):
        wrong = json.loads(json.dumps(SCRIPT))
        wrong["scenes"][1]["number"] = "77"
        run, _ = self.ask([completion(json.dumps(wrong))])
        self.assert_done(run)
        self.assertNotIn("77", json.dumps(self.script()["scenes"]))


class BrokenModel(ModelCase):
    def test_ends_in_one_plain_error(self):
        for reply in (
            completion("I would rather not."),
            completion("{}"),
            completion("[1, 2"),
            completion(""),
            completion(json.dumps(SCRIPT | {"scenes": []})),
            Answer("<html>", kind="text/html"),
            Answer({"choices": []}),
            Answer([]),
            Answer(b"\xff\xfe\0"),
            Answer({"error": {"message": f"no such key: {KEY}"}}, 401),
            Answer("", 500),
        ):
            run, _ = self.ask([reply])
            with self.subTest(reply.body[:60]):
                self.assertIn(run.code, (2, 5), run)
                self.assert_plain_error(run, run.code, "(?i)model")
                self.assertFalse(self.place.out.exists())

    def test_that_nobody_runs_is_an_error_that_names_its_address(self):
        run = self.create(
            "Why do magnets stick?", env={"MSS_LLM_URL": "http://127.0.0.1:9/v1", "MSS_LLM_KEY": KEY}, timeout=60
        )
        self.assert_plain_error(run, 5, "127.0.0.1:9")
        self.assertNotIn(KEY, run.err)


class ModelIdeas(ModelCase):
    def test_come_with_every_field(self):
        topics = {"topics": [{"title": f"Magnets, part {number}", "angle": "How they pull."} for number in (1, 2, 3)]}
        with serving(lambda request: completion(json.dumps(topics))) as server:
            run = self.place.mss("topics", "magnets", "--count", "3", "--json", env=self.connected(server), timeout=30)
        self.assert_done(run)
        self.assertEqual(len(run.report["topics"]), 3)
        for topic in run.report["topics"]:
            self.assertEqual(topic["source"], "model")
            self.assertTrue(all(topic.values()), topic)
