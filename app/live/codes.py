"""Close codes of the sockets; knows nobody.

htmx reopens a socket after 1012, never after a code from 4000 up: those end the feed on purpose.
"""

SIGN_IN = 4401  # the sign-in ended: sign in again
NOT_A_MEMBER = 4403  # the right to see this board was taken back
BOARD_CLOSED = 4410
RESTART = 1012  # RFC 6455 registry: service restart
UNWELCOME = 1008  # RFC 6455 section 7.4.1: policy, for a client that sends nothing but junk
