"""What the libraries that send mail raise, seen on their real classes and real sockets."""

import smtplib
import socket
import threading

import pytest
import requests
from anymail import exceptions as anymail
from django.core.mail import EmailMessage, get_connection

from cms.notifications.errors import MailRefusedError
from cms.notifications.outcomes import is_refusal
from tests.servers.guarded import free_port


def answer(status):
    response = requests.Response()
    response.status_code = status
    return anymail.AnymailRequestsAPIError("no", response=response)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPSenderRefused(550, b"no", "a@example.org"),
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")}),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPHeloError(501, b"no"),
        smtplib.SMTPNotSupportedError("no"),
        anymail.AnymailRecipientsRefused(),
        anymail.AnymailInvalidAddress(),
        MailRefusedError("no"),
        answer(400),
        answer(401),
        answer(422),
        answer(429),
        answer(503),
    ],
    ids=repr,
)
def test_a_definite_no_is_a_refusal(error):
    assert is_refusal(error)


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("gone"),
        TimeoutError("slow"),
        ConnectionResetError(104, "reset"),
        OSError("whatever"),
        RuntimeError("whatever"),
        anymail.AnymailAPIError("no answer"),
        answer(200),
        answer(408),
        answer(500),
        answer(502),
        answer(504),
    ],
    ids=repr,
)
def test_no_answer_is_no_refusal(error):
    assert not is_refusal(error)


def post_by_anymail(url, settings):
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "x", "POSTMARK_API_URL": url}
    backend = get_connection("anymail.backends.postmark.EmailBackend", timeout=2)
    with pytest.raises(anymail.AnymailRequestsAPIError) as caught:
        backend.send_messages([EmailMessage("s", "t", "a@example.org", ["b@example.org"])])
    return caught.value


class Line:
    """A server that takes one connection and treats it as told."""

    def __init__(self, treat):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, args=(treat,), daemon=True)
        self.thread.start()

    def _serve(self, treat):
        line, _ = self.socket.accept()
        with line:
            treat(line)

    def close(self):
        self.socket.close()
        self.thread.join(timeout=5)


def test_a_provider_that_cannot_be_reached_got_nothing(settings):
    assert is_refusal(post_by_anymail(f"http://127.0.0.1:{free_port()}/", settings))


def test_a_provider_that_hangs_up_may_have_taken_the_mail(settings):
    line = Line(lambda connection: connection.recv(65536))
    assert not is_refusal(post_by_anymail(f"http://127.0.0.1:{line.port}/", settings))
    line.close()


def test_a_provider_that_answers_503_has_not_taken_it(settings):
    def treat(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")

    line = Line(treat)
    assert is_refusal(post_by_anymail(f"http://127.0.0.1:{line.port}/", settings))
    line.close()


def test_an_smtp_server_that_hangs_up_after_the_text_may_have_taken_it(settings):
    def treat(connection):
        file = connection.makefile("rwb", buffering=0)
        file.write(b"220 hello\r\n")
        in_text = False
        while text := file.readline():
            if in_text:
                if text == b".\r\n":
                    return
            elif text.upper().startswith(b"DATA"):
                in_text = True
                file.write(b"354 go on\r\n")
            else:
                file.write(b"250 fine\r\n")

    line = Line(treat)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", line.port, 5
    backend = get_connection("django.core.mail.backends.smtp.EmailBackend")
    backend.open()
    with pytest.raises(Exception) as caught:
        backend.send_messages([EmailMessage("s", "t", "a@example.org", ["b@example.org"])])
    assert not is_refusal(caught.value)
    line.close()
