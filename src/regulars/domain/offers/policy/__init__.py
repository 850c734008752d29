"""Decisions about prices and about who may order what when; they look nothing up."""
