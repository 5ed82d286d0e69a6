"""The weights that browsers guide people with: kept by caches under an address that names their content, and nothing else."""

import hashlib

from assay.web.way import guidance


def test_weights_come_from_an_address_that_names_their_content_and_may_be_kept(client):
    address = guidance.address_of("faces")
    answer = client.get(address)
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest().startswith(address.rsplit("/", 1)[-1])
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/octet-stream"


def test_no_other_weights_and_no_other_version_can_be_had(client):
    assert guidance.address_of("face_recogniser") == ""
    assert client.get("/guidance/face_recogniser/0").status_code == 404
    assert client.get("/guidance/faces/0").status_code == 404
