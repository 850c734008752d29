"""The bench `ingest`: batches of 500 events through the write door."""
