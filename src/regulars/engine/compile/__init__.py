"""From a programme document to what the kernel reads: tables of integers and expressions over columns."""

from regulars.engine.compile.programme import CompiledProgramme, compile_programme

__all__ = ["CompiledProgramme", "compile_programme"]
