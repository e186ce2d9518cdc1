"""The audiences a board is rendered for; knows no person and no right."""

from enum import StrEnum


class Audience(StrEnum):
    """Who stands before a stream of frames. Frames are rendered per audience, never per person."""

    DELEGATE = "delegate"
    MODERATOR = "moderator"
    PROJECTOR = "projector"
