"""Nothing in the repository depends on one machine, one index or one host."""

import re
from pathlib import Path

import pytest

from tests.repo.sources import files, text

BINARY = {".png", ".woff2", ".mo", ".ico", ".parquet", ".xlsx"}
# Paths that exist on one machine only. Paths of systems (/usr/lib, /etc) are the same on many.
MACHINE = re.compile(r"(?<![\w.\"'`)}>])/(?:work|tmp|root|home/\w+|Users/\w+|opt/(?!homebrew))/?\b")
ADDRESS = re.compile(r"https?://([\w.-]+)")
# Hosts that documents and files may name: standards, projects we credit, and names reserved for examples.
HOSTS = re.compile(
    r"(^|\.)(example|example\.(com|org|net)|invalid|localhost|test|w3\.org|apache\.org|github\.com|json-schema\.org"
    r"|segment\.com|pay\.google\.com|127\.0\.0\.1|0\.0\.0\.0|creativecommons\.org|python\.org|regulars\.example)$"
)
VENDORED = "src/regulars/surfaces/web/static/vendor"
REQUIREMENTS = [path for path in files() if path.parts[0] == "requirements"]


def readable() -> list[Path]:
    """Text files of our own."""
    return [
        path
        for path in files()
        if path.suffix not in BINARY and path.name != "package-lock.json" and not path.is_relative_to(VENDORED)
    ]


def test_no_file_names_a_path_of_one_machine() -> None:
    naming = {str(path): MACHINE.findall(text(path))[:3] for path in readable() if path != Path(__file__).name}
    assert {name: paths for name, paths in naming.items() if paths and not name.endswith("test_places.py")} == {}


def test_no_file_names_a_host_without_need() -> None:
    naming = {
        str(path): sorted({host for host in ADDRESS.findall(text(path)) if not HOSTS.search(host)})
        for path in readable()
    }
    assert {name: hosts for name, hosts in naming.items() if hosts} == {}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=str)
def test_a_lock_has_hashes_and_no_address(path) -> None:
    pins = re.split(r"(?m)^(?=\S)", text(path))[1:]
    assert len(pins) > 40
    assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert re.search(r"://|index|find-links|@ ", text(path)) is None


def test_the_running_lock_is_part_of_the_whole_lock() -> None:
    pins = {path.name: set(re.findall(r"(?m)^([\w.\[\]-]+==\S+)", text(path))) for path in REQUIREMENTS}
    assert pins["demo.txt"] < pins["all.txt"]


def test_nothing_private_is_kept() -> None:
    assert [str(path) for path in files() if path.name in {"secrets.json", ".env"} or ".sqlite3" in path.name] == []
