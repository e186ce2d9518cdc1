"""Benchmarks: what the conducts of a treaty are in the law of each State, and how many cover them.

Counts are computed from findings, never typed. Knows agendas and recommendations by nothing.
"""
