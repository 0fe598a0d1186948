from __future__ import annotations

from mlkube.core.resource import Resource, Source
from mlkube.overlay.merge.merging import BLANK
from mlkube.overlay.merge.patch_source import Rewriting, WrittenSources, without_blanks
from mlkube.yamlio import load_all

TEXT = b"""\
a: 1
---
blank:
written: null
tilde: ~
map:
  blank:
list:
- blank:
- {flow: , written: null}
text: "quoted"
plain: quoted
block: |
  lines
number: 5
"""


def _resource(*, item: int = -1, file: str = "a.yaml", document: int = 1) -> Resource:
    body = load_all(TEXT)[1]
    assert isinstance(body, dict)
    return Resource(body, (Source(file, document, item),))


def _sources() -> tuple[WrittenSources, list[str]]:
    asked: list[str] = []

    def read(file: str) -> bytes | None:
        asked.append(file)
        return TEXT if file == "a.yaml" else None

    return WrittenSources(read), asked


def test_nulls_written_as_nothing_are_blank() -> None:
    sources, asked = _sources()
    marked = sources.with_blanks(_resource())
    assert marked == {
        **_resource().body,
        "blank": BLANK,
        "map": {"blank": BLANK},
        "list": [{"blank": BLANK}, {"flow": "", "written": None}],
    }
    assert without_blanks(marked) == _resource().body
    assert sources.with_blanks(_resource()) == marked
    assert asked == ["a.yaml"]


def test_an_object_without_nulls_is_not_looked_up() -> None:
    sources, asked = _sources()
    resource = Resource({"kind": "Pod", "list": [{"a": "b"}]}, (Source("a.yaml"),))
    assert sources.with_blanks(resource) is resource.body
    assert asked == []


def test_objects_from_elsewhere_have_no_blanks() -> None:
    sources, _ = _sources()
    for resource in (_resource(item=0), _resource(file="gone.yaml"), Resource(_resource().body)):
        assert sources.with_blanks(resource) is resource.body
    last = _resource(document=7)
    assert sources.with_blanks(last) == last.body


def test_quotes_and_blocks_are_known() -> None:
    sources, _ = _sources()
    resource = _resource()
    assert sources.was_quoted(resource, ("text",), "quoted")
    assert sources.was_quoted(resource, ("block",), "lines\n")
    assert sources.was_quoted(resource, ("plain",), "quoted") is False
    assert sources.was_quoted(resource, ("absent",), "quoted") is None
    assert sources.was_quoted(resource, ("map",), "quoted") is None


def test_quotes_stay_with_a_field_whose_text_changed_unless_it_may_have_moved() -> None:
    sources, _ = _sources()
    assert sources.was_quoted(_resource(), ("text",), "changed")
    assert sources.was_quoted(_resource(), ("plain",), "changed") is False
    assert sources.was_quoted(_resource(), ("written",), "changed") is None
    assert sources.was_quoted(_resource(), ("list", 1, "flow"), "changed") is None


def test_a_patch_may_be_the_first_to_write_a_field() -> None:
    texts = {
        "a.yaml": TEXT,
        "p.yaml": b"added: 'x'\nwritten: \"y\"\nword: yes\nother: a\n",
        "q.yaml": b"added: z\n",
    }
    sources = WrittenSources(texts.get)
    resource = _resource().replace(sources=(Source("a.yaml", 1), Source("p.yaml"), Source("q.yaml")))
    assert sources.was_quoted(resource, ("added",), "z") is True
    assert sources.was_quoted(resource, ("written",), "y") is True
    assert sources.was_quoted(resource, ("word",), "yes") is True
    assert sources.was_quoted(resource, ("other",), "a") is False


def test_a_json_patch_makes_an_object_anew() -> None:
    sources = WrittenSources({"a.yaml": TEXT, "p.yaml": b"added: 'x'\n"}.get)
    resource = _resource().replace(sources=(Source("a.yaml", 1), Rewriting("j.yaml"), Source("p.yaml")))
    assert sources.with_blanks(resource) is resource.body
    assert sources.was_quoted(resource, ("text",), "quoted") is False
    assert sources.was_quoted(resource, ("text",), "1:30") is True
    assert sources.was_quoted(resource, ("added",), "x") is True


def test_all_texts_of_a_list_are_quoted() -> None:
    assert _sources()[0].was_quoted(_resource(item=0), ("plain",), "quoted")


def test_comments_may_hold_schemas() -> None:
    text = b"""\
a: # {"x-kubernetes-patch-strategy": "merge"}
- b: 1
  c: [1] #{"type": "array"}
d: 1 # {not: [json
e: 1 # "text"
"""
    sources = WrittenSources(lambda _: text)
    resource = Resource({"kind": "Pod"}, (Source("a.yaml"),))
    assert sources.comment_schemas(resource) == {
        ("a",): {"x-kubernetes-patch-strategy": "merge"},
        ("a", 0, "c"): {"type": "array"},
    }
    assert WrittenSources(lambda _: b"a: 1 # {}").comment_schemas(resource) == {}
