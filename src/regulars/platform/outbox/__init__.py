"""The outbox: what happened that others may want to know, kept until somebody takes it.

- `send` writes in the caller's transaction: a message exists exactly when the rows it tells of do.
- A message has a topic such as `points.expiring`, a subject, a body fit for JSON, and a key under which it is sent
  once: the same key again, on the same topic of the same stream, adds nothing.
- A stream is whatever the messages belong to, such as a programme; readers take those of one stream.
- `take` hands the oldest messages that nobody took to one reader, within the reader's transaction: when that fails,
  they are there again.
- `subscribe` lets a function handle the messages of a topic: the first few at once when they are committed, the others
  and those whose handling failed by a job every minute. The project's wiring says who subscribes to what.
- Messages are removed when they are older than `REGULARS_OUTBOX_DAYS`, taken or not; after that their keys are free.
"""

from regulars.platform.outbox.messages import NewMessage, OutboxFilter, OutboxMessage
from regulars.platform.outbox.reading import count_waiting, list_messages, list_topics
from regulars.platform.outbox.writing import deliver, list_streams_waiting, prune, send, subscribe, take

__all__ = [
    "NewMessage",
    "OutboxFilter",
    "OutboxMessage",
    "count_waiting",
    "deliver",
    "list_messages",
    "list_streams_waiting",
    "list_topics",
    "prune",
    "send",
    "subscribe",
    "take",
]
