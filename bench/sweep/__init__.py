"""The bench `sweep`: twenty values of a threshold, against one replay."""
