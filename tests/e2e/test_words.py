"""Where the words come from: the starter set, a text, a page, Wikipedia, a language model; and what is not invented."""

import json
import re
import shutil

import harness
from servers import Answer, serving

QUICK = ["--preset", "fast", "--formats", "vertical", "--json"]

ARTICLE = """How glaciers carve valleys

A glacier is a body of ice that moves slowly under its own weight. It forms where more snow falls in winter than melts
in summer. Over decades the layers press each other into dense blue ice.

The moving ice carries rocks that it has torn from the ground. These rocks scrape the bedrock like sandpaper. In this
way a narrow river valley becomes a wide valley with steep walls.

When the climate warms, the ice melts back and leaves its rubble behind. Long ridges of such rubble are called moraines.
Many lakes in the Alps lie behind old moraines.
"""

PAGE = """<!doctype html><html lang="en"><head><title>How honey lasts | The Larder</title>
<meta name="author" content="Ada Beekeeper"></head><body>
<header><nav><a href="/">Home</a> <a href="/shop">Shop the newest jars today</a></nav></header>
<div class="cookie-banner">We use cookies to improve your experience. Accept all cookies now.</div>
<main><article><h1>How honey lasts</h1>
<p>Honey keeps for centuries because it holds very little water. Bacteria and mould need water to grow, and honey
draws it out of them instead.</p>
<p>Honey is also slightly acidic, which most bacteria do not like. Bees add an enzyme that slowly makes hydrogen
peroxide in the honey.</p>
<p>A sealed jar keeps the moist air out. An open jar takes up water from the air, and then it can spoil after all.</p>
<aside>Subscribe to our newsletter and share this article with your friends.</aside></article></main>
<footer>Copyright The Larder. All rights reserved. Privacy policy.</footer><script>track("everything")</script>
</body></html>"""

THIN = b"""Ice floats on water, since its crystals leave room between them. Icebergs show a tenth of themselves above
the sea. Sailors fear the nine tenths below the surface."""

PAGE_FURNITURE = ("cookies", "newsletter", "Shop", "Copyright", "Privacy", "track")


def letters(text):
    return "".join(filter(str.isalnum, text)).lower()


class WordsCase(harness.Case):
    def create(self, *words, **more):
        return self.place.mss("create", *words, "--out", self.place.out, *QUICK, **more)

    def finds_words(self, *words, **more):
        """Whether there is something to say, without a video: the media program, which is absent, is missed then."""
        alone = harness.Place(self.place.folder)
        alone.program = self.place.folder / "mss"
        if not alone.program.exists():
            shutil.copy2(harness.MSS, alone.program)
        run = alone.mss("create", *words, "--out", self.place.out, timeout=30, **more)
        self.assertIn(run.code, (3, 5), run)
        self.assert_plain_error(run, run.code, *(["mss-media"] if run.code == 5 else []))
        return run.code == 5

    def script(self):
        return json.loads((self.place.out / "script.json").read_text(encoding="utf-8"))

    def spoken(self):
        return " ".join(scene["text"] for scene in self.script()["scenes"])


class Starters(WordsCase):
    def test_have_every_file_of_the_set_under_each_of_its_questions(self):
        files = sorted((harness.ROOT / "assets" / "starter").glob("*.json"))
        self.assertGreaterEqual(len(files), 20)
        for path in files:
            starter = json.loads(path.read_text(encoding="utf-8"))
            with self.subTest(path.name):
                self.assertTrue(self.finds_words(starter["script"]["title"]))
                self.assertTrue(self.finds_words(starter["questions"][0].lower().rstrip("?")))

    def test_are_found_in_other_words(self):
        for question in (
            "why is sea water so salty",
            "What makes the sky look blue?",
            "how come octopuses have 3 hearts?",
            "the reason why we yawn",
            "WHY DO ONIONS MAKE US CRY",
            "How does a vaccine work?",
            "how do planes fly",
            "what makes leaves change color in autumn",
        ):
            with self.subTest(question):
                self.assertTrue(self.finds_words(question))

    def test_are_not_mistaken_for_other_topics(self):
        for question in (
            "Why is the sky on Mars red?",
            "How do octopuses reproduce?",
            "What is the tallest building in Chile?",
            "How do I file my taxes?",
            "blue",
            "Why?",
        ):
            with self.subTest(question):
                self.assertFalse(self.finds_words(question))

    def test_make_a_video_of_the_length_that_was_asked(self):
        run = self.assert_done(self.create("What makes a glacier move?", "--duration", "15"))
        self.assertEqual(self.script()["title"], "How do glaciers move?")
        self.assertEqual(self.script()["writer"], "starter")
        self.assertTrue(10 < run.report["duration_s"] < 25 or run.report["notices"], run)
        credits = (self.place.out / "credits.txt").read_text(encoding="utf-8")
        self.assertIn("National Snow and Ice Data Center", credits)


class UnknownTopic(WordsCase):
    def test_without_network_and_model_is_an_honest_no_with_ways_on(self):
        run = self.create("The history of the village of Unterhugelbach", timeout=20)
        self.assert_plain_error(run, 3, "--text", "--url", "MSS_LLM_URL")
        self.assertEqual(run.out, "")
        self.assertFalse(self.place.out.exists())

    def test_does_not_answer_in_another_language(self):
        run = self.create("Why is the sky blue?", "--language", "de", timeout=60)
        self.assert_plain_error(run, 3, "in English only", "--language en")


class Ideas(WordsCase):
    def topics(self, *words, **more):
        return self.assert_done(self.place.mss("topics", *words, "--json", timeout=20, **more)).report

    def test_for_a_niche_can_all_be_made(self):
        report = self.topics("sea life", "--count", "3")
        topics = report["topics"]
        self.assertTrue(1 <= len(topics) <= 3)
        for topic in topics:
            for name in (
                "title",
                "angle",
                "keywords",
                "yt_title",
                "yt_description",
                "yt_tags",
                "outline",
                "visual_cues",
                "hook_options",
                "source",
            ):
                self.assertTrue(topic[name], f"{name} of {topic['title']} is empty")
            self.assertTrue(self.finds_words(topic["title"]), topic["title"])

    def test_are_different_and_at_most_as_many_as_asked(self):
        for count in (1, 5, 20):
            titles = [topic["title"] for topic in self.topics("science", "--count", str(count))["topics"]]
            self.assertEqual(len(titles), len(set(titles)))
            self.assertLessEqual(len(titles), count)
        self.assertGreaterEqual(len(titles), 5)

    def test_are_listed_for_people_too(self):
        run = self.assert_done(self.place.mss("topics", "space", timeout=20))
        self.assertIn("What is a black hole?", run.out)

    def test_all_are_the_whole_starter_set(self):
        files = list((harness.ROOT / "assets" / "starter").glob("*.json"))
        for words in (("all",), ()):
            self.assertEqual(len(self.topics(*words)["topics"]), len(files))
        listed = self.assert_done(self.place.mss("topics", timeout=20)).out
        self.assertRegex(listed, r"(?ms)^animals\n.*Why do cats purr\?.*^space\n *\d+\. What is a black hole\?")

    def test_without_a_niche_are_as_many_as_asked(self):
        everything = self.topics()["topics"]
        self.assertEqual(self.topics("--count", "3")["topics"], everything[:3])
        listed = self.assert_done(self.place.mss("topics", "--count", "3", timeout=20)).out
        self.assertEqual(re.findall(r"(?m)^ *(\d+)\. ", listed), ["1", "2", "3"])
        self.assertNotIn("\nspace\n", listed)

    def test_are_not_said_to_be_all_where_wikipedia_was_not_asked(self):
        notice = self.topics("animals", "--count", "20")["notices"][-1]
        self.assertIn("turned off", notice)
        self.assertNotIn("no more that", notice)

    def test_for_a_niche_that_nobody_knows_is_an_honest_no(self):
        run = self.place.mss("topics", "medieval Bulgarian tax law", timeout=20)
        self.assertEqual(run.code, 3, run)
        self.assert_plain_error(run, 3)


class Texts(WordsCase):
    def test_are_retold_in_their_own_words(self):
        text = self.place.write("glaciers.txt", ARTICLE)
        run = self.assert_done(self.create("--text", text, "--duration", "15"))
        self.assertEqual(self.script()["title"], "How glaciers carve valleys")
        source = letters(ARTICLE)
        for scene in self.script()["scenes"]:
            for sentence in filter(letters, scene["text"].split(".")):
                self.assertIn(letters(sentence), source, "an invented sentence")
        self.assertTrue(8 < run.report["duration_s"] < 25, run)

    def test_say_how_much_of_them_is_told_and_name_no_source(self):
        text = self.place.write("glaciers.txt", ARTICLE)
        run = self.assert_done(self.create("--text", text, "--duration", "15"))
        self.assertTrue(any("of the text's 9 sentences are told" in notice for notice in run.report["notices"]), run)
        self.assertEqual(self.script()["sources"], [])
        self.assertTrue(self.script()["scenes"][0]["text"].startswith("A glacier is a body of ice"))
        credits = (self.place.out / "credits.txt").read_text(encoding="utf-8")
        self.assertIn("given by the maker", credits)

    def test_that_are_too_thin_make_a_shorter_video_and_say_so(self):
        run = self.assert_done(
            self.create(
                "--text",
                "-",
                "--duration",
                "120",
                stdin=THIN,
            )
        )
        self.assertLess(run.report["duration_s"], 20)
        self.assertTrue(any("short" in notice for notice in run.report["notices"]), run.report["notices"])

    def test_without_a_sentence_are_an_honest_no(self):
        for content in (b"", b"\n\n\n", b"...", b"One two three"):
            run = self.create("A title", "--text", "-", stdin=content, timeout=20)
            with self.subTest(content):
                self.assertIn(run.code, (2, 3), run)
                self.assert_plain_error(run, run.code)


class Pages(WordsCase):
    def test_are_told_without_what_stands_around_the_article(self):
        page = Answer(PAGE, kind="text/html; charset=utf-8")
        with serving(lambda request: page) as server:
            url = f"{server.url}/honey"
            run = self.assert_done(self.create("--url", url, "--duration", "15"))
        self.assertEqual(run.report["title"], "How honey lasts")
        said = self.spoken()
        for word in PAGE_FURNITURE:
            self.assertNotIn(word.lower(), said.lower())
        source = letters(PAGE)
        for sentence in filter(letters, said.split(".")):
            self.assertIn(letters(sentence), source)
        credits = (self.place.out / "credits.txt").read_text(encoding="utf-8")
        self.assertIn(url, credits)
        self.assertIn("Ada Beekeeper", credits)

    def test_in_old_encodings_are_read(self):
        body = PAGE.replace("Honey keeps", "Café honey – “pure” – keeps").encode("windows-1252", "replace")
        with serving(lambda request: Answer(body, kind="text/html; charset=windows-1252")) as server:
            self.assertTrue(self.finds_words("--url", server.url))

    def test_that_fail_are_errors_of_the_network_and_are_named(self):
        for answer, codes in (
            (Answer("gone", 404), (2, 5)),
            (Answer("broken", 500), (5,)),
            (Answer("", 302, Location="file:///etc/passwd"), (2, 5)),
            (Answer(b"\x89PNG\r\n\x1a\n" + bytes(2000), kind="image/png"), (2, 3)),
            (Answer("<html><body><nav>Menu</nav></body></html>", kind="text/html"), (3,)),
        ):
            with serving(lambda request, answer=answer: answer) as server:
                run = self.create("--url", server.url + "/page", timeout=60)
            with self.subTest(answer.status, kind=answer.headers["Content-Type"]):
                self.assertIn(run.code, codes, run)
                self.assert_plain_error(run, run.code)

    def test_that_redirect_for_ever_or_never_end_are_errors(self):
        with serving(lambda request: Answer("", 302, Location="/again")) as server:
            run = self.create("--url", server.url, timeout=60)
            self.assertIn(run.code, (2, 5), run)
            self.assert_plain_error(run, run.code)
            self.assertLess(len(server.requests), 30)
        with serving(lambda request: Answer("<p>word. " * 2_000_000, kind="text/html")) as server:
            run = self.create("--url", server.url, timeout=60)
            self.assertIn(run.code, (2, 5), run)
            self.assert_plain_error(run, run.code)


class Encyclopaedia(WordsCase):
    """A MediaWiki on this machine, in the form of its Action API with formatversion=2."""

    EXTRACT = (
        "A geyser is a hot spring that throws water into the air again and again. Geysers erupt because water deep "
        "below is heated under pressure until it boils. The steam pushes the water above it out of the ground.\n"
        "\n\n== Conditions ==\nA geyser needs heat, water and a narrow channel in hard rock. Without the narrow "
        "channel the heat would simply escape. Only about a thousand geysers exist on the whole Earth.\n"
        "Half of these geysers are in Yellowstone. Many geysers in New Zealand stopped when power stations took their "
        "heat.\n\n\n== References ==\nThis line is about books that nobody should read aloud at all."
    )

    HITS = [
        {"ns": 0, "title": "Geysers (album)", "pageid": 8, "snippet": "Geysers is a studio album by nobody"},
        {
            "ns": 0,
            "title": "Geyser",
            "pageid": 7,
            "snippet": '<span class="searchmatch">Geysers</span> erupt because water is heated &amp; boils',
        },
    ]
    ADDRESS = "https://en.wikipedia.org/wiki/Geyser"
    PAGE = {"pageid": 7, "ns": 0, "title": "Geyser", "extract": EXTRACT, "lastrevid": 1234, "canonicalurl": ADDRESS}

    def reply(self, request):
        if request.query.get("list") == "search":
            return Answer({"batchcomplete": True, "query": {"search": self.HITS}})
        if request.query.get("pageids") == "7":
            return Answer({"batchcomplete": True, "query": {"pages": [self.PAGE]}})
        return Answer({"error": {"code": "badrequest", "info": request.path}})

    def connected(self, server):
        return {"MSS_WIKIPEDIA": "on", "MSS_WIKIPEDIA_URL": server.url, "MSS_CONTACT": "https://example.org/us"}

    def test_answers_a_topic_in_its_own_words_and_is_credited(self):
        with serving(self.reply) as server:
            run = self.assert_done(self.create("Why do geysers erupt?", "--duration", "15", env=self.connected(server)))
        self.assertEqual(self.script()["writer"], "wikipedia")
        source = letters(self.EXTRACT)
        for sentence in filter(letters, self.spoken().split(".")):
            self.assertIn(letters(sentence), source, "an invented sentence")
        self.assertNotIn("nobody should read", self.spoken())
        credits = (self.place.out / "credits.txt").read_text(encoding="utf-8")
        for part in ("Geyser", "oldid=1234", "CC BY-SA 4.0"):
            self.assertIn(part, credits)
        self.assertTrue(all("https://example.org/us" in request.headers["user-agent"] for request in server.requests))
        self.assertTrue(all(gate["passed"] for gate in run.report["gates"]))

    def test_is_not_asked_where_a_starter_answers(self):
        with serving(self.reply) as server:
            self.assertTrue(self.finds_words("Why is the sky blue?", env=self.connected(server)))
        self.assertEqual(server.requests, [])

    def test_without_an_article_that_answers_is_an_honest_no(self):
        with serving(self.reply) as server:
            run = self.create("Why do medieval castles have moats?", env=self.connected(server), timeout=30)
        self.assert_plain_error(run, 3, "--text")
        with serving(lambda request: Answer({"batchcomplete": True, "query": {"search": []}})) as server:
            run = self.create("Why do geysers erupt?", env=self.connected(server), timeout=30)
        self.assert_plain_error(run, 3, "--text")

    def test_that_is_busy_once_is_asked_again(self):
        left = [Answer("slow down", 429, Retry_After="0")]
        with serving(lambda request: left.pop() if left else self.reply(request)) as server:
            self.assertTrue(self.finds_words("Why do geysers erupt?", env=self.connected(server)))

    def test_that_is_broken_ends_in_one_plain_error(self):
        for answer in (
            Answer("<html>a proxy</html>", kind="text/html"),
            Answer({"error": {"code": "no", "info": "go away"}}),
            Answer([]),
            Answer({"query": {"search": [{"title": 5}]}}),
            Answer("", 503),
        ):
            with serving(lambda request, answer=answer: answer) as server:
                run = self.create("Why do geysers erupt?", env=self.connected(server), timeout=60)
            with self.subTest(answer.body[:40]):
                self.assertIn(run.code, (3, 5), run)
                self.assert_plain_error(run, run.code)
