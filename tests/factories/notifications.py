import factory
from django.utils import timezone

from cms.notifications.enums import MailState
from cms.notifications.models import Notification, OutgoingMail
from tests.factories.accounts import UserFactory


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


class NotificationFactory(factory.django.DjangoModelFactory):
    """News in somebody's bell; `read=True` and `cleared=True` for what was done with it."""

    class Meta:
        model = Notification

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(timezone.now))
        cleared = factory.Trait(
            read_at=factory.LazyFunction(timezone.now),
            cleared_at=factory.LazyFunction(timezone.now),
        )

    user = factory.SubFactory(UserFactory)
    kind = "tests.told"
    dedupe_key = factory.Sequence(lambda n: f"event:{n}")
    data = factory.Sequence(lambda n: {"course": f"Course {n}."})
    url = "/en/accounts/login/"
