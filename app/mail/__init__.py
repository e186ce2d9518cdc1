"""Mail: what is written to participants, queued with what caused it, and sent once."""
