"""The bench `http`: one event a request, 64 connections, two workers, PostgreSQL."""
