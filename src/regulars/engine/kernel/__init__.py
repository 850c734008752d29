"""The kernel: what depends on the path of one member, compiled over arrays ordered by member and time."""
