"""Conclusions that were read from a document: looked over, corrected, then taken in.

They become paragraphs of the event's own conclusions, or earlier conclusions to be followed up.
"""
