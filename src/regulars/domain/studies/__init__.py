"""Studies: questions put to replays, kept with their answers, so that people can look at them, share them and decide.

It owns studies (a slice of a history, a baseline and drafts as they were when the question was put), histories built
from uploaded files, links by which studies are shared, and which studies go with a version. Jobs answer the questions;
an answer never changes afterwards. It writes no events and no points, and hands members out to nobody but staff.
"""
