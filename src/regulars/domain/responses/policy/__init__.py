"""Decisions about responses: what is assumed, who responds how much, which baskets come and go, and what that makes."""
