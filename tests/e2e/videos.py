"""The videos that several suites look at: `videos.py make FOLDER` before them, `videos.py remove FOLDER` after.

ctest runs these two as a fixture and names the folder in MSS_E2E_VIDEOS; without it, a process makes what it needs.
"""

import atexit
import functools
import json
import os
import pathlib
import shutil
import sys
import tempfile

from harness import Place, SLOWNESS


def scene(text, kind, headline, *icons, **visual):
    return {"text": text, "visual": {"kind": kind, "headline": headline, "icons": list(icons)} | visual}


# Some fourteen seconds with one scene of every common kind, a figure to read aloud, and sources for the last card.
REFERENCE = {
    "version": 1,
    "title": "What is a coral reef?",
    "language": "en",
    "description": "A reef in four sentences.",
    "keywords": ["coral", "reef"],
    "scenes": [
        scene("A coral reef looks like stone. It is alive.", "kinetic_title", "Alive", "fish"),
        scene(
            "Reefs cover less than 1% of the sea floor.",
            "big_number",
            "Small",
            "world",
            number="1%",
            label="of the floor",
        ),
        scene(
            "Fish come for food, for shelter, and for mates.",
            "list_reveal",
            "Why fish come",
            "home",
            items=["Food", "Shelter", "Mates"],
        ),
        scene(
            "Warm water makes corals lose their colour. Cooler water brings it back.",
            "icon_constellation",
            "Heat hurts",
            "temperature",
            "sun",
            "droplet",
            "palette",
        ),
    ],
    "sources": [
        {"title": "Coral reefs", "url": "https://example.org/reefs", "author": "A. Diver", "licence": "CC BY 4.0"},
        {"title": "Warm seas", "url": "https://example.org/seas", "author": "", "licence": ""},
    ],
    "notices": [],
    "writer": "given",
}

# Six scenes of more than five seconds each: long enough for three chapters, and with something in the middle to edit.
STORY = {
    "version": 1,
    "title": "How is paper made?",
    "language": "en",
    "description": "From tree to sheet.",
    "keywords": ["paper"],
    "scenes": [
        scene(
            "Nearly every sheet of paper begins as a tree, standing in a forest for many years.",
            "kinetic_title",
            "It begins as a tree",
            "trees",
        ),
        scene(
            "The trunk is cut into small chips, and the chips are cooked until only their fibres are left.",
            "quote_card",
            "Chips are cooked",
        ),
        scene(
            "Water carries the fibres onto a moving mesh of wire, where most of that water drains away.",
            "mesh_gradient",
            "Onto the wire",
            "droplet",
        ),
        scene(
            "Rollers press the wet web between felts. Steam then dries it until hardly any water is left.",
            "mesh_gradient",
            "Press and dry",
            "stack",
        ),
        scene(
            "The dry web is wound onto a reel as wide as a house, and weighs as much as ten cars.",
            "mesh_gradient",
            "One great reel",
            "circle",
        ),
        scene(
            "Knives cut it into sheets at last, and the sheets are counted, wrapped and sent to you.",
            "mesh_gradient",
            "Cut and wrapped",
            "package",
        ),
    ],
    "sources": [],
    "notices": [],
    "writer": "given",
}

# Short scenes, for what is done over and over.
BRIEF = {
    "version": 1,
    "title": "What is rust?",
    "language": "en",
    "scenes": [
        scene("Rust is iron that burned slowly.", "kinetic_title", "A slow fire", "flame"),
        scene("Water helps it along.", "mesh_gradient", "Water helps", "droplet"),
        scene("Salt makes it faster.", "mesh_gradient", "Salt hurries", "salt"),
        scene("Paint keeps both away.", "mesh_gradient", "Paint protects", "brush"),
    ],
    "writer": "given",
}

# name: (script, options). The bare one shows what music and captions cover in the reference.
VIDEOS = {
    "reference": (REFERENCE, ["--formats", "vertical,wide"]),
    "bare": (REFERENCE, ["--formats", "vertical", "--no-captions", "--no-music"]),
    "story": (STORY, ["--formats", "vertical"]),
    "brief": (BRIEF, ["--formats", "vertical"]),
}


def options(name):
    """The words that made a video, but for its script and folder."""
    return [*VIDEOS[name][1], "--style", "aurora", "--preset", "fast", "--json"]


class Video:
    """A finished video: its place, its script, and what --json said."""

    def __init__(self, folder, name):
        self.place = Place(folder)
        self.script = VIDEOS[name][0]
        self.report = json.loads((self.place.folder / "report.json").read_text(encoding="utf-8"))
        self.seconds = float((self.place.folder / "seconds.txt").read_text(encoding="utf-8"))

    @property
    def out(self):
        return self.place.out


def make(folder, name):
    place = Place(folder)
    script = place.write("script.json", VIDEOS[name][0])
    run = place.mss("create", "--script", script, "--out", place.out, *options(name), timeout=150)
    if run.code != 0:
        raise AssertionError(f"the video {name} could not be made: {run}")
    place.write("report.json", run.out)
    place.write("seconds.txt", str(run.seconds))


@functools.cache
def video(name):
    """The named video, from the fixture's folder or made now."""
    shared = os.environ.get("MSS_E2E_VIDEOS")
    if shared:
        return Video(pathlib.Path(shared) / name, name)
    folder = tempfile.mkdtemp(prefix="mss-e2e-videos-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make(folder, name)
    return Video(folder, name)


def main():
    action, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    if action == "make":
        for name in VIDEOS:
            make(folder / name, name)
            print(f"made {name} in {float((folder / name / 'seconds.txt').read_text()) / SLOWNESS:.1f} s")


if __name__ == "__main__":
    main()
