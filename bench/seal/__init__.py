"""The bench `seal`: see `bench/README.md`."""
