"""Pure parts of the replay: histories as batches, what came of them as figures."""
