"""Pure decisions: how codes read, when they are good, what tills may be told."""
