"""Draw the packages and what they import, for docs/architecture.md."""

from __future__ import annotations

from collections import defaultdict

from tests.project.check_structure import PACKAGES, build_import_graph, read_modules

Graph = dict[str, set[str]]


def draw_packages(root: str = "") -> str:
    """Return a Mermaid flowchart of the packages in `root`, or of the top level.

    An arrow means “imports”. Arrows that follow from others are left out, so the picture shows the
    order of the layers and not every import.
    """
    graph = _remove_implied(_group(build_import_graph(read_modules()), root))
    lines = [
        f"    {_identify(one)}[{one}] --> {_identify(other)}[{other}]"
        for one in sorted(graph)
        for other in sorted(graph[one])
    ]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def _identify(name: str) -> str:
    return name.replace(".", "_")


def _group(modules: Graph, root: str) -> Graph:
    """Return the imports among the packages in `root`, or among the top-level ones."""
    packages: Graph = defaultdict(set)
    for module, others in modules.items():
        one = _find_package(module, root)
        found = {_find_package(other, root) for other in others} - {one, ""}
        if one:
            packages[one] |= found
    return packages


def _find_package(module: str, root: str) -> str:
    first, *rest = module.split(".")
    if not root:
        return first if first in (*PACKAGES, "app") else ""
    return rest[0] if first == root and rest else ""


def _remove_implied(graph: Graph) -> Graph:
    """Return the graph without arrows that a longer path implies."""
    return {
        one: {
            other
            for other in others
            if not any(other in _reach(graph, third) for third in others - {other})
        }
        for one, others in graph.items()
    }


def _reach(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen
