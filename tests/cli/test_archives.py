"""One file out of a package of Debian or npm. The packages are made by the test."""

import gzip
import io
import tarfile

import pytest

from assay.checks import archives


def tar_of(name, content, mode):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def ar_of(**members):
    whole = b"!<arch>\n"
    for name, content in members.items():
        header = f"{name.replace('_', '.'):<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
        whole += header.encode() + content + b"\n" * (len(content) % 2)
    return whole


def test_a_file_comes_out_of_a_debian_package(tmp_path):
    deb = tmp_path / "some.deb"
    deb.write_bytes(ar_of(**{"debian-binary": b"2.0", "data_tar_xz": tar_of("./usr/a", b"weights", "w:xz")}))
    assert archives.member(deb, "./usr/a") == b"weights"


def test_a_packed_file_comes_out_unpacked(tmp_path):
    package = tmp_path / "some.tgz"
    package.write_bytes(tar_of("package/a.gz", gzip.compress(b"weights"), "w:gz"))
    assert archives.member(package, "package/a.gz") == b"weights"


def test_a_package_without_the_file_says_so(tmp_path):
    deb = tmp_path / "some.deb"
    deb.write_bytes(ar_of(**{"debian-binary": b"2.0"}))
    with pytest.raises(KeyError):
        archives.member(deb, "./usr/a")
