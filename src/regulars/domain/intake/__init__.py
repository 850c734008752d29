"""Intake: how events come in, over HTTP, from the SDKs of the Segment protocol, and from files.

Whatever its way, an event becomes the same canonical body, its member is found or enrolled, and the ledger's
write door applies it. What is wrong with one event is a value beside the results of the others; it never
stops a batch. Nothing here decides what an event is worth.
"""
