"""A Merkle root changes when anything under it does."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.audit import rules

ENTRY = rules.Recorded(
    1, datetime(2026, 1, 1, tzinfo=UTC), "account.opened", "visitor", "v", "acc_1", "acc_1", {}
)


def test_roots_of_known_trees():
    # RFC 6962: of nothing the hash of the empty string, of two the hash of both with prefix 1.
    a, b, c = (bytes([number]) * 32 for number in (1, 2, 3))
    pair = sha256(b"\1" + a + b).digest()
    assert rules.merkle_root([]) == sha256(b"").digest()
    assert rules.merkle_root([a]) == a
    assert rules.merkle_root([a, b]) == pair
    assert rules.merkle_root([a, b, c]) == sha256(b"\1" + pair + c).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20), st.data())
def test_any_change_shows_in_the_root(leaves, data):
    position = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda leaf: leaf != leaves[position]))
    changed = [*leaves[:position], other, *leaves[position + 1 :]]
    assert rules.merkle_root(changed) != rules.merkle_root(leaves)


@pytest.mark.parametrize(
    "change",
    [{"id": 2}, {"event": "account.closed"}, {"actor_id": "x"}, {"account_id": ""}, {"data": {"tier": 1}},
     {"at": datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)}],
)  # fmt: skip
def test_every_field_of_an_entry_is_hashed(change):
    assert rules.leaf(replace(ENTRY, **change)) != rules.leaf(ENTRY)


def test_the_chain_binds_the_size_and_everything_before():
    root = bytes(32)
    assert rules.chained(root, root, 1) != rules.chained(root, root, 2)
    assert rules.chained(root, root, 1) != rules.chained(b"\1" * 32, root, 1)
