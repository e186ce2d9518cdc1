"""What all forms begin with: spaces around what was typed are not meant. Knows no field."""

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """A form as a browser sends it. Every field has a default: an empty one arrives as missing."""

    model_config = ConfigDict(str_strip_whitespace=True)
