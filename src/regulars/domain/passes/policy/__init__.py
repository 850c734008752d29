"""How passes are made and signed; nothing is looked up here."""
