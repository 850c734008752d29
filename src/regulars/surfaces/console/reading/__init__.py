"""The programme document in words: what a page shows instead of YAML. Words only, no HTML and no database."""
