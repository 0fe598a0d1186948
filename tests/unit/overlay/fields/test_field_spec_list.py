"""Lists of field specs."""

from __future__ import annotations

import pytest

from mlkube.overlay.fields.field_spec import FieldSpec
from mlkube.overlay.fields.field_spec_list import FieldSpecConflict, FieldSpecs


def test_a_table_gives_a_spec_for_each_kind() -> None:
    assert FieldSpecs.from_table([("a/b", True, ("Pod", "apps/v1/Deployment")), ("c", False, ())]) == (
        FieldSpec("a/b", kind="Pod", create=True),
        FieldSpec("a/b", group="apps", version="v1", kind="Deployment", create=True),
        FieldSpec("c"),
    )


def test_plain_data_gives_specs_and_null_gives_empty_ones() -> None:
    assert FieldSpecs.from_json(None) == ()
    assert FieldSpecs.from_json([{"path": "a", "kind": "Pod", "group": None, "create": True}, None]) == (
        FieldSpec("a", kind="Pod", create=True),
        FieldSpec(""),
    )


def test_a_list_that_is_one_is_not_made_anew() -> None:
    specs = FieldSpecs([FieldSpec("a")])
    assert FieldSpecs.of(specs) is specs
    assert FieldSpecs.of([FieldSpec("a")]) == specs


def test_the_specs_of_a_kind_are_looked_up_once() -> None:
    every, deployment, pod = (
        FieldSpec("a"),
        FieldSpec("b", group="apps", kind="Deployment"),
        FieldSpec("c", version="v1", kind="Pod"),
    )
    specs = FieldSpecs([every, deployment, pod])
    assert specs.for_kind("apps/v1", "Deployment") == (every, deployment)
    assert specs.for_kind("v1", "Pod") == (every, pod)
    assert specs.for_kind("v2", "Pod") == (every,)
    assert specs.for_kind("v1", "Pod") is specs.for_kind("v1", "Pod")


def test_rows_that_are_there_are_not_added_again() -> None:
    specs = FieldSpecs([FieldSpec("a", kind="Pod"), FieldSpec("b")])
    assert specs.merged(FieldSpecs([FieldSpec("b"), FieldSpec("a", kind="Pod")])) is specs
    assert specs.merged(FieldSpecs()) is specs


def test_a_row_for_every_kind_counts_as_there_behind_one_for_a_kind_but_not_before() -> None:
    narrow, wide = FieldSpec("a", kind="Pod"), FieldSpec("a")
    assert FieldSpecs([narrow]).merged(FieldSpecs([wide])) == (narrow,)
    assert FieldSpecs([wide]).merged(FieldSpecs([narrow])) == (wide, narrow)
    assert FieldSpecs().merged(FieldSpecs([narrow, wide])) == (narrow,)


def test_rows_that_disagree_on_create_are_refused() -> None:
    with pytest.raises(FieldSpecConflict) as raised:
        FieldSpecs([FieldSpec("a", kind="Pod", create=True)]).merged(FieldSpecs([FieldSpec("a")]))
    assert str(raised.value) == (
        "the row for `a` of Pod has `create: true`, the row for `a` of every kind has `create: false`"
    )
