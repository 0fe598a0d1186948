"""The forms that names, keys, ports and addresses must have; each function returns what is wrong in words.

An empty result means that the text is well-formed. The words are the API server's.

Source: k8s.io/apimachinery, pkg/util/validation/validation.go and ip.go.
"""

from __future__ import annotations

import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_NAME_PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_LABEL_VALUE = f"({_NAME_PART})?"
_CONFIG_KEY = "[-._a-zA-Z0-9]+"
_PERCENT = "[0-9]+%"
_HEADER = "[-A-Za-z0-9]+"
_ENV_OLD = "[-._a-zA-Z][-._a-zA-Z0-9]*"
_PATH = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"

LABEL_LENGTH = 63
SUBDOMAIN_LENGTH = 253
_PORT_NAME_LENGTH = 15
_LAST_PORT = 65535

Problems = "Sequence[str]"
_FINE: tuple[str, ...] = ()


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def _matches(text: str, value: str) -> bool:
    return _pattern(text).fullmatch(value) is not None


def too_long(limit: int) -> str:
    """Return the words for a name over its limit."""
    return f"must be no more than {limit} characters"


def _example(message: str, pattern: str, *examples: str) -> str:
    if not examples:
        return f"{message} (regex used for validation is '{pattern}')"
    listed = " or ".join(f"'{example}', " for example in examples)
    return f"{message} (e.g. {listed}regex used for validation is '{pattern}')"


def subdomain(value: str) -> Sequence[str]:
    """Return what is wrong with this form: RFC 1123 subdomain: at most 253 characters."""
    if len(value) <= SUBDOMAIN_LENGTH and _matches(_SUBDOMAIN, value):
        return _FINE
    problems = [too_long(SUBDOMAIN_LENGTH)] if len(value) > SUBDOMAIN_LENGTH else []
    if not _matches(_SUBDOMAIN, value):
        problems.append(
            _example(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "  # noqa: E501 the server's words
                "and must start and end with an alphanumeric character",
                _SUBDOMAIN,
                "example.com",
            )
        )
    return problems


def label(value: str) -> Sequence[str]:
    """Return what is wrong with this form: RFC 1123 label: at most 63 characters, no dots."""
    if len(value) <= LABEL_LENGTH and _matches(_LABEL, value):
        return _FINE
    problems = [too_long(LABEL_LENGTH)] if len(value) > LABEL_LENGTH else []
    if not _matches(_LABEL, value):
        if _matches(_SUBDOMAIN, value):
            problems.append("must not contain dots")
        else:
            problems.append(
                _example(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "  # noqa: E501 the server's words
                    "must start and end with an alphanumeric character",
                    _LABEL,
                    "my-name",
                    "123-abc",
                )
            )
    return problems


def label_1035(value: str) -> Sequence[str]:
    """Return what is wrong with this form: RFC 1035 label: as `label`, and starts with a letter."""
    if len(value) <= LABEL_LENGTH and _matches(_LABEL_1035, value):
        return _FINE
    problems = [too_long(LABEL_LENGTH)] if len(value) > LABEL_LENGTH else []
    if not _matches(_LABEL_1035, value):
        problems.append(
            _example(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
                "alphabetic character, and end with an alphanumeric character",
                _LABEL_1035,
                "my-name",
                "abc-123",
            )
        )
    return problems


def wildcard_subdomain(value: str) -> Sequence[str]:
    """Return what is wrong with this form: `*.` and an RFC 1123 subdomain."""
    pattern = rf"\*\.{_SUBDOMAIN}"
    problems = [too_long(SUBDOMAIN_LENGTH)] if len(value) > SUBDOMAIN_LENGTH else []
    if not _matches(pattern, value):
        problems.append(
            _example(
                "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which "  # noqa: E501 the server's words
                "must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric "
                "character",
                pattern,
                "*.example.com",
            )
        )
    return problems


def path_segment(value: str) -> Sequence[str]:
    """Return what is wrong with this form: What can stand in a URL between two slashes."""
    if value in {".", ".."}:
        return [f"may not be '{value}'"]
    return [f"may not contain '{char}'" for char in ("/", "%") if char in value]


def qualified_name(value: str) -> Sequence[str]:
    """Return what is wrong with this form: A label key: an optional subdomain and `/`, then at most 63 characters."""  # noqa: E501 the server's words
    prefix, slash, name = value.rpartition("/")
    if not slash and len(name) <= LABEL_LENGTH and _matches(_NAME_PART, name):
        return _FINE
    if slash and "/" in prefix:
        return [
            _example(
                "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and "  # noqa: E501 the server's words
                "end with an alphanumeric character",
                _NAME_PART,
                "MyName",
                "my.name",
                "123-abc",
            )
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    problems = []
    if slash:
        if not prefix:
            problems.append("prefix part must be non-empty")
        else:
            problems.extend(f"prefix part {problem}" for problem in subdomain(prefix))
    if not name:
        problems.append("name part must be non-empty")
    elif len(name) > LABEL_LENGTH:
        problems.append(f"name part {too_long(LABEL_LENGTH)}")
    if not _matches(_NAME_PART, name):
        problems.append(
            "name part "
            + _example(
                "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                "alphanumeric character",
                _NAME_PART,
                "MyName",
                "my.name",
                "123-abc",
            )
        )
    return problems


def label_value(value: str, minor: int = 36) -> Sequence[str]:
    """Return what is wrong with this form: Empty, or at most 63 characters with alphanumeric ends."""
    if len(value) <= LABEL_LENGTH and _matches(_LABEL_VALUE, value):
        return _FINE
    unit = "bytes" if minor >= 36 else "characters"  # noqa: PLR2004  1.36
    problems = [f"must be no more than {LABEL_LENGTH} {unit}"] if len(value.encode()) > LABEL_LENGTH else []
    if not _matches(_LABEL_VALUE, value):
        problems.append(
            _example(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "  # noqa: E501 the server's words
                "and must start and end with an alphanumeric character",
                _LABEL_VALUE,
                "MyValue",
                "my_value",
                "12345",
            )
        )
    return problems


def domain_prefixed_path(value: str) -> Sequence[str]:
    """Return what is wrong with this form: `acme.io/foo`: a subdomain, a slash, a path."""
    if not value:
        return ["must be non-empty"]
    host, slash, rest = value.partition("/")
    if not slash or not host or not rest:
        return ['must be a domain-prefixed path (such as "acme.io/foo")']
    problems = [f"prefix part {problem}" for problem in subdomain(host)]
    if not _matches(_PATH, rest):
        problems.append(f"Invalid path (regex used for validation is '{_PATH}')")
    return problems


def config_key(value: str) -> Sequence[str]:
    """Return what is wrong with this form: A key of a ConfigMap or a Secret."""
    problems = [too_long(SUBDOMAIN_LENGTH)] if len(value) > SUBDOMAIN_LENGTH else []
    if not _matches(_CONFIG_KEY, value):
        problems.append(
            _example(
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                _CONFIG_KEY,
                "key.name",
                "KEY_NAME",
                "key-name",
            )
        )
    problems.extend(_dots(value))
    return problems


def _dots(value: str) -> Sequence[str]:
    if value == ".":
        return ["must not be '.'"]
    if value == "..":
        return ["must not be '..'"]
    return ["must not start with '..'"] if value.startswith("..") else _FINE


def env_name(value: str, minor: int) -> Sequence[str]:
    """Return what is wrong with this form: The name of an environment variable; from 1.32 on nearly anything."""  # noqa: E501 the server's words
    if minor >= 32:  # noqa: PLR2004  RelaxedEnvironmentVariableValidation is on
        if value and all(" " <= char <= "~" and char != "=" for char in value):
            return _FINE
        return [
            "a valid environment variable name must consist only of printable ASCII characters other than '='"
        ]
    if _matches(_ENV_OLD, value):
        return _dots(value)
    message = _example(
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', "
        "and must not start with a digit",
        _ENV_OLD,
        "my.env-name",
        "MY_ENV.NAME",
        "MyEnvName1",
    )
    return [message, *_dots(value)]


def http_header(value: str) -> Sequence[str]:
    """Return what is wrong with this form: The name of an HTTP header."""
    if _matches(_HEADER, value):
        return _FINE
    return [
        _example(
            "a valid HTTP header must consist of alphanumeric characters or '-'", _HEADER, "X-Header-Name"
        )
    ]


def port_number(value: int) -> Sequence[str]:
    """Return what is wrong with this form: A port: 1 to 65535."""
    return in_range(value, 1, _LAST_PORT)


def in_range(value: int, first: int, last: int) -> Sequence[str]:
    """Return what is wrong with this form: A number between two others, both included."""
    return _FINE if first <= value <= last else [f"must be between {first} and {last}, inclusive"]


def port_name(value: str) -> Sequence[str]:
    """Return what is wrong with this form: The name of a container's port (IANA service name), all problems in the server's order."""  # noqa: E501 the server's words
    problems = []
    if len(value) > _PORT_NAME_LENGTH:
        problems.append(too_long(_PORT_NAME_LENGTH))
    if not _matches("[-a-z0-9]+", value):
        problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not any("a" <= char <= "z" for char in value):
        problems.append("must contain at least one letter (a-z)")
    if "--" in value:
        problems.append("must not contain consecutive hyphens")
    if value and (value[0] == "-" or value[-1] == "-"):
        problems.append("must not begin or end with a hyphen")
    return problems


def port_number_or_name(value: int | str) -> Sequence[str]:
    """Return what is wrong with this form: A port by number or by name; a number in quotes is a name."""
    return port_name(value) if isinstance(value, str) else port_number(value)


def percent(value: str) -> Sequence[str]:
    """Return what is wrong with this form: `25%`."""
    if _matches(_PERCENT, value):
        return _FINE
    return [
        _example(
            "a valid percent string must be a numeric string followed by an ending '%'", _PERCENT, "1%", "93%"
        )
    ]


def ip_address(value: str) -> Sequence[str]:
    """Return what is wrong with this form: An IPv4 or IPv6 address; leading zeros pass here, as the server passes them where it is lenient."""  # noqa: E501 the server's words
    return _FINE if parse_ip(value) else ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]


def parse_ip(value: str) -> str:
    """Return an address in its canonical form, empty for what is none."""
    from ipaddress import ip_address as parsed  # noqa: PLC0415  few objects have addresses

    if "%" in value:
        return ""
    parts = value.split(".")
    if len(parts) == 4 and ":" not in value and all(_matches("[0-9]{1,255}", part) for part in parts):  # noqa: PLR2004
        value = ".".join(part.lstrip("0") or "0" for part in parts)
    try:
        return str(parsed(value))
    except ValueError:
        return ""


def cidr(value: str) -> Sequence[str]:
    """Return what is wrong with this form: An address, a slash and the length of a prefix."""
    address, slash, length = value.partition("/")
    bits = 128 if ":" in address else 32
    if slash and parse_ip(address) and _matches("[0-9]{1,3}", length) and int(length) <= bits:
        return _FINE
    return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]
