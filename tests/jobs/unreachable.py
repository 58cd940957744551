"""A queue as it is while its server is away."""

from django_tasks.backends.immediate import ImmediateBackend


class Unreachable(ImmediateBackend):
    def enqueue(self, task, args, kwargs):
        raise ConnectionError("nobody listens")
