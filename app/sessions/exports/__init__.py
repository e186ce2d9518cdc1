"""A board as a file: pure functions from a loaded board to bytes. They know no database, no rights.

What a board's attribution does not show is in no value they are given, so in no byte they return.
"""
