from tests.controlled import Control

SENDING = "cms/notifications/services/sending.py"
OUTBOX = "cms/notifications/outbox.py"
SENT = "tests/notifications/test_sending.py::"
KEPT = "tests/notifications/test_outbox.py::"

CONTROLS = [
    Control(
        "mail: `sending` is committed before the network",
        SENDING,
        "    mail = _claim(mail_id, now)",
        '    mail = OutgoingMail.objects.filter(pk=mail_id, state="pending").first()',
        SENT + "test_while_a_mail_goes_out_its_row_says_so_and_no_transaction_is_open",
    ),
    Control(
        "mail: moves only from the state it is in",
        "cms/notifications/models.py",
        "        return self.filter(state=source).update(state=target, **fields)",
        "        return self.update(state=target, **fields)",
        SENT + "test_a_second_task_while_the_mail_goes_out_does_nothing",
    ),
    Control(
        "mail: unique dedupe key",
        "cms/notifications/migrations/0001_initial.py",
        "models.CharField(blank=True, max_length=200, null=True, unique=True)",
        "models.CharField(blank=True, max_length=200, null=True)",
        "tests/eventlog/test_races.py::test_two_that_queue_a_mail_under_one_key_queue_one",
        is_schema=True,
    ),
    Control(
        "mail: an unclear attempt is repeated once only",
        SENDING,
        "    if count >= MAX_UNCLEAR:",
        "    if False:",
        SENT + "test_a_lost_line_is_tried_once_more_and_then_left_to_a_person",
    ),
    Control(
        "mail: lost twice is left to a person",
        "cms/notifications/services/upkeep.py",
        "if mail.unclear + 1 >= MAX_UNCLEAR",
        "if False",
        SENT + "test_a_mail_lost_a_second_time_is_left_to_a_person",
    ),
    Control(
        "mail: an attempt answers under its own number",
        SENDING,
        "    return OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts)",
        "    return OutgoingMail.objects.filter(pk=mail.pk)",
        SENT + "test_a_late_answer_does_not_disturb_the_attempt_after_it",
    ),
    Control(
        "mail: the text is erased once it is sent",
        "cms/notifications/migrations/0001_initial.py",
        ", ('text', ''))",
        ")",
        SENT + "test_a_sent_mail_cannot_keep_its_text",
        is_schema=True,
    ),
    Control(
        "outbox: only names that it wrote",
        OUTBOX,
        """    if not FILE_NAME.fullmatch(name):
        return None""",
        "",
        KEPT + "test_nothing_but_a_kept_mail_can_be_asked_for",
    ),
    Control(
        "outbox: links are not followed",
        OUTBOX,
        "os.O_RDONLY | os.O_NOFOLLOW",
        "os.O_RDONLY",
        KEPT + "test_nothing_but_a_kept_mail_can_be_asked_for",
    ),
    Control(
        "outbox: only where development pages are",
        "cms/notifications/views.py",
        "    if not settings.DEV_PAGES_ENABLED:",
        "    if False:",
        KEPT + "test_mounted_by_mistake_it_still_answers_404",
    ),
]
