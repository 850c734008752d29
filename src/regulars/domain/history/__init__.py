"""The history: events, lines, entries and facts of members as Parquet files, partitioned by month.

It owns a folder of files and its manifest, copied from the ledger bit by bit (`operations.sync_history`), or built
from an operator's own files (`operations.history_of_file`). What the manifest names is the history; nothing else is. A
row of the ledger is in it once or not yet, never twice. It never writes to the database, and holds no identifiers of
members.
"""
