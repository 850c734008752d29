"""Tests: unit, integration, property, scenarios, e2e and repo; see docs/recipes/testing.md."""
