"""Where in a text a finding is: its path, followed through the YAML or JSON, gives a line."""

from collections.abc import Iterable

import yaml

from regulars.domain.programmes.types import PlacedFinding
from regulars.engine.errors import Finding

_DEEPEST = 40


def placed(findings: Iterable[Finding], text: str) -> list[PlacedFinding]:
    """The findings with their lines; of a place that is missing in the text, the line of what should hold it."""
    root = _root(text)
    return [
        PlacedFinding(
            line=_line(root, finding.path),
            path=finding.path,
            what=finding.what,
            why=finding.why,
            mend=finding.mend,
            severity=finding.severity,
            chinese=finding.chinese,
        )
        for finding in findings
    ]


def _root(text: str) -> yaml.Node | None:
    """The text as a tree of nodes with marks; JSON is YAML, too. None when it cannot be read."""
    try:
        return yaml.compose(text, Loader=_Composer)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


class _Composer(yaml.SafeLoader):
    """Composes nodes only, and not too deep."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node; refuses aliases and deep nesting, as the reader of documents does."""
        self.depth += 1
        if self.depth > _DEEPEST or self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("not a document")
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _line(root: yaml.Node | None, path: str) -> int:
    if root is None:
        return 0
    node, line = root, 0
    for step in path.split(".") if path else ():
        found = _step(node, step)
        if found is None:
            break
        node, line = found
    return line


def _step(node: yaml.Node, step: str) -> tuple[yaml.Node, int] | None:
    """The node below and its line: that of its key, or of the entry in a list."""
    if isinstance(node, yaml.SequenceNode):
        index = int(step) if step.isdecimal() else len(node.value)
        return (node.value[index], node.value[index].start_mark.line + 1) if index < len(node.value) else None
    if not isinstance(node, yaml.MappingNode):
        return None
    return next(((value, key.start_mark.line + 1) for key, value in node.value if key.value == step), None)
