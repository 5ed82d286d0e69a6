import cv2
import numpy as np
import pytest

from assay.sandbox import documents, photos, selfies
from assay.sandbox.people import person
from assay.sandbox.photos import PhotoKind
from assay.sandbox.portraits import Pixels


@pytest.fixture(scope="module")
def scan() -> Pixels:
    return documents.draw("id_card", person(0))[0]


@pytest.fixture(scope="module")
def pictures(scan) -> dict[PhotoKind, Pixels]:
    return {kind: _decode(photos.take(scan, kind, seed=1)) for kind in PhotoKind}


def test_the_same_photo_is_taken_twice(scan) -> None:
    assert photos.take(scan, PhotoKind.TILTED, seed=5) == photos.take(scan, PhotoKind.TILTED, seed=5)


def test_another_seed_is_another_photo(scan) -> None:
    assert photos.take(scan, seed=5) != photos.take(scan, seed=6)


def test_photos_are_as_large_as_those_of_a_phone(pictures) -> None:
    assert {picture.shape for picture in pictures.values()} == {(photos.HEIGHT, photos.WIDTH, 3)}


def test_each_bad_photo_has_the_fault_it_is_named_after(pictures) -> None:
    clean = pictures[PhotoKind.CLEAN]
    assert pictures[PhotoKind.DARK].mean() < 0.25 * clean.mean()
    assert _burnt_out(pictures[PhotoKind.GLARE]) > _burnt_out(clean) + 0.03
    assert _detail(pictures[PhotoKind.BLURRED]) < 0.3 * _detail(clean)
    # The document's right edge has left the picture: there is paper at the rim, not desk.
    rim = pictures[PhotoKind.CUT_OFF][photos.HEIGHT // 2 :, -1].mean()
    assert rim > clean[photos.HEIGHT // 2 :, -1].mean() + 30


def test_a_selfie_is_upright_and_always_the_same() -> None:
    selfie = selfies.take(person(0))
    assert selfie == selfies.take(person(0))
    assert _decode(selfie).shape == (selfies.HEIGHT, selfies.WIDTH, 3)


def _decode(data: bytes) -> Pixels:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def _burnt_out(picture: Pixels) -> float:
    return float((picture.min(axis=-1) >= 250).mean())


def _detail(picture: Pixels) -> float:
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), 2)
    return float(cv2.Laplacian(grey, cv2.CV_64F).var())
