"""`regulars scenario`: run scenarios from files, in the engine and through the write door of a database of their own.

Owns finding the files and the programmes they name, the temporary database, and the live run, which the tests of the
scenarios use as well. It never reads or writes the database of the installation.
"""
