"""`assay doctor`."""

import json

from running import run


def findings(**variables):
    asked = run("doctor", "--json", **variables)
    return asked.exit_code, {finding["what"]: finding for finding in json.loads(asked.stdout)}


def test_doctor_looks_at_everything_and_changes_nothing(tmp_path):
    code, found = findings(ASSAY_HOME=str(tmp_path), DATABASE_URL="")
    machine = {"Python", "Processor", "Memory", "Disk", "Models", "Decoder", "Browser"}
    assert machine | {"Policy", "Keys", "Database", "Evidence", "E-mail"} <= set(found)
    assert code == (1 if any(finding["grade"] == "problem" for finding in found.values()) else 0)
    assert not list(tmp_path.iterdir())


def test_everything_but_ok_says_what_to_do():
    _, found = findings()
    assert all(bool(finding["to_do"]) == (finding["grade"] != "ok") for finding in found.values())


def test_missing_models_are_a_problem(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSAY_MODELS_DIR", str(tmp_path))
    code, found = findings()
    assert code == 1
    assert found["Models"]["to_do"] == "Run `assay models fetch`."


def test_keys_that_others_can_read_are_a_problem(tmp_path):
    (tmp_path / "keys.json").write_text("{}")
    (tmp_path / "keys.json").chmod(0o644)
    code, found = findings(ASSAY_HOME=str(tmp_path))
    assert (code, found["Keys"]["grade"]) == (1, "problem")
    assert "chmod 600" in found["Keys"]["to_do"]


def test_database_that_does_not_answer_is_a_problem_and_its_password_is_not_shown():
    code, found = findings(DATABASE_URL="postgresql://somebody:swordfish@127.0.0.1:9/assay")
    assert (code, found["Database"]["grade"]) == (1, "problem")
    assert "swordfish" not in json.dumps(found["Database"])


def test_mail_server_is_named_without_its_password():
    _, found = findings(ASSAY_EMAIL_URL="smtp://somebody:swordfish@mail.example:587")
    assert found["E-mail"]["found"] == "over smtp by mail.example (not tried)"
