"""How Regulars is reached: console, API and command line over a shared web. Surfaces translate, nothing else."""
