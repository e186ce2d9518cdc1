"""The load harness: figures measured beside their limits, in one run. Nothing of it is a test."""
