"""Throws damaged YAML at mlkube.yamlio and reports all that it answers with anything but data or a YamlError.

    python tools/fuzz_yaml.py --minutes 30 [--seed 1] [FILE.yaml ...]

The corpus is generated here; files given as arguments are added to it. Exit status 1 where something failed.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlkube.errors import YamlError
from mlkube.yamlio import document_lines, dump, load_all, load_kustomization, locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

HANG_SECONDS = 10
MEMORY_BYTES = 3 * 2**30
LARGEST_INPUT = 200_000
LONGEST_REPORT = 300
PLACES_LOOKED_UP = 5

# What YAML 1.1 takes for a line break is lost where kustomize's own output holds it raw.
LOST_IN_PRINT = re.compile(r"\\(x85|u2028|u2029|ufeff)")

SCALARS = (
    *(
        "yes",
        "no",
        "y",
        "on",
        "true",
        "~",
        "null",
        "0777",
        "012",
        "08",
        "1e3",
        "1_000",
        "1:30",
        ".inf",
        "0x1F",
    ),
    *(
        "2020-01-01",
        "2001-12-14 21:59:43.1",
        "18446744073709551616",
        "1.50",
        "-0.0",
        "=",
        "<<",
        "- a",
        "a: b",
    ),
    *(
        "'it''s'",
        '"a\\tb\\u00e9"',
        '"\\ud7ff"',
        "plain text # comment",
        "|\n      text\n",
        ">-\n      a\n\n       b\n",
    ),
    *(
        "[a, [b, {c: d}], ]",
        "{a: , 'b': [], ? c : d}",
        "&x {a: 1}",
        "*x",
        "!!binary aGk=",
        "!!int x",
        "!tag {}",
    ),
    *("é日本😀", '"\\x7f\\N\\L"', "", "''", "a" * 90 + " " + "b" * 90),
)
KEYS = (
    "a",
    "b",
    "k 1",
    "'q'",
    '"d"',
    "5",
    "true",
    "? long",
    "<<",
    "&anchor c",
    "a/b.c-d",
    "~",
    "[x]",
    "x" * 130,
)
TOKENS = (
    *(
        b":",
        b"- ",
        b"\n",
        b"\t",
        b"#",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&x ",
        b"*x",
        b"!",
        b"|",
        b">",
        b"'",
        b'"',
        b"%",
    ),
    *(
        b"@",
        b"\\",
        b"\r\n",
        b"\r",
        b"\0",
        b"\x7f",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"...",
    ),
    *(
        b"\n---\n",
        b"\n--- x\n",
        b"<<: *x\n",
        b"? ",
        b",",
        b"  ",
        b"0",
        b"_",
        b"e",
        b"~",
        b"\xf0\x9f\x98\x80",
        b"!!str ",
    ),
)


class HangError(Exception):
    """Something took longer than `HANG_SECONDS`."""


def generated_document(chance: random.Random) -> bytes:
    """Return YAML text that is mostly valid: mappings, lists and scalars of all styles."""
    anchored = False

    def value(depth: int) -> list[str]:
        nonlocal anchored
        if depth < 4 and chance.random() < 0.4:  # noqa: PLR2004 (a depth and a share)
            return ["", *block(depth + 1)]
        scalar = chance.choice(SCALARS)
        if scalar == "*x" and not anchored:
            scalar = "&x {a: 1}"
        anchored = anchored or scalar == "&x {a: 1}"
        first, *rest = scalar.split("\n")
        return [first, *("  " * (depth + 1) + line.strip() for line in rest)]

    def block(depth: int) -> list[str]:
        pad = "  " * depth
        if chance.random() < 0.3:  # noqa: PLR2004 (a share)
            heads = [f"{pad}- "] * chance.randint(1, 4)
        else:
            heads = [f"{pad}{key}: " for key in chance.sample(KEYS, chance.randint(1, 4))]
        found = []
        for head in heads:
            first, *rest = value(depth)
            found += [head + first, *rest]
        return found

    return "\n".join(block(0)).encode("utf-8")


def mutated(chance: random.Random, corpus: list[bytes]) -> bytes:
    """Return one text of the corpus, damaged."""
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 5, 30, 500)))
        other = chance.choice(corpus)
        start = chance.randrange(len(other) + 1)
        piece = bytes(data[at:end])
        match chance.randrange(8):
            case 0:
                del data[at:end]
            case 1 | 2:
                data[at:at] = chance.choice(TOKENS)
            case 3:
                data[at:end] = bytes([chance.randrange(256)])
            case 4:
                data[at:at] = piece * chance.choice((1, 2, 10, 500))
            case 5:
                data[at:at] = other[start : start + chance.choice((5, 50, 500))]
            case 6:
                data[at:at] = chance.choice(TOKENS) * chance.choice((2, 20, 3000))
            case 7:
                data[at:end] = piece.replace(b"\n", chance.choice((b"\n ", b"\r\n", b"\n\n", b" ")))
    if chance.random() < 0.01:  # noqa: PLR2004 (a share)
        return (
            bytes(data[:LARGEST_INPUT])
            .decode("utf-8", "replace")
            .encode(chance.choice(("utf-16", "utf-16-be")))
        )
    return bytes(data[:LARGEST_INPUT])


def is_same(a: Any, b: Any) -> bool:  # noqa: ANN401 (plain data of any shape)
    """Tell whether two values are equal, integers that came from floats by 64-bit precision."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(is_same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(is_same, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return float(a) == float(b)
    return bool(a == b)


def check_round_trip(value: Any) -> None:  # noqa: ANN401 (plain data of any shape)
    """Check that what is printed reads as the same data, and prints the same again.

    Raises:
        AssertionError: it does not.

    """
    text = dump(value)
    again = load_all(text.encode("utf-8"))
    if len(again) != 1 or dump(again[0]) != text:
        raise AssertionError(f"printed, read and printed again differs: {text[:LONGEST_REPORT]!r}")
    if not is_same(again[0], value) and not LOST_IN_PRINT.search(ascii(value)):
        raise AssertionError(f"printed and read differs: {text[:LONGEST_REPORT]!r}")


def read_and_print(data: bytes, counts: Counter[str]) -> None:
    """Read the data in both dialects, print what was read, and look places up."""
    try:
        values = load_all(data, "fuzz.yaml")
        counts["read"] += 1
    except YamlError as error:
        counts["refused"] += 1
        str(error)
        values = []
    for number, value in enumerate(values):
        try:
            check_round_trip(value)
            counts["printed"] += 1
        except YamlError:
            counts["not printable"] += 1
        if number < PLACES_LOOKED_UP:
            locate(data, number, ["a", 0, "b"])
    try:
        load_kustomization(data)
        counts["read as kustomization"] += 1
    except YamlError:
        counts["refused as kustomization"] += 1
    if values:
        document_lines(data)


def within(seconds: int, action: Callable[[], None]) -> None:
    """Run the action.

    Raises:
        HangError: it takes too long.

    """

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"longer than {seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        action()
    finally:
        signal.alarm(0)


def main() -> int:
    """Fuzz for the time given and print what happened."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--save", type=Path, help="folder for the first input of each kind of failure, and the slowest"
    )
    parser.add_argument("files", nargs="*", type=Path, help="YAML files to add to the corpus")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    chance = random.Random(options.seed)  # noqa: S311 (no secret)
    corpus = [generated_document(chance) for _ in range(300)]
    corpus += [path.read_bytes()[:LARGEST_INPUT] for path in options.files]
    counts: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    slowest = 0.0
    until = time.monotonic() + options.minutes * 60
    while time.monotonic() < until:
        data = mutated(chance, corpus)
        started = time.perf_counter()
        try:
            within(HANG_SECONDS, lambda data=data: read_and_print(data, counts))  # type: ignore[misc]  # bound at once
        except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
            kind = f"{type(error).__name__}: {str(error)[:80]}"
            failures[kind] += 1
            if failures[kind] == 1:
                if options.save:
                    (options.save / f"{len(failures)}.yaml").write_bytes(data)
                print(
                    f"FAILED {kind}\n  {data[:LONGEST_REPORT]!r}\n  {str(error)[:LONGEST_REPORT]}", flush=True
                )
        seconds = time.perf_counter() - started
        if seconds > max(slowest, 1):
            if options.save:
                (options.save / "slowest.yaml").write_bytes(data)
            print(f"{seconds:.1f} s for {len(data)} bytes: {data[:LONGEST_REPORT]!r}", flush=True)
        slowest = max(slowest, seconds)
        counts["inputs"] += 1
    for name, count in sorted(counts.items()):
        print(f"{count:>10}  {name}")
    print(f"{slowest:>10.3f}  seconds for the slowest input")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:>10}  MiB at the peak")
    print(f"{sum(failures.values()):>10}  failures of {len(failures)} kinds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
