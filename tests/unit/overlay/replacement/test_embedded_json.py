from __future__ import annotations

from mlkube.overlay.replacement.embedded_json import embedded_json

VALUE = {"b": [1, 2.5, 1e-7, 1e21, "a<b", True, None], "a": {}, "c": [], "d": {"x": 123456789012345678}}


def test_compact_json_is_written_as_go_writes_it() -> None:
    assert embedded_json(VALUE, indented=False) == (  # type: ignore[arg-type]
        '{"a":{},"b":[1,2.5,1e-7,1e+21,"a\\u003cb",true,null],"c":[],"d":{"x":123456789012345678}}'
    )


def test_indented_json_has_two_spaces_a_level() -> None:
    assert embedded_json({"b": [1], "a": {"c": "d"}, "e": {}}, indented=True) == (
        '{\n  "a": {\n    "c": "d"\n  },\n  "b": [\n    1\n  ],\n  "e": {}\n}'
    )
