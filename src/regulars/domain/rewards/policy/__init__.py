"""Decisions about prices, offers, codes and orders; they look nothing up."""
