import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from assay.checks.engines import integers
from assay.checks.faces.templates import FaceIndex, from_bytes, pack, to_bytes


def random_templates(count, seed=7):
    vectors = np.random.default_rng(seed).normal(size=(count, 128)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def index_of(everyone):
    index = FaceIndex(lambda keys: {key: everyone[int(key)] for key in keys})
    for key, template in enumerate(everyone):
        index.add(str(key), template)
    return index


templates = hnp.arrays(np.float32, 128, elements=st.floats(-1, 1, width=32, allow_subnormal=False)).filter(
    lambda vector: np.linalg.norm(vector) > 0.01
)


def test_the_index_finds_exactly_what_comparing_all_finds():
    everyone = random_templates(3000)
    index = index_of(everyone)
    for probe in random_templates(20, seed=8):
        exact = {str(key) for key, score in enumerate(everyone @ probe) if score >= 0.25}
        assert {key for key, _ in index.search(probe, 0.25, 100)} == exact


def test_nothing_is_lost_across_blocks_or_by_asking_for_few():
    everyone = random_templates(17_000)
    index = index_of(everyone)
    for key in (0, 16_383, 16_384, 16_999):
        exact = sorted(enumerate(everyone @ everyone[key]), key=lambda one: -one[1])[:3]
        assert [found for found, _ in index.search(everyone[key], -1.0, 3)] == [str(one) for one, _ in exact]


@settings(max_examples=200, deadline=None)
@given(templates, templates, st.floats(0.001, 1.0))
def test_rounding_never_hides_a_template_however_it_is_shaped(probe, other, mix):
    """Spikes, ties and near copies: wherever the exact cosine lies, asking for that much finds the template."""
    everyone = [vector / np.linalg.norm(vector) for vector in (other, mix * other + (1 - mix) * probe + 1e-6)]
    index = index_of(everyone)
    unit = (probe / np.linalg.norm(probe)).astype(np.float32)
    for key, template in enumerate(everyone):
        asked = float((template / np.linalg.norm(template)).astype(np.float32) @ unit) - 1e-5
        assert str(key) in {found for found, _ in index.search(probe, asked, 2)}


@settings(deadline=None)
@given(templates)
def test_the_rounding_error_stays_within_its_bound(template):
    unit = template / np.linalg.norm(template)
    packed, step = pack(unit)
    assert np.linalg.norm(unit - packed * step) <= np.sqrt(128) * step / 2 + 1e-6


@settings(deadline=None)
@given(
    hnp.arrays(np.uint8, 128, elements=st.integers(0, integers.LARGEST)),
    hnp.arrays(np.int8, (128, 40), elements=st.integers(-128, 127)),
)
def test_the_integer_product_is_exact(row, table):
    assert (integers.products(row, table) == row.astype(int) @ table.astype(int)).all()


@pytest.mark.parametrize("value", [-128, -127, 127])
def test_the_integer_product_does_not_saturate_at_the_largest_numbers(value):
    row, table = np.full(128, integers.LARGEST, np.uint8), np.full((128, 100), value, np.int8)
    assert set(integers.products(row, table)) == {128 * 127 * value}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=60))
def test_adding_and_removing_in_any_order_leaves_what_a_dictionary_would_hold(steps):
    everyone, index, held = random_templates(13), FaceIndex(), {}
    for number, (key, adds) in enumerate(steps):
        if adds:
            held[str(key)] = everyone[(key + number) % 13]
            index.add(str(key), held[str(key)])
        elif str(key) in held:
            del held[str(key)]
            index.remove(str(key))
    found = dict(index.search(everyone[0], -1.0, 20))
    assert found.keys() == held.keys()
    assert all(abs(found[key] - held[key] @ everyone[0]) < 0.02 for key in held)


def test_the_index_answers_the_same_whatever_happened_before():
    everyone = random_templates(300)
    one, other = FaceIndex(), FaceIndex()
    for key in range(300):
        one.add(str(key), everyone[key])
    for key in reversed(range(300)):
        other.add(str(key), everyone[(key + 1) % 300])
        other.add(str(key), everyone[key])
    for key in range(0, 300, 3):
        one.remove(str(key))
        other.remove(str(key))
    assert len(one) == len(other) == 200
    assert "3" not in one
    assert one.search(everyone[4], 0.1, 50) == other.search(everyone[4], 0.1, 50)
    assert one.search(everyone[4], 0.1, 50)[0][0] == "4"
    assert one.search(everyone[3], 0.99, 50) == []


def test_a_key_whose_original_is_gone_is_no_hit():
    everyone = random_templates(3)
    index = FaceIndex(lambda keys: {key: everyone[int(key)] for key in keys if key != "1"})
    for key, template in enumerate(everyone):
        index.add(str(key), template)
    assert index.search(everyone[1], 0.99, 5) == []


def test_a_removed_key_cannot_be_removed_again():
    index = index_of(random_templates(2))
    index.remove("0")
    with pytest.raises(KeyError):
        index.remove("0")


def test_a_template_survives_its_bytes():
    template = random_templates(1)[0]
    assert np.array_equal(from_bytes(to_bytes(template)), template / np.linalg.norm(template))


def test_something_that_is_no_template_is_refused():
    with pytest.raises(ValueError, match="128"):
        FaceIndex().add("short", [1.0, 2.0])
