"""A first look at a file: what it is, in which encoding, with which headings; its hash and size."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from regulars.domain.intake.errors import (
    CsvBroken,
    EncodingWrong,
    FileEmpty,
    FileGone,
    FileTooLarge,
    FileUnreadable,
)
from regulars.domain.intake.operations.parquet import inspect_parquet
from regulars.domain.intake.policy.mapping import check_headings
from regulars.domain.intake.types.files import FileShape

LARGEST_FILE = 2 * 1024**3
BLOCK = 1024 * 1024
SAMPLE_ROWS = 5
LONGEST_CELL = 32_768
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order; UTF-8 with or without its mark, then the encoding of Chinese spreadsheets."""
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = ",\t;|"
PARQUET = b"PAR1"


def inspect_file(path: Path, encoding: str | None = None) -> FileShape:
    """Read the whole file once, in blocks, and tell its shape.

    Raises FileEmpty, FileTooLarge, FileUnreadable, EncodingWrong, ParquetBroken, CsvBroken, HeadingsInvalid.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileGone(name=path.name) from error
    if size == 0:
        raise FileEmpty(name=path.name)
    if size > LARGEST_FILE:
        raise FileTooLarge(name=path.name, megabytes=LARGEST_FILE // 1024**2)
    with path.open("rb") as file:
        start = file.read(4)
    if start == PARQUET:
        return inspect_parquet(path, hash_of(path), SAMPLE_ROWS)
    return _inspect_csv(path, size, encoding, start)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inspect_csv(path: Path, size: int, encoding: str | None, start: bytes) -> FileShape:
    chosen = encoding or _detect(path, start)
    lines = _check_encoding(path, chosen)
    with path.open(encoding=chosen, newline="") as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        headings, sample = _first_rows(file, delimiter)
    if not sample:
        raise FileEmpty(name=path.name)
    return FileShape(
        format="csv",
        headings=headings,
        sample=sample,
        size=size,
        sha256=hash_of(path),
        rows=max(lines - 1, len(sample)),
        encoding=chosen,
        delimiter=delimiter,
    )


def _detect(path: Path, start: bytes) -> str:
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in ENCODINGS:
        try:
            _check_encoding(path, encoding)
        except EncodingWrong:
            continue
        return encoding
    raise FileUnreadable(name=path.name)


def _decoded(path: Path, decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _check_encoding(path: Path, encoding: str) -> int:
    """Decode the whole file and count its lines; raises EncodingWrong with the place of the first bad byte."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
    except LookupError as error:
        raise EncodingWrong(encoding=encoding[:40], line=0) from error
    lines, last = 0, ""
    try:
        for text in _decoded(path, decoder):
            lines += text.count("\n")
            last = text or last
            if "\x00" in text:
                raise FileUnreadable(name=path.name)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n")
        raise EncodingWrong(encoding=encoding, line=lines + before + 1) from error
    return lines + (not last.endswith("\n"))


def _delimiter(first_line: str) -> str:
    return max(DELIMITERS, key=first_line.count) if any(mark in first_line for mark in DELIMITERS) else ","


def _first_rows(file: IO[str], delimiter: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        headings = tuple(heading.strip() for heading in next(reader, []))
        sample = tuple(tuple(row) for row, _ in zip(reader, range(SAMPLE_ROWS), strict=False))
    except csv.Error as error:
        raise CsvBroken(line=reader.line_num) from error
    check_headings(headings)
    return headings, sample
