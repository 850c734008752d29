"""Decisions about days, money, terms and notices; they look nothing up."""
