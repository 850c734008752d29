"""Refusals of making and restoring backups."""

from regulars.platform.errors import Conflict, Invalid, Missing, Refused


class PathTaken(Conflict):
    """Something has the name under which a backup or its keys were to be kept."""

    code = "backup_path_taken"


class NotABackup(Missing):
    """There is no manifest of a backup at this place, or one that cannot be read."""

    code = "backup_missing"


class BackupBroken(Invalid):
    """A file of the backup is missing, or is not the one that the manifest describes."""

    code = "backup_broken"


class BackupNewer(Conflict):
    """The backup was made by a newer version of the program."""

    code = "backup_newer"


class OtherDatabase(Conflict):
    """The backup is of the other kind of database."""

    code = "backup_other_database"


class KeysDiffer(Conflict):
    """The keys at hand do not open the identifiers in the backup."""

    code = "backup_keys_differ"


class DatabaseNotEmpty(Conflict):
    """The database holds tables already, and nobody said that they may be replaced."""

    code = "restore_not_empty"


class DatabaseInUse(Conflict):
    """Another process has the database open."""

    code = "restore_in_use"


class ToolMissing(Refused):
    """A program of PostgreSQL is not on the PATH."""

    code = "backup_tool_missing"


class ToolFailed(Refused):
    """A program of PostgreSQL, or SQLite itself, gave up; its own words are in `reason`."""

    code = "backup_tool_failed"


class KeysElsewhere(Refused):
    """The environment sets the keys, so the program cannot change them."""

    code = "keys_elsewhere"


class KeysInUse(Refused):
    """Texts are still under older keys, or keys were added since this process started."""

    code = "keys_in_use"
