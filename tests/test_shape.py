"""The shape check finds what it looks for, and nothing in this tree."""

from __future__ import annotations

import ast

import shape


def test_the_tree_is_within_its_limits() -> None:
    assert list(shape.find_slips()) == []


def test_a_long_function_is_named() -> None:
    body = "\n".join(f"    x = {n}" for n in range(90))
    tree = ast.parse(f"def long():\n{body}\n")
    assert list(shape.find_long_functions("module.py", tree)) == [
        "module.py::long has more than 80 lines: split it"
    ]


def test_a_hidden_import_and_a_swallowed_error_are_seen() -> None:
    tree = ast.parse(
        "def f():\n    import os\n    try:\n        pass\n    except Exception:\n        pass\n"
    )
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert shape.count_imports(function) == 1
    assert sum(shape.is_broad(node) for node in ast.walk(tree)) == 1
