from tests.controlled import Control

SENDING = "cms/notifications/services/sending.py"
OUTBOX = "cms/notifications/outbox.py"
SENT = "tests/notifications/test_sending.py::"
KEPT = "tests/notifications/test_outbox.py::"
NOTIFYING = "cms/notifications/services/notifying.py"
UNSUBSCRIBING = "cms/notifications/services/unsubscribing.py"
UPKEEP = "cms/notifications/services/upkeep.py"
READING = "cms/notifications/services/reading.py"
NEWS = "cms/notifications/migrations/0002_notifications.py"
BODIES = "cms/notifications/migrations/0003_mails_are_erased.py"
TOLD = "tests/notifications/test_notifying.py::"
BELL = "tests/notifications/test_bell.py::"
STOP = "tests/notifications/test_unsubscribing.py::"
ERASING = "tests/notifications/test_erasing.py::"
FOUND_IN_BELL = "get_object_or_404(Notification.objects.in_bell_of(request.user), pk=pk)"

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
        BODIES,
        "models.Q(('html', ''), ('state__in', ('sent', 'erased')), ('text', ''))",
        "models.Q(('state__in', ('sent', 'erased')))",
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
    Control(
        "mail: an erased one is no mail to send",
        BODIES,
        "_negated=True), models.Q(('text', ''), _negated=True)), _connector='OR')",
        "_negated=True)), _connector='OR')",
        ERASING + "test_the_database_itself_refuses_an_empty_mail_that_may_be_sent",
        is_schema=True,
    ),
    Control(
        "mail: an account mail keeps no text after an hour",
        UPKEEP,
        "        for state in (*UNFINISHED_STATES, *STOPPED_STATES)",
        "        for state in STOPPED_STATES",
        ERASING + "test_an_account_mail_loses_its_text_after_an_hour_in_every_state",
    ),
    Control(
        "mail: a person's words cannot imitate the button",
        "cms/notifications/services/rendering.py",
        "    mark = secrets.token_hex(16)",
        '    mark = "mail_mark "',
        "tests/notifications/test_rendering.py::test_what_people_wrote_stays_text",
    ),
    Control(
        "notify: unique per kind, key and person",
        NEWS,
        "models.UniqueConstraint(fields=('kind', 'dedupe_key', 'user'), name=",
        "models.UniqueConstraint(fields=('kind', 'dedupe_key', 'user', 'id'), name=",
        "tests/notifications/test_races.py::test_two_that_tell_of_one_event_tell_each_person_once",
        is_schema=True,
    ),
    Control(
        "notify: only one's own rows are mailed",
        NOTIFYING,
        "dedupe_key=dedupe_key, claim=claim)",
        "dedupe_key=dedupe_key)",
        TOLD + "test_one_told_before_gets_no_mail_by_a_change_of_mind",
    ),
    Control(
        "notify: who is not active is told nothing",
        NOTIFYING,
        ", is_active=True)",
        ")",
        TOLD + "test_who_is_not_active_or_not_there_is_told_nothing",
    ),
    Control(
        "notify: an address stays on the site",
        NOTIFYING,
        "    if url and not is_local_path(url):",
        "    if False:",
        TOLD + "test_an_address_that_leads_away_is_refused",
    ),
    Control(
        "notify: what cannot be turned off comes",
        "cms/notifications/services/preferences.py",
        """    if not kind.can_turn_off:
        return on""",
        "",
        TOLD + "test_what_cannot_be_turned_off_comes_and_offers_no_way_to_stop_it",
    ),
    Control(
        "bell: only one's own is opened",
        "cms/notifications/bell_views.py",
        FOUND_IN_BELL,
        "get_object_or_404(Notification, pk=pk)",
        BELL + "test_nobody_opens_what_is_not_in_their_bell",
    ),
    Control(
        "bell: the door leads into the site",
        "cms/notifications/bell_views.py",
        "    if row.url and is_local_path(row.url):",
        "    if row.url:",
        BELL + "test_opening_one_that_leads_nowhere_leads_to_the_list",
    ),
    Control(
        "bell: what came later was not seen",
        READING,
        """    seen = Notification.objects.in_bell_of(user).filter(pk__lte=through)
    return seen.update(""",
        """    seen = Notification.objects.in_bell_of(user)
    return seen.update(""",
        BELL + "test_clearing_asks_first_and_then_clears_what_was_seen",
    ),
    Control(
        "unsubscribe: a link that is followed only asks",
        "cms/notifications/preference_views.py",
        '    is_done = request.method == "POST"',
        "    is_done = True",
        STOP + "test_a_link_that_is_followed_only_asks",
    ),
    Control(
        "unsubscribe: not for what cannot be turned off",
        UNSUBSCRIBING,
        "not kind.can_turn_off or ",
        "",
        STOP + "test_a_kind_whose_mails_cannot_be_stopped_is_refused",
    ),
    Control(
        "unsubscribe: an address grows old",
        UNSUBSCRIBING,
        "salt=SALT, max_age=WORKS_FOR)",
        "salt=SALT)",
        STOP + "test_an_old_address_is_refused_and_a_young_one_is_not",
    ),
    Control(
        "preferences: choices of other kinds stay",
        "cms/notifications/services/preferences.py",
        "        for kind in registry\n        if kind.concerns(user)",
        "        for kind in registry",
        "tests/notifications/test_preferences.py::test_choices_of_other_kinds_stay",
    ),
]
