from tests.controlled import Control

RELAYING = "cms/eventlog/services/relaying.py"
DELIVERING = "cms/eventlog/services/delivering.py"
SWEEPING = "cms/eventlog/services/sweeping.py"
EMITTING = "cms/eventlog/emitting.py"
RACES = "tests/eventlog/test_races.py::"
DELIVERED = "tests/eventlog/test_delivering.py::"
EMITTED = "tests/eventlog/test_emitting.py::"
TWO_TASKS = RACES + "test_two_tasks_for_one_delivery_run_its_handler_once"
TWO_RELAYS = RACES + "test_two_relays_share_the_outbox"
SLOW_HANDLER = RACES + "test_the_sweep_leaves_a_handler_alone_that_is_still_at_work_after_its_lease"

CONTROLS = [
    Control(
        "emit: only inside a transaction",
        EMITTING,
        "    if not connection.in_atomic_block:",
        "    if False:",
        EMITTED + "test_an_event_outside_a_transaction_is_refused",
    ),
    Control(
        "emit: the relay is asked for on commit",
        EMITTING,
        "    transaction.on_commit(_kick, robust=True)",
        "    _kick()",
        EMITTED + "test_an_event_shares_the_fate_of_its_transaction",
    ),
    Control(
        "emit: once per transaction",
        EMITTING,
        "    if any(entry[1] is _kick for entry in connection.run_on_commit):",
        "    if False:",
        EMITTED + "test_a_commit_with_many_events_asks_for_one_relay",
    ),
    Control(
        "emit: no personal data",
        EMITTING,
        '_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}")',
        '_CODE = re.compile(r".*")',
        EMITTED + "test_what_may_be_personal_is_refused_and_not_repeated",
    ),
    Control(
        "event: never changed",
        "cms/eventlog/models.py",
        "        if not self._state.adding:",
        "        if False:",
        EMITTED + "test_an_event_is_never_changed_nor_deleted_by_hand",
    ),
    Control(
        "queue: tasks are sent after commit",
        "cms/eventlog/queueing.py",
        "    transaction.on_commit(lambda: publish(waiting), robust=True)",
        "    publish(waiting)",
        "tests/notifications/test_sending.py::"
        "test_a_mail_is_queued_in_the_transaction_and_its_task_sent_after",
    ),
    Control(
        "queue: a broker that is down raises nothing",
        "cms/eventlog/queueing.py",
        "        except Exception:",
        "        except KeyboardInterrupt:",
        "tests/eventlog/test_broker_down.py::"
        "test_after_a_failure_the_broker_is_left_alone_for_a_while",
    ),
    Control(
        "queue: a broker that is down holds nobody up",
        "cms/settings/tasks.py",
        'PUBLISH_ONCE: dict[str, Any] = {"max_retries": 0}',
        "PUBLISH_ONCE: dict[str, Any] = {}",
        "tests/eventlog/test_broker_down.py::"
        "test_a_fact_is_committed_quickly_and_delivered_when_the_broker_is_back",
    ),
    Control(
        "queue: a broker that is down is left alone for a while",
        "cms/eventlog/queueing.py",
        "            _Breaker.resume_at = time.monotonic() + PAUSE_SECONDS\n",
        "",
        "tests/eventlog/test_broker_down.py::"
        "test_after_a_failure_the_broker_is_left_alone_for_a_while",
    ),
    Control(
        "relay: row lock",
        RELAYING,
        'OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))',
        "OutboxEntry.objects",
        TWO_RELAYS,
    ),
    Control(
        "relay: skip locked",
        RELAYING,
        'select_for_update(skip_locked=True, of=("self",))',
        'select_for_update(of=("self",))',
        TWO_RELAYS,
    ),
    Control(
        "delivery: unique (event, handler)",
        "cms/eventlog/migrations/0001_initial.py",
        "models.UniqueConstraint(fields=('event', 'handler'), "
        "name='delivery_once_per_event_and_handler'), ",
        "",
        "tests/eventlog/test_relaying.py::test_a_backfill_makes_what_is_missing_once",
        is_schema=True,
    ),
    Control(
        "delivery: moves only from the state it is in",
        "cms/eventlog/models.py",
        "        return self.filter(state=source).update(state=target, **fields)",
        "        return self.update(state=target, **fields)",
        TWO_TASKS,
    ),
    Control(
        "delivery: not before it is due",
        DELIVERING,
        "row.filter(due_at__lte=now + CLOCK_SLACK).move(",
        "row.move(",
        DELIVERED + "test_a_task_that_comes_before_the_backoff_ends_does_nothing",
    ),
    Control(
        "delivery: attempt counted first",
        DELIVERING,
        """            attempts=F("attempts") + 1,
            sweep_at=lease_ends_at,""",
        "            sweep_at=lease_ends_at,",
        DELIVERED + "test_the_attempt_is_counted_before_the_handler_runs",
    ),
    Control(
        "delivery: row lock while the handler runs",
        DELIVERING,
        """            .select_for_update(of=("self",))
""",
        "",
        SLOW_HANDLER,
    ),
    Control(
        "delivery: the sweep skips what is locked",
        SWEEPING,
        "Delivery.objects.select_for_update(skip_locked=True)",
        "Delivery.objects.all()",
        SLOW_HANDLER,
    ),
    Control(
        "delivery: an attempt works under its own number",
        DELIVERING,
        "    row = Delivery.objects.filter(pk=delivery_id, attempts=attempt)\n    with",
        "    row = Delivery.objects.filter(pk=delivery_id)\n    with",
        DELIVERED + "test_an_attempt_that_lost_its_lease_does_nothing",
    ),
    Control(
        "delivery: effect and mark in one transaction",
        DELIVERING,
        """    with transaction.atomic(durable=True):
        # Should the sweep""",
        """    with __import__("contextlib").nullcontext():
        # Should the sweep""",
        DELIVERED + "test_a_failed_handler_leaves_no_effect_and_is_tried_again_later",
    ),
    Control(
        "delivery: a lost worker does not loop for ever",
        SWEEPING,
        "if one.attempts >= MAX_ATTEMPTS",
        "if False",
        "tests/eventlog/test_relaying.py::test_the_sweep_gives_up_what_kills_its_worker_every_time",
    ),
    Control(
        "admin: only administrators try again",
        "cms/eventlog/admin.py",
        "        if not self.user_has_permission(self.permission_required):",
        "        if False:",
        "tests/eventlog/test_admin.py::test_nobody_else_sees_or_changes_a_delivery",
    ),
]
