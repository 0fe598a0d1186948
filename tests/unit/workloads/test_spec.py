"""Spec types: what their constructors take, what they refuse, and where they say it was written."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from mlkube.errors import ErrorGroup
from mlkube.workloads.reading import Reader
from mlkube.workloads.spec import Spec, SpecError, field
from mlkube.workloads.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1


class Lamp(Spec):
    """A lamp."""

    name: str = field(doc="Name.")
    watts: int = field(default=40, doc="Power.", unit="watts", minimum=1, maximum=100)


class Room(Workload):
    """A room."""

    lamps: Sequence[Lamp] = field(default=(), doc="Lamps.", keys=("name",))
    colour: Literal["white", "red"] = field(default="white", doc="Colour of the walls.")
    size: Quantity | None = field(default=None, doc="Size.")
    tolerations: Sequence[core_v1.Toleration] = field(default=(), doc="Tolerations.")
    notes: Mapping[str, str] = field(default={}, doc="Notes.")
    from_: str | None = field(default=None, doc="Since when.")
    main_lamp: Lamp | None = field(default=None, doc="The one at the ceiling.")


def line() -> int:
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


class Certificate(Spec):
    """A certificate, whose field has the spelling of a system of its own."""

    alt_dns: Sequence[str] = field(default=(), doc="Names.", key="altDNS")


def test_a_field_may_have_the_spelling_of_its_system() -> None:
    assert [each.key for each in Certificate.spec_fields.values()] == ["altDNS"]
    with pytest.raises(SpecError) as raised:
        Certificate(alt_dns="a")  # type: ignore[arg-type]
    assert raised.value.place.field == "altDNS"


def test_equal_arguments_make_equal_specs() -> None:
    assert Lamp(name="desk") == Lamp(name="desk", watts=40)
    assert hash(Lamp(name="desk")) == hash(Lamp(name="desk", watts=40))
    assert Lamp(name="desk") != Lamp(name="floor")


def test_a_spec_cannot_be_changed() -> None:
    lamp = Lamp(name="desk")
    with pytest.raises(AttributeError, match=r"Lamp is immutable; use replace\(watts=\.\.\.\)"):
        lamp.watts = 5  # type: ignore[misc]
    assert lamp.replace(watts=5) == Lamp(name="desk", watts=5)
    assert lamp.watts == 40


def test_a_spec_keeps_nothing_that_the_caller_may_change() -> None:
    tolerations: list[core_v1.Toleration] = [{"key": "gpu"}]
    room = Room(name="hall", tolerations=tolerations)
    tolerations[0]["key"] = "cpu"
    tolerations.append({"key": "more"})
    assert room.tolerations == ({"key": "gpu"},)


def test_specs_have_slots_and_no_dictionary() -> None:
    assert not hasattr(Lamp(name="desk"), "__dict__")
    assert not hasattr(Room(name="hall"), "__dict__")


def test_what_differs_from_its_default_is_written() -> None:
    room = Room(name="hall", labels={"a": "b"}, lamps=[Lamp(name="desk", watts=40)], from_="today")
    assert room.to_body() == {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Room",
        "metadata": {"name": "hall", "labels": {"a": "b"}},
        "spec": {"lamps": [{"name": "desk"}], "from": "today"},
    }


def test_an_unknown_argument_is_refused_at_the_call() -> None:
    here = line() + 2
    with pytest.raises(SpecError) as caught:
        Room(name="hall", colours="red")  # type: ignore[call-arg]
    error = caught.value
    assert (error.reason, error.hint) == ('unknown field "colours"', 'did you mean "colour"?')
    assert (error.place.line, error.place.column, error.place.field) == (here, 27, "colours")
    assert error.place.file.endswith("test_spec.py")


def test_all_wrong_arguments_are_refused_together() -> None:
    with pytest.raises(ErrorGroup) as caught:
        Room(
            name="hall",
            colour="blue",  # type: ignore[arg-type]
            size="4Gb",
            lamps=[{"name": "desk"}],  # type: ignore[list-item]
            tolerations=[{"operater": "Exists"}],  # type: ignore[typeddict-unknown-key]
        )
    assert [(error.place.field, error.reason, error.hint) for error in caught.value.errors] == [
        ("lamps[0]", "must be a Lamp, is a mapping", "write Lamp(...)"),
        ("colour", 'is "blue", but must be one of white, red', ""),
        ("size", "'4Gb' is no quantity", "write it as 500m, 2 or 4Gi"),
        ("tolerations[0].operater", 'unknown field "operater"', 'did you mean "operator"?'),
    ]


@pytest.mark.parametrize(
    ("watts", "reason"),
    [
        (0, "is 0, but must be at least 1 watts"),
        (101, "is 101, but must be at most 100 watts"),
        ("40", "must be an integer, is a string"),
        (True, "must be an integer, is a boolean"),
        (None, "must be an integer, is null"),
    ],
)
def test_a_number_out_of_range_or_of_another_type_is_refused(watts: object, reason: str) -> None:
    with pytest.raises(SpecError) as caught:
        Lamp(name="desk", watts=watts)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_reading_says_what_a_settled_spec_lacks() -> None:
    reader = Reader()
    reader.workload(Room, {"metadata": {"name": "hall"}, "spec": {"lamps": [{"watts": 5}]}})
    assert [(fault.field, fault.reason, fault.hint) for fault in reader.faults] == [
        ("spec.lamps[0].name", "missing", "Name"),
    ]


def test_reading_a_patch_takes_parts_nulls_and_directives() -> None:
    reader = Reader(patch=True)
    reader.workload(
        Room,
        {
            "metadata": {"name": "hall"},
            "spec": {
                "size": None,
                "lamps": [{"$patch": "replace"}, {"watts": 5}, {"name": "x", "$patch": "delete"}],
            },
        },
    )
    assert reader.faults == []


def test_reading_refuses_what_no_field_has() -> None:
    reader = Reader(patch=True)
    body = {"metadata": {"nam": "hall"}, "spec": {"lamps": [{"wats": 5}], "notes": {"a": 1}}, "status": {}}
    reader.workload(Room, body)
    assert [(fault.field, fault.reason, fault.hint) for fault in reader.faults] == [
        ("metadata.nam", 'unknown field "nam"', 'did you mean "name"?'),
        ("spec.lamps[0].wats", 'unknown field "wats"', 'did you mean "watts"?'),
        ("spec.notes.a", "must be a string, is an integer", "put it in quotes"),
        ("status", 'unknown field "status"', ""),
    ]


def test_reading_gives_what_python_gives() -> None:
    reader = Reader()
    room = reader.workload(
        Room, {"metadata": {"name": "hall"}, "spec": {"lamps": [{"name": "desk", "watts": 5}], "size": 3}}
    )
    assert reader.faults == []
    assert room == Room(name="hall", lamps=[Lamp(name="desk", watts=5)], size=3)


def test_two_elements_with_one_key_are_refused() -> None:
    reader = Reader()
    reader.workload(Room, {"metadata": {"name": "x"}, "spec": {"lamps": [{"name": "a"}, {"name": "a"}]}})
    assert [(fault.field, fault.reason, fault.other) for fault in reader.faults] == [
        ("spec.lamps[1].name", "another element has the same name, a", ("spec", "lamps", 0, "name")),
    ]
