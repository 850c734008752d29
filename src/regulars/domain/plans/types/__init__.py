"""Values of the plans context. Instants are aware and in UTC, days are local days of the programme's zone."""
