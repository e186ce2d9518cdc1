"""The public summary of an event: its subject, sessions and outcome, in its organisers' words.

Texts only grow; publishing points to one of them. Who came and when is asked of the event itself.
"""
