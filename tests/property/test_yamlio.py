"""Laws of reading and printing YAML, on whatever hypothesis comes up with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from mlkube.errors import YamlError
from mlkube.yamlio import dump, load_all, load_kustomization, locate, resolve, scalar_text
from mlkube.yamlio.key_order import sorted_keys

if TYPE_CHECKING:
    from mlkube.core.json import Json

unhurried = settings(deadline=None)

# U+0085, U+2028 and U+2029 are line breaks to YAML 1.1: kustomize's own output does not give them back.
printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
    | st.sampled_from("\n\t :#-'\"\\[]{}&*!|>%@`?,yYnN0123456789eE._+~")
)
keys = printable.filter(lambda text: text != "<<")
scalars = (
    printable
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
    | st.booleans()
    | st.none()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)
yaml_text = st.text(st.sampled_from("ab01 \n\t:-#[]{}&*!|>'\"%@,?.~<é=_\\\r\u2028")).map(str.encode)


@unhurried
@given(values)
def test_what_is_printed_reads_as_the_same(value: Json) -> None:
    (again,) = load_all(dump(value).encode("utf-8"))
    assert again == value


@unhurried
@given(values)
def test_what_is_printed_prints_the_same_again(value: Json) -> None:
    text = dump(value)
    assert dump(load_all(text.encode("utf-8"))[0]) == text


def reversed_keys(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@unhurried
@given(st.dictionaries(st.text("abcXYZ-./", max_size=5), st.lists(scalars, max_size=2)))
def test_the_order_of_keys_in_the_file_does_not_matter_to_the_output(value: Json) -> None:
    assert dump(reversed_keys(value)) == dump(value)


@unhurried
@given(st.binary() | yaml_text | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_reading_raises_nothing_but_a_yaml_error(data: bytes) -> None:
    for read in (load_all, load_kustomization):
        try:
            read(data, "any.yaml")
        except YamlError as error:
            assert str(error).startswith("any.yaml")  # noqa: PT017 (most inputs raise nothing)
    assert len(locate(data, 0, ["a", 0])) == 2


@unhurried
@given(st.text("0123456789+-._eExXboaTZ: ", max_size=12))
def test_a_scalar_keeps_its_text(text: str) -> None:
    value = resolve(text)
    if value not in (None, True, False):
        assert scalar_text(value) == text


@unhurried
@given(st.lists(st.text("a10-_.Z/", max_size=4), unique=True))
def test_sorting_keys_loses_none(names: list[str]) -> None:
    assert sorted(sorted_keys(names)) == sorted(names)
