#!/usr/bin/env python3
"""Checks that each header of src compiles by itself: tools/check_headers.py BUILD (a configured build folder).

The flags come from compile_commands.json: those of a source of the same module, else of any source.
"""

import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def flags_by_module(build):
    """{module: compiler and flags}, without the compiler launcher, the source and the outputs."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        if source.suffix != ".cpp" or (ROOT / "src") not in source.parents:
            continue
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if "clang" in pathlib.Path(word).name):]
        kept, skip = [], False
        for word in words:
            if skip:
                skip = False
            elif word in ("-o", "-c", "-MF", "-MT"):
                skip = True
            elif word != "-MD":
                kept.append(word)
        flags.setdefault(source.relative_to(ROOT / "src").parts[0], kept)
    return flags


def check(header, flags):
    module = header.relative_to(ROOT / "src").parts[0]
    words = flags.get(module) or next(iter(flags.values()))
    command = [*words, "-fsyntax-only", "-Wno-pragma-once-outside-header", "-x", "c++", str(header)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return header, done.returncode, done.stderr


def main():
    if len(sys.argv) != 2:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    flags = flags_by_module(pathlib.Path(sys.argv[1]))
    headers = sorted((ROOT / "src").rglob("*.hpp"))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, code, errors in pool.map(lambda header: check(header, flags), headers):
            if code != 0:
                failed += 1
                print(f"{header.relative_to(ROOT)}: does not compile alone\n{errors}")
    print(f"{len(headers)} headers, {failed} do not compile alone")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
