"""The web server's files: compressed, named by their content, complete; in tests and commands as they are."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from assay.config import static_files
from processes import assay


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    return Path(assay("static", ASSAY_HOME=str(tmp_path_factory.mktemp("home"))).strip())


def test_every_module_imports_others_by_the_name_of_their_content(collected):
    modules = list((collected / "assay" / "js").glob("*.*.js"))
    imported = [
        (module.parent / name).resolve()
        for module in modules
        for name in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""", module.read_text())
    ]
    assert len(imported) > 5
    assert [path for path in imported if not path.exists()] == []
    assert all(re.fullmatch(r".+\.[0-9a-f]{12}\.js", path.name) for path in imported)


def test_scripts_and_styles_lie_compressed_beside_themselves(collected):
    files = [*collected.glob("assay/css/*.css"), *collected.glob("assay/js/page.*.js")]
    assert len(files) > 5
    for path in files:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_a_changed_file_has_another_folder(tmp_path, monkeypatch):
    before = static_files.folder(tmp_path)
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "page.js").write_text("export {};")
    monkeypatch.setattr(static_files, "_OURS", ours)
    assert static_files.folder(tmp_path) != before


def test_where_nothing_was_laid_ready_files_are_found_in_the_package(settings):
    assert settings.WHITENOISE_USE_FINDERS
    assert finders.find("assay/css/tokens.css")
