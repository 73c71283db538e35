"""The floor plan: who may import whom, in the order in which a page flows through the house."""

import ast
from pathlib import Path

import pytest

TRACKER = Path(__file__).resolve().parent.parent / "tracker"

MAY_IMPORT = {
    "lib": set(),
    "accounts": {"lib"},
    "sources": {"lib"},
    "capture": {"lib", "accounts", "sources"},
    "ledger": {"lib", "accounts", "sources", "capture"},
    "extract": {"lib", "sources", "capture"},
    "match": {"lib", "sources", "capture", "extract", "ledger"},
    "desk": {"lib", "accounts", "sources", "capture", "extract", "match", "ledger"},
    "public": {"lib", "sources", "capture", "ledger"},
    "partners": {"lib", "accounts", "sources", "capture", "ledger"},
    "embedded": {"lib"},
}

# The one writer of each table's rows. Other modules read.
WRITERS = {
    "Source": "tracker/sources/register.py",
    "User": "tracker/accounts/enrol.py",
    "Article": "tracker/capture/store.py",
    "Visit": "tracker/capture/store.py",
    "Snapshot": "tracker/capture/store.py",
    "Watch": "tracker/capture/store.py",
    "Feed": "tracker/capture/feed_store.py",
    "Host": "tracker/capture/host.py",
    "Tick": "tracker/capture/tick.py",
    "Extraction": "tracker/extract/mark.py",
    "Passage": "tracker/extract/mark.py",
    "ReadingAgain": "tracker/extract/mark.py",
    "Change": "tracker/extract/compare.py",
    "TextSample": "tracker/extract/group.py",
    "SameText": "tracker/extract/group.py",
    "Comparison": "tracker/match/propose.py",
    "ComparisonAgain": "tracker/match/propose.py",
    "Proposal": "tracker/match/propose.py",
    "Reanchoring": "tracker/match/edits.py",
    "Decision": "tracker/desk/decide.py",
    "Story": "tracker/ledger/record.py",
    "Claim": "tracker/ledger/record.py",
    "ClaimRelation": "tracker/ledger/record.py",
    "Statement": "tracker/ledger/record.py",
    "Retraction": "tracker/ledger/record.py",
    "Appearance": "tracker/ledger/record.py",
    "Finding": "tracker/ledger/record.py",
    "Citation": "tracker/ledger/record.py",
    "Entry": "tracker/ledger/record.py",
    "Document": "tracker/ledger/record.py",
}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "create_user", "bulk_update"}
BANNED_NAMES = {"utils", "helpers", "common", "misc"}


def modules():
    return sorted(path for path in TRACKER.rglob("*.py") if "migrations" not in path.parts)


def package_of(path):
    """The room a module is in; settings, urls and the processes stand outside the rooms."""
    parts = path.relative_to(TRACKER).parts
    return parts[0] if len(parts) > 1 else ""


def imports_of(tree):
    """The dotted names a module imports; `from a import b` counts as both `a` and `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_inside_functions(tree):
    return [
        inner.lineno
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def writes_of(tree):
    """(model name, line) of every `Model.objects.create(...)` and its like."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        ):
            continue
        manager = node.func.value
        if (
            isinstance(manager, ast.Attribute)
            and manager.attr == "objects"
            and isinstance(manager.value, ast.Name)
        ):
            yield manager.value.id, node.lineno


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_room_is_on_the_plan():
    rooms = {path.name for path in TRACKER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == set(MAY_IMPORT)


def test_the_plan_has_no_circle():
    placed = set()
    while len(placed) < len(MAY_IMPORT):
        ready = {room for room, below in MAY_IMPORT.items() if room not in placed and below <= placed}
        assert ready, f"these rooms import one another: {set(MAY_IMPORT) - placed}"
        placed |= ready


@pytest.mark.parametrize(
    "path", filter(package_of, modules()), ids=lambda path: str(path.relative_to(TRACKER))
)
def test_a_module_imports_only_what_its_room_may(path):
    package = package_of(path)
    allowed = MAY_IMPORT[package] | {package}
    rooms = {name.split(".")[1] for name in imports_of(parsed(path)) if name.startswith("tracker.")}
    assert rooms & set(MAY_IMPORT) <= allowed


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(TRACKER)))
def test_no_import_hides_inside_a_function(path):
    assert imports_inside_functions(parsed(path)) == []


def test_only_the_desk_opens_the_door_to_the_ledger():
    openers = {
        package_of(path)
        for path in modules()
        if "tracker.ledger.record" in set(imports_of(parsed(path))) and package_of(path) != "ledger"
    }
    assert openers <= {"desk"}


def test_every_table_has_one_writer():
    strangers = [
        f"{path.relative_to(TRACKER.parent)}:{line} writes {model}"
        for path in modules()
        for model, line in writes_of(parsed(path))
        if model in WRITERS and str(path.relative_to(TRACKER.parent)) != WRITERS[model]
    ]
    assert strangers == []


def test_no_module_is_a_drawer():
    assert [path for path in modules() if path.stem in BANNED_NAMES] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from tracker.desk import decide", {"tracker.desk", "tracker.desk.decide"}),
        ("import tracker.desk.decide", {"tracker.desk.decide"}),
        ("x = 1", set()),
    ],
)
def test_the_test_itself_sees_imports(source, found):
    assert set(imports_of(ast.parse(source))) == found


def test_the_test_itself_sees_hidden_imports_and_writes():
    assert imports_inside_functions(ast.parse("def f():\n    import os")) == [2]
    assert imports_inside_functions(ast.parse("import os\ndef f():\n    pass")) == []
    assert list(writes_of(ast.parse("Entry.objects.create(seq=1)"))) == [("Entry", 1)]
    assert list(writes_of(ast.parse("Entry.objects.filter(seq=1)"))) == []
