from tests.controlled import Control

ADAPTER = "cms/accounts/adapter.py"
CACHES = "cms/core/caches.py"
FORMS = "cms/accounts/forms.py"
ROLES = "cms/accounts/services/roles.py"
VIEWS = "cms/accounts/views.py"
TESTS = "tests/accounts/"

CONTROLS = [
    Control(
        "accounts: one administrator is left when two strip each other",
        ROLES,
        "Group.objects.select_for_update().filter(",
        "Group.objects.filter(",
        TESTS + "test_roles.py::test_two_administrators_who_strip_each_other_leave_one",
    ),
    Control(
        "accounts: addresses are in lower case",
        "cms/accounts/models.py",
        "        self.email = normalise_email(self.email)\n        super().save(",
        "        super().save(",
        TESTS + "test_user_model.py::test_address_is_kept_in_lower_case_however_it_is_saved",
    ),
    Control(
        "accounts: the database refuses capitals in an address",
        "cms/accounts/migrations/0001_initial.py",
        "models.Q(('email', django.db.models.functions.text.Lower('email')))",
        "models.Q(('email', models.F('email')))",
        TESTS + "test_user_model.py::test_database_refuses_capitals_that_go_past_the_model",
        is_schema=True,
    ),
    Control(
        "accounts: only local addresses are followed",
        "cms/accounts/links.py",
        "    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)",
        "    return True",
        TESTS + "test_next.py::test_no_address_elsewhere_is_followed_after_signing_in",
    ),
    Control(
        "accounts: links in mails do not follow the Host header",
        ADAPTER,
        '"activate_url": link,',
        '"activate_url": request.build_absolute_uri("/en/x/"),',
        TESTS + "test_mails.py::test_links_never_follow_the_host_header",
    ),
    Control(
        "accounts: a known address costs as much as a new one",
        FORMS,
        '            User().set_password(self.cleaned_data["password1"])',
        "            pass",
        TESTS + "test_sign_up.py::test_known_address_costs_one_hash_like_a_new_one",
    ),
    Control(
        "accounts: an address that is merely wanted opens no account",
        FORMS,
        "if user.email == email and _may_sign_in(user)",
        "if _may_sign_in(user)",
        TESTS + "test_password_reset.py::test_address_that_is_merely_wanted_opens_no_account",
    ),
    Control(
        "accounts: account and mail are one transaction",
        VIEWS,
        "            with transaction.atomic():\n                response = view(",
        "            if True:\n                response = view(",
        TESTS + "test_transactions.py::test_failure_after_signing_up_leaves_nothing",
    ),
    Control(
        "accounts: attempts are counted whatever the Host header says",
        ADAPTER,
        '        return normalise_email(credentials.get("email") or "")',
        "        return super()._get_login_attempts_cache_key(request, **credentials)",
        TESTS + "test_limits.py::test_another_host_name_does_not_start_the_count_anew",
    ),
    Control(
        "accounts: a generation ends sessions",
        "cms/accounts/models.py",
        'f"{self.session_generation}:{self.password}"',
        "self.password",
        TESTS + "test_sign_in.py::test_ending_sessions_signs_out_everywhere",
    ),
    Control(
        "accounts: nobody is sent in circles before the admin",
        "cms/accounts/middleware.py",
        "            if user_may_enter_admin(request.user):",
        "            if True:",
        TESTS + "test_admin_entry.py::test_learner_is_told_plainly_and_not_sent_in_circles",
    ),
    Control(
        "accounts: superusers are kept to superusers",
        "cms/accounts/permissions.py",
        "    if other.is_superuser and not user.is_superuser:",
        "    if False:",
        TESTS + "test_admin_users.py::test_administrator_cannot_take_over_a_superuser",
    ),
    Control(
        "cache: a session that ended without Redis stays ended",
        CACHES,
        "            self._cache.delete_many(stale)",
        "            pass",
        TESTS + "test_cache_outage.py::"
        "test_sign_out_without_redis_holds_when_redis_returns_with_its_data",
    ),
    Control(
        "cache: a dead server is left alone for a while",
        CACHES,
        "            if now < self.resume_at:",
        "            if False:",
        TESTS + "test_cache_outage.py::test_silent_redis_costs_one_wait_and_not_one_per_call",
    ),
    Control(
        "accounts: one open request to teach per person",
        "cms/accounts/migrations/0003_instructor_request.py",
        "models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('user',), ",
        "models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('id',), ",
        TESTS + "test_teaching.py::test_the_form_that_comes_twice_at_once_makes_one_request",
        is_schema=True,
    ),
    Control(
        "accounts: of two who answer a request one is first",
        "cms/accounts/services/teaching.py",
        "filter(pk=request.pk, state=RequestState.OPEN).update(",
        "filter(pk=request.pk).update(",
        TESTS + "test_teaching.py::TestAnswering",
    ),
    Control(
        "accounts: only who may give roles answers requests",
        "cms/accounts/admin_requests.py",
        "        if not user_may_give_roles(request.user):\n            raise PermissionDenied",
        "        if False:\n            raise PermissionDenied",
        TESTS + "test_teaching.py::TestAdmin::test_others_see_and_answer_nothing",
    ),
    Control(
        "accounts: a version of the terms is accepted once",
        "cms/accounts/migrations/0004_terms_acceptance.py",
        "models.UniqueConstraint(fields=('user', 'version'), ",
        "models.UniqueConstraint(fields=('id', 'version'), ",
        TESTS + "test_terms.py::test_a_yes_that_comes_twice_at_once_is_written_once",
        is_schema=True,
    ),
    Control(
        "accounts: only the version that was shown is accepted",
        FORMS,
        "if self.terms and seen_version(signed) != self.terms.version:",
        "if False:",
        TESTS + "test_terms.py::TestSignUp::"
        "test_terms_that_changed_meanwhile_are_shown_and_asked_again",
    ),
    Control(
        "accounts: a picture is shown to its owner and the staff alone",
        "cms/accounts/avatars.py",
        "    return user_may_enter_admin(viewer) and user_may_enter_admin(person)",
        "    return True",
        TESTS + "test_pictures.py::TestWhoSees::test_others_do_not",
    ),
    Control(
        "accounts: a picture is one person's",
        "cms/accounts/migrations/0005_one_person_per_picture.py",
        "fields=('avatar',),",
        "fields=('id',),",
        TESTS + "test_pictures.py::TestFiles::test_two_people_never_share_a_file",
        is_schema=True,
    ),
]
