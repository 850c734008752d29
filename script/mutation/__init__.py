"""Mutation runs: does a scenario notice when one small thing in the engine or in a policy is changed?

Owns finding places to change (`mutants`), putting a change into the running program (`swapping`), what judges it
(`cases`), and running that in child processes (`forks`). Never changes a file: a mutant lives in a forked child.
"""
