#!/usr/bin/env python3
"""House rules as a test: prints "file:line: message" for each breach and exits 1 where there is one.

With --list-cxx it only prints the C++ files of the repository, for clang-format.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The floors, lowest first, as ARCHITECTURE.md draws them: a module may include itself and what stands on lower floors.
FLOORS = [
    ["base"],
    ["config", "model", "observe", "text"],
    ["media_protocol", "http", "files", "voices", "icons", "page", "store", "redis", "celery", "http_server"],
    ["writing", "media", "codec", "tasks", "speech_service", "task_client"],
    ["speech", "sound", "picture", "cluster"],
    ["media_child", "studio", "task_worker"],
    ["api"],
    ["app"],
    ["cli"],
]
FLOOR_OF = {module: number for number, floor in enumerate(FLOORS) for module in floor}
# (from, to) on one floor that may be included all the same, with the reason.
SAME_FLOOR_ALLOWED: dict[tuple[str, str], str] = {}
# Only mss-media links these: they would cost every other process their memory, and it their crashes.
MEDIA_LIBRARIES = re.compile(r"<(libav\w+|libsw\w+|ass|cairo|pango|librsvg|espeak-ng|flite)[/.]")
MEDIA_MODULES = {"codec", "picture", "speech", "sound"}

LINE_COLUMNS = 120
FUNCTION_LINES = 70
SOURCE_LINES = 600
TABLES = set()  # paths of sources that are one table, one entry a line; the limit is for code
CXX = {".cpp", ".hpp"}
CODE = CXX | {".py", ".cmake", ".sh"}
TEXT = CODE | {"", ".txt", ".md", ".json", ".yml", ".yaml", ".toml", ".svg", ".css", ".html", ".ts", ".tsx"}
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(")
STANDARD_OUTPUT = re.compile(r"std::cout\b|\bstd::(printf|puts)\s*\(|\bfmt::print\s*\((?!\s*stderr)")
DIRECTIVE = re.compile(r"^[ ]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
NOT_CODE = re.compile(
    r"\d[\w.]*(?:'\w+)+"  # a number with digit separators, kept out of the character rule below
    r"|R\"([^(\s]{0,16})\(.*?\)\1\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*.*?\*/",
    re.DOTALL,
)


def tracked_files():
    """Paths of the repository's files, relative to its root; new files that nobody has added yet count."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        names = done.stdout.splitlines()
    else:  # an unpacked archive
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]
        names = [name for name in names if not name.startswith((".git/", "build/", "out/"))]
    paths = (pathlib.PurePosixPath(name) for name in sorted(set(names)))
    return [path for path in paths if (ROOT / path).is_file() and not (ROOT / path).is_symlink()]


def strip(text):
    """The text with comments, strings and characters blanked, line by line in place."""

    def blank(match):
        kept = match.group(0)
        return kept if kept[0].isdigit() else re.sub(r"[^\n]", " ", kept)

    return NOT_CODE.sub(blank, text)


def functions(code):
    """(first line, last line) of each function body in stripped C++, found by its braces.

    A brace opens a function where a parameter list stands before it and everything around it is a namespace or a type.
    """
    code = DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), code)
    stack, head_start = [], 0
    for match in re.finditer(r"[{};]", code):
        at, mark = match.start(), match.group(0)
        if mark == "{":
            head = code[head_start:at].strip()
            outside = all(kind == "scope" for kind, _ in stack)
            if outside and ")" in head and not re.search(r"[=(,]$|\breturn$", head):
                stack.append(("function", code.count("\n", 0, at - len(code[head_start:at].lstrip())) + 1))
            elif outside and re.search(r"\b(namespace|class|struct|union|extern)\b", head):
                stack.append(("scope", 0))
            else:
                stack.append(("other", 0))
        elif mark == "}" and stack:
            kind, first = stack.pop()
            if kind == "function":
                yield first, code.count("\n", 0, at) + 1
        head_start = at + 1


def check_include(module, line, is_test):
    """What is wrong with an #include line of src/<module>, or None. Tests may use tests/support."""
    match = re.match(r'\s*#\s*include\s+"(\w+)/', line)
    if match:
        other = match.group(1)
        if other == module or (module, other) in SAME_FLOOR_ALLOWED or (is_test and other == "support"):
            return None
        if other not in FLOOR_OF or module not in FLOOR_OF:
            return f"module {other if other not in FLOOR_OF else module} has no floor in tools/tidy.py"
        if FLOOR_OF[other] >= FLOOR_OF[module]:
            return f"{module} must not include {other}: it does not stand on a lower floor"
    elif re.match(r"\s*#\s*include", line) and MEDIA_LIBRARIES.search(line) and module not in MEDIA_MODULES:
        return f"media libraries are included only in {', '.join(sorted(MEDIA_MODULES))}"
    return None


def check_header(lines):
    if not lines or lines[0] != "#pragma once":
        yield 1, "a header begins with #pragma once"
    elif len(lines) < 2 or not lines[1].startswith("// "):
        yield 2, "a comment follows: what this is, who owns it, which threads may call it, what happens on failure"


def check_cxx(path, text):
    lines = text.splitlines()
    code = strip(text)
    if path.suffix == ".hpp":
        yield from check_header(lines)
    module = path.parts[1] if path.parts[0] == "src" and len(path.parts) > 2 else None
    is_test = path.name.endswith("_test.cpp") or path.parts[0] == "tests"
    for number, (line, bare) in enumerate(zip(lines, code.splitlines()), 1):
        if module and (message := check_include(module, line, is_test)):
            yield number, message
        if path.suffix == ".hpp" and re.search(r"\busing\s+namespace\b", bare):
            yield number, "no using namespace in a header"
        if module != "cli" and path.parts[0] == "src" and STANDARD_OUTPUT.search(bare):
            yield number, "only cli writes to standard output"
        if is_test and SLEEP.search(bare):
            yield number, "no sleep in a test: wait for the event itself"
    for first, last in functions(code):
        if last - first + 1 > FUNCTION_LINES:
            yield first, f"function of {last - first + 1} lines; at most {FUNCTION_LINES}"


def check_text(path, text):
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end of the file"
    is_script = path.suffix == "" and text.startswith("#!")
    is_code = path.suffix in CODE or is_script or path.name in ("CMakeLists.txt", "Makefile")
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line and path.name != "Makefile":
            yield number, "a tab"
        if UNFINISHED.search(line):
            yield number, "unfinished work is not committed"
        if is_code and len(line) > LINE_COLUMNS:
            yield number, f"{len(line)} columns; at most {LINE_COLUMNS}"
    if path.suffix in CXX | {".py"} and text.count("\n") > SOURCE_LINES and str(path) not in TABLES:
        yield SOURCE_LINES + 1, f"{text.count(chr(10))} lines; at most {SOURCE_LINES} in a source"


def check(path):
    """[(line, message)] of one file."""
    if path.parts[0] == "assets" or {"seeds", "data"} & set(path.parts) or path.suffix not in TEXT:
        return []
    try:
        text = (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return [(1, "not UTF-8")]
    findings = list(check_text(path, text))
    if path.suffix in CXX:
        findings += check_cxx(path, text)
    return sorted(findings)


def main():
    files = tracked_files()
    if sys.argv[1:] == ["--list-cxx"]:
        print("\n".join(str(path) for path in files if path.suffix in CXX))
        return 0
    count = 0
    for path in files:
        for line, message in check(path):
            print(f"{path}:{line}: {message}")
            count += 1
    print(f"style: {len(files)} files, {count} findings")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
