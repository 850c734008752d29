"""What is counted of a history, and how it is added up. Pure."""
