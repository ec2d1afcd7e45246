#!/usr/bin/env python3
"""Runs every test of a build and counts them: tools/run_tests.py BUILD [--style] [--filter REGEX] [--jobs N] [--long].

The last line of output is always "N passed, N failed, N skipped"; the exit status is 1 where one failed or none ran.
--style adds tools/tidy.py as one more test. --long runs those that take long and no others; without it these are left
out.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_OF_A_FAILURE = 60


def outcome_of(case):
    """("passed" | "failed" | "skipped", reason) of one JUnit testcase as ctest writes it.

    ctest calls a test "notrun" both when it skipped itself and when it could not be started; only the first, which
    names the SKIP_ rule that matched, counts as skipped. A disabled test is skipped too, so that it stays visible.
    """
    status = case.get("status")
    if status == "run":
        return "passed", ""
    if status == "disabled":
        return "skipped", "disabled"
    skipped = case.find("skipped")
    reason = skipped.get("message", "") if skipped is not None else ""
    if status == "notrun" and reason.startswith("SKIP_"):
        return "skipped", skip_reason(case)
    return "failed", reason


def skip_reason(case):
    """What GoogleTest printed between the place of GTEST_SKIP() and its closing line."""
    lines = [line.strip() for line in (case.findtext("system-out") or "").splitlines()]
    for index, line in enumerate(lines):
        if line.endswith(": Skipped") and index + 1 < len(lines):
            return lines[index + 1]
    return "skipped itself"


def print_ends(cases):
    """What failed tests printed last, once more at the end of all: often only the end of a log is kept."""
    for case in cases:
        if outcome_of(case)[0] == "failed":
            lines = (case.findtext("system-out") or "").splitlines()
            print(f"\n{case.get('name')} printed last:", *lines[-LINES_OF_A_FAILURE:], sep="\n")


def run_ctest(build, pattern, jobs, environment, long=False):
    """[(name, outcome, reason)] of every test that ctest knows."""
    report = build / "tests.xml"
    report.unlink(missing_ok=True)
    command = ["ctest", "--test-dir", str(build), "--output-on-failure", "--no-tests=error", f"-j{jobs}",
               "--output-junit", str(report.resolve())]
    command += ["-L" if long else "-LE", "long"]
    if pattern:
        command += ["-R", pattern]
    code = subprocess.run(command, check=False, env=environment).returncode
    try:
        cases = list(xml.parse(report).getroot().iter("testcase"))
        print_ends(cases)
        results = [(case.get("name"), *outcome_of(case)) for case in cases]
    except (OSError, xml.ParseError) as error:
        return [("ctest", "failed", f"wrote no report: {error}")]
    if not results:
        elsewhere = "make test runs others" if long else "make long runs those that take long"
        return [("ctest", "failed", f"found no test; {elsewhere}")]
    if code != 0 and not any(outcome == "failed" for _, outcome, _ in results):
        results.append(("ctest", "failed", f"ended with status {code}"))
    return results


def with_natural_voice(build):
    """The environment of the tests: with MSS_TEST_VOICES where a natural voice could be fetched."""
    environment = dict(os.environ)
    if "MSS_TEST_VOICES" in environment:
        return environment
    folder = (build / "voices").resolve()
    command = [str(build / "mss"), "voices", "install", "kokoro", "--set", f"voices_dir={folder}"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
        environment["MSS_TEST_VOICES"] = str(folder)
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        print(f"no natural voice for the tests that need one: {said[-1] if said else error}", flush=True)
    return environment


def run_style():
    code = subprocess.run([sys.executable, str(ROOT / "tools" / "tidy.py")], check=False).returncode
    return [("style", "passed" if code == 0 else "failed", "" if code == 0 else "see the findings above")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--style", action="store_true")
    parser.add_argument("--filter", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()

    results = run_ctest(options.build, options.filter, options.jobs, with_natural_voice(options.build),
                        options.long)
    if options.style and not options.filter:
        results += run_style()
    sys.stdout.write("\n")
    for wanted in ("skipped", "failed"):
        for name, outcome, reason in results:
            if outcome == wanted:
                print(f"{outcome}: {name}" + (f" ({reason})" if reason else ""))
    counts = {key: sum(1 for _, outcome, _ in results if outcome == key) for key in ("passed", "failed", "skipped")}
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
