"""Addresses of the console, a module for each part of it; `console.urls` puts them together."""
