import numpy as np
import pytest

from assay.checks.templates import FaceIndex, from_bytes, to_bytes


def random_templates(count, seed=7):
    vectors = np.random.default_rng(seed).normal(size=(count, 128)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_index_finds_exactly_what_comparing_all_finds():
    everyone = random_templates(3000)
    index = FaceIndex(lambda key: everyone[int(key)])
    for key, template in enumerate(everyone):
        index.add(str(key), template)
    for probe in random_templates(20, seed=8):
        exact = {str(key) for key, score in enumerate(everyone @ probe) if score >= 0.25}
        assert {key for key, _ in index.search(probe, 0.25, 100)} == exact


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


def test_a_template_survives_its_bytes():
    template = random_templates(1)[0]
    assert np.array_equal(from_bytes(to_bytes(template)), template / np.linalg.norm(template))


def test_something_that_is_no_template_is_refused():
    with pytest.raises(ValueError, match="128"):
        FaceIndex().add("short", [1.0, 2.0])
