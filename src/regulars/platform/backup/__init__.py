"""Backups of a running installation, and their way back.

A backup is a folder: the database as one file, the uploads, and `manifest.json` with version, instant and the
SHA-256 of every file. It never holds the keys of members' identifiers, only fingerprints that tell whether keys
fit: whoever finds a backup cannot read whose points they are. A restore checks everything before it changes
anything, and replaces the database in one step.

- `make_backup`: the database as it is at one instant, while others go on writing.
- `check_backup`: whether a backup is whole and fits this program, this kind of database and these keys.
- `restore_backup`: put it in the place of what is there.
"""

from regulars.platform.backup.keys import save_keys
from regulars.platform.backup.making import make_backup
from regulars.platform.backup.manifest import Manifest, StoredFile
from regulars.platform.backup.restoring import Restoration, check_backup, restore_backup

__all__ = [
    "Manifest",
    "Restoration",
    "StoredFile",
    "check_backup",
    "make_backup",
    "restore_backup",
    "save_keys",
]
