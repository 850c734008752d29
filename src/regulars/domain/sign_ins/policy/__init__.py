"""Pure decisions of this context: how often is too often, what a token of an app must say, what devices are called."""
