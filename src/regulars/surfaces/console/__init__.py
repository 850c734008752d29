"""The console: what operators, analysts and staff see and do."""
