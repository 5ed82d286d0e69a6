"""Sealing binds bytes to a key and a place; the key file is written once and for its owner only."""

import stat

import pytest

from assay.core import keyring
from assay.core.keyring import Keyring, WrongKey
from assay.encryption import rules

RING = Keyring.generate()


def test_what_is_sealed_can_be_opened_with_key_and_place():
    sealed = keyring.seal(RING.encryption, b"Anna", "place")
    assert b"Anna" not in sealed
    assert keyring.unseal(RING.encryption, sealed, "place") == b"Anna"


def test_the_same_text_never_seals_to_the_same_bytes():
    assert keyring.seal(RING.encryption, b"Anna", "x") != keyring.seal(RING.encryption, b"Anna", "x")


@pytest.mark.parametrize("break_it", [lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b[:12], lambda b: b""])
def test_changed_bytes_do_not_open(break_it):
    with pytest.raises(WrongKey):
        keyring.unseal(RING.encryption, break_it(keyring.seal(RING.encryption, b"Anna", "x")), "x")


def test_bytes_moved_to_another_place_or_subject_do_not_open():
    sealed = keyring.seal(RING.encryption, b"Anna", rules.context_of("acc_1", "table.row"))
    with pytest.raises(WrongKey):
        keyring.unseal(RING.encryption, sealed, rules.context_of("acc_2", "table.row"))


def test_a_subject_key_only_opens_for_its_subject():
    wrapped = rules.new_wrapped_key(RING, "acc_1")
    assert len(rules.unwrap(RING, "acc_1", wrapped)) == 32
    with pytest.raises(WrongKey):
        rules.unwrap(RING, "acc_2", wrapped)


def test_blind_index_is_stable_keyed_and_bound_to_its_purpose():
    assert RING.blind_index("document", "P1") == RING.blind_index("document", "P1")
    assert RING.blind_index("document", "P1") != RING.blind_index("email", "P1")
    assert RING.blind_index("document", "P1") != Keyring.generate().blind_index("document", "P1")


def test_a_signature_holds_for_its_message_only():
    signature = RING.sign(b"receipt")
    assert keyring.signature_holds(RING.public_key, signature, b"receipt")
    assert not keyring.signature_holds(RING.public_key, signature, b"receipt!")


def test_the_key_file_is_private_and_never_overwritten(tmp_path):
    path = tmp_path / "keys" / "keys.json"
    RING.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Keyring.read(path) == RING
    with pytest.raises(FileExistsError):
        Keyring.generate().write(path)
