"""How what senders write is understood: public events, Segment messages, and rows of files."""
