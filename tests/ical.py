"""iCalendar read with the standard library, written from RFC 5545 and not from what writes ours."""

import re

NAME = re.compile(r"[A-Za-z0-9-]+")


def components(file: bytes, kind: str) -> list[dict[str, tuple[str, dict[str, str]]]]:
    """The components of that kind: property → (raw value, parameters). Fails on whatever the standard forbids."""
    lines = unfolded(file)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found, open_ = [], []
    for line in lines:
        name, value, parameters = parsed(line)
        if name == "BEGIN":
            open_.append(value)
            if value == kind:
                found.append({})
        elif name == "END":
            assert open_.pop() == value
        elif open_ and open_[-1] == kind:
            assert name not in found[-1], name
            found[-1][name] = (value, parameters)
    assert open_ == []
    return found


def unfolded(file: bytes) -> list[str]:
    physical = file.split(b"\r\n")
    assert physical.pop() == b""
    lines: list[bytes] = []
    for line in physical:
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode() for line in lines]


def parsed(line: str) -> tuple[str, str, dict[str, str]]:
    head, _colon, value = line.partition(":")
    name, *parameters = head.split(";")
    assert NAME.fullmatch(name), line
    return name, value, dict(each.split("=", 1) for each in parameters)


def text_of(value: str) -> str:
    """What a TEXT value says."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
