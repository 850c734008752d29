"""Counting and judging the use of benefits. Pure: no look-up."""
