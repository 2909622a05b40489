import factory

from cms.notifications.enums import MailState
from cms.notifications.models import OutgoingMail


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutgoingMail

    class Params:
        failed = factory.Trait(
            state=MailState.FAILED, attempts=9, refusals=9, last_error="SMTPDataError: (550, no)"
        )
        unsure = factory.Trait(state=MailState.UNSURE, attempts=2, unclear=2)

    message_id = factory.Sequence(lambda n: f"<{n}@tests.example.org>")
    to = "ada@example.org"
    subject = "Welcome"
    text = "Open http://testserver/join/ please."
    kind = "account"
