"""Pure parts of studies: keys of what is known, answers as text, how members are spread."""
