"""`regulars replay`: the command, and its report in both languages."""
