"""The bench `verify`: see `bench/README.md`."""
