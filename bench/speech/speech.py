#!/usr/bin/env python3
"""bench/speech/speech.py BUILD [VOICE...]: how well voices are understood, and how true the times of their words are.

Each voice speaks the sentences of sentences.txt. An offline recogniser (PocketSphinx with its large vocabulary) hears
them: the share of wrong words. Then it is told the words and finds them in the sound (forced alignment, in steps of
10 ms): how far the begin of each word is off. The aligner itself is early or late by a constant; what it says of slt,
which computes its sound from the very times that it names, tells by how much, and figures stand with and without it.
Captions may follow the voice, and never be ahead of it by more than 100 ms.

The natural voices are those of MSS_VOICES_DIR (when absent: of the data folder). MSS_BENCH_SPOKEN names a folder which
keeps what was spoken, so that the next run need not speak it again.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SENTENCES = HERE / "sentences.txt"
MODEL = pathlib.Path("/usr/share/pocketsphinx/model/en-us")
NATURAL = ["af_heart", "am_michael"]
SYNTHETIC = ["slt", "espeak-en-us"]
EXACT = "slt"  # the voice whose times the aligner is set by
GOAL_MEAN, GOAL_WORST, GOAL_AHEAD = 0.030, 0.120, 0.100
FRAME = 0.01


def plain(words):
    """The words as a recogniser writes them."""
    return re.sub(r"[^a-z' ]", " ", words.lower()).split()


def unknown_words(sentences):
    """Those that the dictionary lacks: with one of them a sentence cannot be aligned, and nothing would say so."""
    with open(MODEL / "cmudict-en-us.dict", encoding="utf-8") as lines:
        known = {line.split(" ", 1)[0] for line in lines}
    return {word for sentence in sentences for word in plain(sentence)} - known


def natural_voices():
    """The folder of natural voices, as mss finds it."""
    home = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local" / "share")
    data = pathlib.Path(os.environ.get("MSS_DATA_DIR") or home / "mss")
    return pathlib.Path(os.environ.get("MSS_VOICES_DIR") or data / "voices").resolve()


def speak(build, voices, folder):
    """{voice: [{text, words}]}, with a WAV file of each sentence in folder/VOICE."""
    missing = [voice for voice in voices if not (folder / voice / "words.json").exists()]
    if missing:
        subprocess.run([build / "bench_speech", natural_voices(), SENTENCES, folder, *missing], check=True)
    return {voice: json.loads((folder / voice / "words.json").read_text(encoding="utf-8")) for voice in voices}


def recognise(folder, count, *options):
    """The lines that PocketSphinx writes about folder/01.wav and so on."""
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        (work / "list").write_text("".join(f"{number:02}\n" for number in range(1, count + 1)))
        command = ["pocketsphinx_batch", "-hmm", MODEL / "en-us", "-dict", MODEL / "cmudict-en-us.dict",
                   "-ctl", work / "list", "-cepdir", folder, "-cepext", ".wav", "-adcin", "yes", "-adchdr", "44",
                   "-dither", "yes", "-seed", "1", "-hypseg", work / "segments", "-logfn", work / "log", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return (work / "segments").read_text(encoding="utf-8").splitlines()


def segments(line):
    """[(word, begin, end)] in seconds: "01 S 1 T 2 A 3 L 4 FRAME SCORE SCORE WORD ... FRAMES"."""
    parts = line.split()[9:]
    begins = [int(parts[at]) for at in range(0, len(parts) - 1, 4)]
    words = [parts[at] for at in range(3, len(parts), 4)]
    ends = [*begins[1:], int(parts[-1])]
    return [(re.sub(r"\(\d+\)$", "", word), begin * FRAME, end * FRAME) for word, begin, end in zip(words, begins, ends)
            if not word.startswith(("<", "[", "+"))]


def changes(said, heard):
    """Words that were replaced, left out or added (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        corner, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (word != other))
    return row[-1]


def error_rate(folder, said):
    """(share of wrong words, how many sentences are heard without a mistake)"""
    lines = recognise(folder, len(said), "-lm", MODEL / "en-us.lm.bin")
    heard = [[word for word, _, _ in segments(line)] for line in lines]
    wrong = [changes(plain(sentence["text"]), words) for sentence, words in zip(said, heard, strict=True)]
    return sum(wrong) / sum(len(plain(sentence["text"])) for sentence in said), wrong.count(0)


def write_grammar(path, words):
    """A finite-state grammar of just these words, in order; silence may stand anywhere."""
    steps = "".join(f"TRANSITION {at} {at + 1} 1.0 {word}\n" for at, word in enumerate(words))
    path.write_text(f"FSG_BEGIN words\nNUM_STATES {len(words) + 1}\nSTART_STATE 0\nFINAL_STATE {len(words)}\n"
                    f"{steps}FSG_END\n")


def aligned(folder, said):
    """[[(word, begin, end)]]: where the aligner finds the words of each sentence; an empty list where it does not."""
    with tempfile.TemporaryDirectory() as name:
        grammars = pathlib.Path(name)
        names = []
        for number, sentence in enumerate(said, 1):
            write_grammar(grammars / f"{number:02}.fsg", plain(sentence["text"]))
            names.append(f"{number:02}\n")
        (grammars / "list").write_text("".join(names))
        lines = recognise(folder, len(said), "-fsgctl", grammars / "list", "-fsgdir", grammars, "-fsgext", ".fsg",
                          # Nothing may be taken out of what is timed, and nothing given up too early.
                          "-remove_silence", "no", "-remove_noise", "no", "-beam", "1e-80", "-pbeam", "1e-80",
                          "-wbeam", "1e-60")
    found = [segments(line) for line in lines]
    return [words if [word for word, _, _ in words] == plain(sentence["text"]) else []
            for sentence, words in zip(said, found, strict=True)]


def early_by(folder, said):
    """Of each word: (seconds by which the voice names its begin before the aligner does, sentence, place, word)."""
    differences = []
    for number, (sentence, found) in enumerate(zip(said, aligned(folder, said)), 1):
        if not found:
            print(f"  {folder.name}: the aligner does not find the words of sentence {number}", flush=True)
            continue
        for place, (told, (word, begin, _)) in enumerate(zip(sentence["words"], found, strict=True)):
            differences.append((begin - told["begin"], number, place, word))
    return differences


def tell_times(voice, differences, offset):
    values = [early - offset for early, *_ in differences]
    sizes = [abs(value) for value in values]
    worst = max(differences, key=lambda entry: abs(entry[0] - offset))
    over = sum(size > GOAL_WORST for size in sizes)
    return (f"{voice:13} mean {1000 * statistics.fmean(sizes):4.0f} ms, worst {1000 * max(sizes):4.0f} ms "
            f"(sentence {worst[1]}, \"{worst[3]}\"; {over} of {len(sizes)} over {1000 * GOAL_WORST:.0f} ms); "
            f"on average {-1000 * statistics.fmean(values):+.0f} ms; most ahead {1000 * max(values):.0f} ms")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    voices = sys.argv[2:] or SYNTHETIC + (NATURAL if natural_voices().is_dir() else [])
    sentences = SENTENCES.read_text(encoding="utf-8").splitlines()
    if unknown := unknown_words(sentences):
        sys.exit(f"{SENTENCES}: the recogniser does not know {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(os.environ.get("MSS_BENCH_SPOKEN", name))
        said = speak(build, list(dict.fromkeys([EXACT, *voices])), folder)
        print(f"{len(sentences)} sentences, {sum(len(plain(sentence)) for sentence in sentences)} words")
        for voice in voices:
            share, whole = error_rate(folder / voice, said[voice])
            print(f"{voice:13} words heard wrong: {100 * share:4.1f} %; {whole} sentences without a mistake",
                  flush=True)
        times = {voice: early_by(folder / voice, said[voice]) for voice in said}
    offset = statistics.median(early for early, *_ in times[EXACT])
    print(f"Begins of words against forced alignment (goal: mean {1000 * GOAL_MEAN:.0f} ms, worst "
          f"{1000 * GOAL_WORST:.0f} ms, ahead {1000 * GOAL_AHEAD:.0f} ms). The aligner is {1000 * offset:+.0f} ms off "
          f"the exact times of {EXACT}.")
    for title, taken in (("as it is:", 0.0), ("with that taken off:", offset)):
        print(title)
        for voice in voices:
            print("  " + tell_times(voice, times[voice], taken), flush=True)


if __name__ == "__main__":
    main()
