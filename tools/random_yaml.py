"""Random but valid YAML text for plain data: quoting, flow, block scalars, comments and odd scalars vary."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

Json = Any  # plain data whose scalars may be Raw

PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*\Z")
WORDS = re.compile(r"(y|n|yes|no|on|off|true|false|null|nan|inf|~)\Z", re.IGNORECASE)
COMMENTS = ("# a comment", "#", "# kept: no", "#- item: 1", "# ---")


class Raw:
    """A scalar that must stand in the file exactly so."""

    def __init__(self, text: str) -> None:
        self.text = text


ODD_STRINGS = (
    "", " ", "yes", "No", "on", "~", "null", "true", "0777", "0x1F", "1_000", "1e3", ".5", "1:30:45",
    "2020-01-01", "a: b", "a #b", "- x", "-a", "=", "<<", "*a", "&a", "!a", "%a", "@a", "`a", "a'b",
    'a"b', "tab\there", "line\nbreak", "line\n", "\nfirst blank", "  two\n leading\n", "trail \nspace",
    "a\n\n\nb\n", "end\n\n", "ünï", "漢字", "😀", "x" * 90, "word " * 30, " lead", "trail ", "{a}", "[a]",
    "a]", "a,b", "?", "? a", ":", "a:", ":a", "#a", "|", ">", "$(X)", "\\n", "cr\r\nlf",
    "long " + "y" * 100 + " tail", "1.0", "-", "--", "---", "...", "0o17", "0b11", "+1", "-1", "12e03",
    "1.2.3", "08", "1__0", ".", "..", "\x01", "\u2028", '#!/bin/sh\nset -e\n\techo "hi"\n',
    "key=value\nother=1\n", '{"a": 1}\n',
)  # fmt: skip
ODD_NUMBERS = (
    "0", "-0", "1.50", "3.0", "1e3", "0777", "0o17", "0x1F", "1_000", "012", "08", "0b11", "1234567.5",
    "1e20", "12345678901234567890", "9223372036854775807", "-9223372036854775808", "1e-7", "0.1",
    "1.0e+2", "+5", ".5", "5.", "2020-01-01", "2001-12-14t21:59:43.10-05:00", "yes", "No", "ON", "y",
    "~", "Null", "TRUE", "1:30", "1:30:45", "123456789.125", "100000000000000000000000", "1e308",
    "3.14159265358979", "0.30000000000000004", "21474836480",
)  # fmt: skip


def odd_scalar(random: Random) -> Json:
    """Return a string or number that printers and readers get wrong."""
    if random.random() < 0.6:
        return random.choice(ODD_STRINGS)
    return Raw(random.choice(ODD_NUMBERS))


def _scalar(value: Json, random: Random, indent: str, *, flow: bool) -> str:
    if isinstance(value, Raw):
        return value.text
    if not isinstance(value, str):
        return json.dumps(value)
    style = random.random()
    if PLAIN.match(value) and not WORDS.match(value) and style < 0.85:
        return value
    if not flow and "\n" in value and style < 0.8 and _fits_block(value):
        return _block(value, indent)
    printable = all(" " <= char <= "\ud7ff" and char not in "\x7f\x85\u2028\u2029" for char in value)
    if printable and style < 0.6:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=style < 0.8)


def _fits_block(value: str) -> bool:
    if any(char < " " and char not in "\n\t" for char in value) or "\u2028" in value:
        return False
    return bool(value.strip()) and value[0] not in " \n\t"


def _block(value: str, indent: str) -> str:
    body = value.rstrip("\n")
    newlines = len(value) - len(body)
    chomp = "-" if newlines == 0 else "" if newlines == 1 else "+"
    lines = [f"{indent}{line}" if line else "" for line in body.split("\n")]
    return f"|{chomp}\n" + "\n".join(lines + [""] * max(newlines - 1, 0))


def _key(key: str, random: Random) -> str:
    if PLAIN.match(key) and not WORDS.match(key) and " " not in key:
        return key if random.random() < 0.97 else json.dumps(key)
    return json.dumps(key)


def _flow(value: Json, random: Random) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_flow(v, random)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, random) for item in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if "\x01" not in value else json.dumps(value)
    return _scalar(value, random, "", flow=True)


def _lines(value: Json, random: Random, indent: str, noise: float) -> list[str]:
    out: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            if random.random() < noise / 4:
                out.append(indent + random.choice(COMMENTS))
            out += _entry(f"{indent}{_key(key, random)}:", item, random, indent, noise)
    elif isinstance(value, list):
        for item in value:
            out += _item(item, random, indent, noise)
    return out


def _entry(head: str, item: Json, random: Random, indent: str, noise: float) -> list[str]:
    if isinstance(item, (dict, list)) and item:
        if random.random() < noise / 3:
            return [f"{head} {_flow(item, random)}"]
        inner = indent if isinstance(item, list) and random.random() < 0.7 else indent + "  "
        return [head, *_lines(item, random, inner, noise)]
    if isinstance(item, (dict, list)):
        return [f"{head} " + ("{}" if isinstance(item, dict) else "[]")]
    if item is None and random.random() < 0.5:
        return [head]
    tail = " # why" if random.random() < noise / 4 and not isinstance(item, str) else ""
    return f"{head} {_scalar(item, random, indent + '  ', flow=False)}{tail}".split("\n")


def _item(item: Json, random: Random, indent: str, noise: float) -> list[str]:
    if isinstance(item, dict) and item:
        if random.random() < noise / 3:
            return [f"{indent}- {_flow(item, random)}"]
        inner = indent + "  "
        lines = [
            line
            for key, part in item.items()
            for line in _entry(f"{inner}{_key(key, random)}:", part, random, inner, noise)
        ]
        return [f"{indent}- {lines[0][len(indent) + 2 :]}", *lines[1:]]
    if isinstance(item, list) and item:
        return [f"{indent}- {_flow(item, random)}"]
    if isinstance(item, (dict, list)):
        return [f"{indent}- " + ("{}" if isinstance(item, dict) else "[]")]
    return f"{indent}- {_scalar(item, random, indent + '  ', flow=False)}".split("\n")


def write_yaml(value: Json, random: Random, noise: float = 0.15) -> str:
    """Return YAML text of a map; `noise` from 0 to 1 is how odd the layout gets."""
    if random.random() < noise / 10:
        return json.dumps(json.loads(json.dumps(value, default=lambda raw: raw.text)), indent=2) + "\n"
    return "\n".join(_lines(value, random, "", noise)) + "\n"


def write_documents(values: list[Json], random: Random, noise: float = 0.15) -> str:
    """Return the text of one file with all `values`, separated in one of the usual ways."""
    texts = [write_yaml(value, random, noise) for value in values]
    text = random.choice(("---\n", "---\n", "--- # next\n", "\n---\n\n", "---\n---\n")).join(texts)
    if random.random() < noise:
        text = random.choice(("---\n", "# head\n", "\n\n", "# head\n---\n", "\n# head\n\n---\n\n")) + text
    if random.random() < noise:
        text += random.choice(("---\n", "\n", "# tail\n", "---\n# tail\n", "...\n"))
    if random.random() < noise / 6:
        text = text.replace("\n", "\r\n")
    return text


def write_patch(items: list[Any], random: Random, noise: float) -> str:
    """Return a list as YAML text."""
    text = write_yaml({"x": items}, random, min(noise, 0.05))
    head, _, rest = text.partition("\n")
    if head.strip() != "x:" or rest.startswith("#") or "\r" in text:
        return write_patch(items, random, 0)
    lines = rest.splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[indent:] if line.strip() else line for line in lines) + "\n"
