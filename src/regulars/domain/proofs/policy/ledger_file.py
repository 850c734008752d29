"""Names inside the file of an exported ledger."""

FORMAT = "regulars-ledger/1"
MANIFEST = "manifest.json"
ANCHORS = "anchors.jsonl"


def place_of(span: int, table: str) -> str:
    """Where a table's rows of one span of members stand in the file."""
    return f"{span:05d}/{table}.parquet"
