"""Keeping an installation: the whole of it in one file and back, and what is wrong with it here."""

from app.keeping.backup import write_backup
from app.keeping.doctor import Complaint, examine
from app.keeping.restoring import restore_backup

__all__ = ["Complaint", "examine", "restore_backup", "write_backup"]
