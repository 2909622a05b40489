"""A mail backend that does what a test tells it to."""

from django.core.mail.backends.base import BaseEmailBackend


class ScriptedBackend(BaseEmailBackend):
    """Keeps what it was given, then raises the next of `errors`, where there is one."""

    sent = []
    errors = []
    open_error = None
    close_error = None
    on_send = None

    def open(self):
        if type(self).open_error:
            raise type(self).open_error

    def close(self):
        if type(self).close_error:
            raise type(self).close_error

    def send_messages(self, messages):
        kind = type(self)
        kind.sent += [message.message() for message in messages]
        if kind.on_send:
            kind.on_send()
        if kind.errors and (error := kind.errors.pop(0)):
            raise error
        return len(messages)
