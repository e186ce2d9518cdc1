"""Lists of participants as files. Pure: they take loaded people and return bytes."""
