"""Sealed bytes in a folder and in an S3 bucket: written once, found again, gone when deleted."""

import socket
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from obstore.exceptions import AlreadyExistsError

from assay.evidence import vault

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a real S3 server, on a free port, with a bucket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="evidence")
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path: Path, settings, monkeypatch) -> Iterator[None]:
    if request.param == "s3":
        for name, value in (
            KEYS | {"AWS_ENDPOINT_URL": request.getfixturevalue("bucket"), "AWS_ALLOW_HTTP": "true"}
        ).items():
            monkeypatch.setenv(name, value)
        settings.EVIDENCE_URL = f"s3://evidence/{tmp_path.name}"
    else:
        settings.EVIDENCE_URL = (tmp_path / "evidence").as_uri()
    vault._store.cache_clear()
    yield
    vault._store.cache_clear()


def test_what_is_put_is_got_back(store):
    vault.put("evd_1/original", b"sealed" * 100_000)
    assert vault.get("evd_1/original") == b"sealed" * 100_000


def test_an_object_is_written_once(store):
    vault.put("evd_1/original", b"first")
    with pytest.raises(AlreadyExistsError):
        vault.put("evd_1/original", b"second")
    assert vault.get("evd_1/original") == b"first"


def test_what_was_deleted_or_never_there_is_lost(store):
    vault.put("evd_1/original", b"sealed")
    vault.delete("evd_1/original")
    for object_id in ("evd_1/original", "evd_2/original"):
        with pytest.raises(vault.EvidenceLost):
            vault.get(object_id)
