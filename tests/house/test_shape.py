"""The architecture, where import contracts cannot see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from django.apps import apps

import assay

SOURCE = Path(assay.__file__).parent
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
CONCEPTS = [
    "core", "policy", "access", "audit", "encryption", "deadlines", "notify", "accounts", "evidence", "uploads", "reviews",
    "checks", "verifications", "handoffs", "decisions", "web",
]  # fmt: skip
# What writes besides actions: the framework's own doors, each for one reason.
MAY_WRITE = {
    "accounts/models.py",  # the manager Django's authentication calls
    "notify/outbox.py",  # an e-mail backend of the demo
}
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in FILES:
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_database_write(node: ast.AST) -> bool:
    """`x.objects….create(…)`, `row.save(…)`: a write to a table, as far as names can tell."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
        return False
    chain = ast.unparse(node.func.value)
    if node.func.attr == "save":
        # Pictures are saved to buffers; rows are saved with update_fields, force_insert or nothing.
        return (
            all(word.arg in {"update_fields", "force_insert", "using"} for word in node.keywords)
            and not node.args
        )
    return ".objects" in chain


def test_only_actions_write_to_the_database() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees()
        if not name.endswith("/actions.py") and name not in MAY_WRITE
        for node in ast.walk(tree)
        if is_database_write(node)
    ]
    assert found == []


def test_only_the_edge_reads_the_clock() -> None:
    edge = {"jobs.py", "web/clock.py", "cli/clock.py"}
    words = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now"}
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees()
        if name not in edge
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node).removeprefix("datetime.") in words
    ]
    assert found == []


def test_status_is_written_by_a_lifecycle_only() -> None:
    found = []
    for name, tree in trees():
        for function in functions(tree):
            for node in ast.walk(function):
                targets = node.targets if isinstance(node, ast.Assign) else []
                for target in targets:
                    wrote = isinstance(target, ast.Attribute) and target.attr == "status"
                    wrote = wrote and ast.unparse(target.value) != "self"
                    if wrote and "LIFECYCLE.after" not in ast.unparse(node):
                        found.append(f"{name}:{node.lineno}")
    assert found == []


def test_foreign_keys_point_down_the_map() -> None:
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("assay."):
            continue
        own = CONCEPTS.index(model._meta.app_label)
        for field in model._meta.get_fields():
            other = field.related_model if field.concrete and field.is_relation else None
            if (
                other is not None
                and other.__module__.startswith("assay.")
                and CONCEPTS.index(other._meta.app_label) > own
            ):
                found.append(f"{model.__name__}.{field.name}")
    assert found == []


@pytest.mark.parametrize("name", [name for name, _ in trees() if name.endswith("/actions.py")])
def test_every_action_takes_who_and_when(name: str) -> None:
    tree = ast.parse((SOURCE / name).read_text(encoding="utf-8"))
    without = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list):
            continue  # it reads, or leaves the writing to an action that is atomic
        arguments = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        given = dict(
            zip([argument.arg for argument in node.args.kwonlyargs], node.args.kw_defaults, strict=True)
        )
        if not {"by", "at"} <= arguments or given.get("by") is not None or given.get("at") is not None:
            without.append(node.name)
    assert without == []


def test_files_and_functions_stay_small() -> None:
    long = [
        f"{name}: {len(text.splitlines())} lines"
        for name, text in ((path.relative_to(SOURCE).as_posix(), path.read_text()) for path in FILES)
        if len(text.splitlines()) > 400
    ]
    for name, tree in trees():
        long += [
            f"{name}:{function.lineno} {function.name}"
            for function in functions(tree)
            if (function.end_lineno or 0) - function.lineno > 50
        ]
    assert long == []


def test_no_code_hides_an_import() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_opencv_is_not_version_5() -> None:
    assert int(cv2.__version__.split(".")[0]) < 5, "OpenCV 5 cannot read the face landmark model"
