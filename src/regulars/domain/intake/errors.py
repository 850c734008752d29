"""Refusals of this context. What is wrong with single events is a `Problem`, not an error."""

from regulars.platform.errors import Conflict, Invalid, Missing


class FileEmpty(Invalid):
    """There is nothing in the file, or only headings."""

    code = "file_empty"


class FileTooLarge(Invalid):
    """The file is larger than is taken in."""

    code = "file_too_large"


class FileUnreadable(Invalid):
    """The bytes are neither CSV in a known encoding nor Parquet."""

    code = "file_unreadable"


class EncodingWrong(Invalid):
    """The text is not in the encoding named, from this byte on."""

    code = "file_encoding"


class ParquetBroken(Invalid):
    """The file begins as Parquet, and cannot be read."""

    code = "parquet_broken"


class CsvBroken(Invalid):
    """From this line on the text is not CSV: most often a quotation mark that is not closed."""

    code = "csv_broken"


class HeadingsInvalid(Invalid):
    """The first line does not name the columns, or names two alike."""

    code = "headings_invalid"


class MappingInvalid(Invalid):
    """With this mapping rows cannot become events; `problems` says why, field by field."""

    code = "mapping_invalid"


class FileChanged(Conflict):
    """The file is not the one that was looked at."""

    code = "file_changed"


class FileGone(Missing):
    """The file is no longer where it was."""

    code = "file_gone"


class ImportMissing(Missing):
    """There is no such import in this programme."""

    code = "import_missing"


class ImportBusy(Conflict):
    """The import is under way already, or done."""

    code = "import_busy"
