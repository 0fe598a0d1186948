"""Owns what kustomize makes of folded scalars (`>`): printing and reading them once more adds line breaks."""

from __future__ import annotations


def refold(text: str) -> str:
    """Return the text of a folded scalar as a build finally has it.

    kustomize writes each resource with go-yaml v3's emitter and reads it back. For a folded scalar the two
    do not agree: trailing breaks that are kept grow by one, and so do breaks before an indented line.
    """
    if "\n" not in text[:-1] or text[-1] == " " or " \n" in text or "\r" in text or not _printable(text):
        return text  # the emitter takes double quotes, which lose nothing
    return _read(_write(text), text)


def _printable(text: str) -> bool:
    return all(char in "\n\t" or char.isprintable() or char == "\u00a0" for char in text)


def _write(text: str) -> list[str]:
    """Return the lines of the block, as the emitter writes them."""
    doubles = text.lstrip("\n")[:1] not in ("", " ", "\t")
    lines = []
    for line in text.split("\n"):
        lines.append(line)
        if doubles and line and line[0] not in " \t":
            lines.append("")
    # What follows the last line starts a new one by itself.
    return lines[:-1] if lines[-1] == "" else lines


def _read(lines: list[str], text: str) -> str:
    """Return what the scanner makes of the block; the text tells how its end is chomped."""
    parts: list[str] = []
    blanks = 0
    previous = ""
    for line in lines:
        if line == "":
            blanks += 1
            continue
        if previous:
            folds = previous[0] not in " \t" and line[0] not in " \t"
            parts.append(("" if blanks else " ") if folds else "\n")
        parts.append("\n" * blanks + line)
        blanks, previous = 0, line
    if not previous:
        return text
    if text[-1] == "\n":
        parts.append("\n")
        if text[-2:] == "\n\n":
            parts.append("\n" * blanks)
    return "".join(parts)
