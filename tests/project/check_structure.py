"""Check the shape of the code: sizes, names, imports and wording. `make check` runs it.

The limits are those of docs/architecture.md. Prints one line for each fault and exits with 1, or
prints what was measured and exits with 0.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.project.outdated_phrases import find_outdated_phrases, read_outdated_phrases
from tests.project.verbs import is_verb

ROOT = Path(__file__).parents[2]
PACKAGES = ("cli", "indicators", "layouts", "loaders", "sample")
MOST_FILES = 20
MOST_LINES = 300
MOST_LINES_OF_APP = 150
LONGEST_CHAIN = 14
LEAST_VERBS = 60
"""Percent of the functions that are not properties or predicates."""

MIGRATIONS = "indicators/store/migrations/"
"""Alembic names these files and their functions."""

PREDICATES = {"is", "has", "was", "can", "must"}

Modules = dict[str, ast.Module]


def read_modules() -> Modules:
    """Return the syntax tree of every module by its dotted name."""
    files = [ROOT / "app.py", *(f for p in PACKAGES for f in sorted((ROOT / p).rglob("*.py")))]
    return {
        ".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            f.read_text(encoding="utf-8")
        )
        for f in files
        if not str(f.relative_to(ROOT)).startswith(MIGRATIONS)
    }


def find_size_faults() -> Iterator[str]:
    """Yield folders with too many files and modules with too many lines."""
    files = [f for p in PACKAGES for f in (ROOT / p).rglob("*.py") if "__pycache__" not in f.parts]
    for folder, count in Counter(f.parent for f in files).items():
        if count > MOST_FILES and "versions" not in folder.parts:
            yield f"{folder.relative_to(ROOT)}: {count} files; at most {MOST_FILES} are allowed"
    for file in [ROOT / "app.py", *files]:
        lines = len(file.read_text(encoding="utf-8").splitlines())
        most = MOST_LINES_OF_APP if file.name == "app.py" else MOST_LINES
        if lines > most:
            yield f"{file.relative_to(ROOT)}: {lines} lines; at most {most} are allowed"


def find_duplicate_names(modules: Modules) -> Iterator[str]:
    """Yield module names and class names that are used twice."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, tree in modules.items():
        file = ROOT / f"{name.replace('.', '/')}.py"
        if file.exists():
            places[f"module {name.rpartition('.')[2]}"].append(name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[f"class {node.name}"].append(name)
    for what, found in sorted(places.items()):
        if len(found) > 1 and what != "module __main__":
            yield f"{what} is in {', '.join(found)}; give each its own name"


def build_import_graph(modules: Modules, *, in_functions: bool = True) -> dict[str, set[str]]:
    """Return which modules each module imports.

    Imports for type checking count. Those inside functions, which load a module only when it is
    used, count unless `in_functions` is False.
    """
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, tree in modules.items():
        for node in _walk(tree, in_functions=in_functions):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    graph[name].add(inner if inner in modules else node.module)
            elif isinstance(node, ast.Import):
                graph[name].update(alias.name for alias in node.names)
        graph[name] &= modules.keys() - {name}
    return graph


def _walk(node: ast.AST, *, in_functions: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if in_functions or not isinstance(child, ast.FunctionDef):
            yield from _walk(child, in_functions=in_functions)


def find_longest_chain(graph: dict[str, set[str]]) -> list[str]:
    """Return the longest chain of imports. Raises CycleError if modules import each other."""
    chains: dict[str, list[str]] = {}
    for name in TopologicalSorter(graph).static_order():
        below = max((chains[other] for other in graph[name]), key=len, default=[])
        chains[name] = [name, *below]
    return max(chains.values(), key=len)


def find_cycles(graph: dict[str, set[str]]) -> Iterator[str]:
    """Yield a cycle of imports, if there is one."""
    try:
        find_longest_chain(graph)
    except CycleError as error:
        yield f"modules import each other: {' -> '.join(error.args[1])}"


def find_long_chain(graph: dict[str, set[str]]) -> Iterator[str]:
    """Yield the longest chain of imports, if it is too long."""
    chain = find_longest_chain(graph)
    if len(chain) > LONGEST_CHAIN:
        yield f"{len(chain)} modules in a chain of imports: {' -> '.join(chain)}"


def list_function_names(modules: Modules) -> Iterator[str]:
    """Yield the names of functions that are not properties, predicates or special methods."""
    for tree in modules.values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("__"):
                continue
            decorators = " ".join(ast.unparse(each) for each in node.decorator_list)
            name = node.name.lstrip("_")
            if "property" not in decorators and name.split("_")[0] not in PREDICATES:
                yield name


def measure_verb_share(names: Iterable[str]) -> float:
    """Return the percentage of the names that start with a verb."""
    found = [is_verb(name.split("_")[0]) for name in names]
    return 100 * sum(found) / len(found)


def find_phrases() -> Iterator[str]:
    """Yield every outdated phrase of docs/glossary.md in code, templates, settings and docs."""
    phrases = read_outdated_phrases(ROOT / "docs" / "glossary.md")
    yield from find_outdated_phrases(ROOT, phrases)


def main() -> None:
    """Print the faults, or what was measured."""
    modules = read_modules()
    graph = build_import_graph(modules, in_functions=False)
    share = measure_verb_share(list_function_names(modules))
    faults = [
        *find_size_faults(),
        *find_duplicate_names(modules),
        *find_cycles(build_import_graph(modules)),
        *find_long_chain(graph),
        *find_phrases(),
    ]
    if share < LEAST_VERBS:
        faults.append(f"{share:.0f}% of functions start with a verb; {LEAST_VERBS}% must")
    if faults:
        print("\n".join(faults))
        sys.exit(1)
    print(
        f"{len(modules)} modules, longest import chain {len(find_longest_chain(graph))}, "
        f"{share:.0f}% of functions start with a verb."
    )


if __name__ == "__main__":
    main()
