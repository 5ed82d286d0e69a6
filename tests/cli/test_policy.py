"""`assay policy check`."""

import shutil

from running import run

from assay.policy import load


def test_shipped_rule_book_holds_together_and_its_digest_is_shown():
    checked = run("policy", "check")
    assert checked.exit_code == 0
    assert load.current().digest in checked.stdout


def test_every_problem_of_a_rule_book_is_printed(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(load.DATA, folder)
    levels = folder / "levels.toml"
    levels.write_text(levels.read_text().replace('"document_front", ', '"document_frnt", '))
    (folder / "countries" / "zz.toml").write_text('documents = ["library_card"]\nsource = "a test"\n')
    checked = run("policy", "check", folder)
    assert checked.exit_code == 1
    assert "document_frnt" in checked.stderr
    assert "library_card" in checked.stderr
    assert "2 problems" in checked.stderr


def test_folder_without_a_rule_book_is_one_sentence(tmp_path):
    checked = run("policy", "check", tmp_path)
    assert checked.exit_code == 1
    assert "default.toml" in checked.stderr
