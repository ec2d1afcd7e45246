"""Pretended services of paid voices on this machine: what they say is said by ffmpeg's flite, so it is real speech."""

import base64
import functools
import struct
import subprocess
import wave
import io

from servers import Answer

KEY = "sk-paid-0123456789abcdef"


@functools.lru_cache(maxsize=None)
def spoken(text):
    """The text as a WAV file, 24 kHz, mono, of 16 bits."""
    # In a quoted part of a filter's description only the quote itself has a meaning.
    plain = text.replace("'", "")
    words = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"flite=text='{plain}'", "-ar", "24000", "-ac", "1"]
    done = subprocess.run([*words, "-c:a", "pcm_s16le", "-f", "wav", "-"], capture_output=True, check=True, timeout=60)
    samples = done.stdout[done.stdout.index(b"data") + 8 :]
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, 24000, 48000, 2,
                       16, b"data", len(samples))
    return head + samples


@functools.lru_cache(maxsize=None)
def coded(text):
    """The same as MP3, as ElevenLabs sends it."""
    words = ["ffmpeg", "-v", "error", "-i", "-", "-ar", "44100", "-b:a", "128k", "-f", "mp3", "-"]
    return subprocess.run(words, input=spoken(text), capture_output=True, check=True, timeout=60).stdout


def seconds(sound):
    with wave.open(io.BytesIO(sound)) as file:
        return file.getnframes() / file.getframerate()


def openai(request):
    """The speech service of OpenAI's protocol; its length is not known when its file begins, as OpenAI's."""
    sound = spoken(request.json["input"])
    streamed = sound[:4] + b"\xff\xff\xff\xff" + sound[8:40] + b"\xff\xff\xff\xff" + sound[44:]
    return Answer(streamed, kind="audio/wav")


def timed(text, sound, **changes):
    """An alignment that spreads the characters evenly."""
    step = seconds(sound) / len(text)
    return {
        "characters": list(text),
        "character_start_times_seconds": [round(step * i, 4) for i in range(len(text))],
        "character_end_times_seconds": [round(step * (i + 1), 4) for i in range(len(text))],
    } | changes


def elevenlabs(request):
    text = request.json["text"]
    sound = spoken(text)
    return Answer(
        {
            "audio_base64": base64.b64encode(coded(text)).decode(),
            "alignment": timed(text, sound),
            "normalized_alignment": timed(text.lower(), sound),
        }
    )
