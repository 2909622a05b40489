"""Becoming an instructor: the Teach page, and the answers of administrators."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cms.accounts import teaching
from cms.accounts.enums import RequestState, Role
from cms.accounts.errors import (
    AlreadyAnsweredError,
    AlreadyAskedError,
    AlreadyInstructorError,
    AskedTooSoonError,
)
from cms.accounts.models import InstructorRequest, User
from cms.accounts.services import (
    ask_to_teach,
    decline_request,
    grant_request,
    grant_role,
    revoke_role,
    roles_of,
)
from cms.accounts.teaching import FirstStep, first_step, register_first_step
from cms.eventlog.models import Event
from tests.factories.accounts import InstructorRequestFactory, UserFactory
from tests.factories.site import make_site

PATH = "/en/teach/"
WORDS = "River ecology for secondary schools, in French."
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(*names: str) -> list[str]:
    return list(Event.objects.filter(name__in=names).order_by("pk").values_list("name", flat=True))


@pytest.mark.django_db
class TestAsking:
    def test_request_is_written_and_told(self):
        user = UserFactory()
        request = ask_to_teach(user, words=WORDS, now=NOW)
        assert (request.user, request.words, request.state) == (user, WORDS, RequestState.OPEN)
        assert (request.asked_at, request.decided_at, request.decided_by) == (NOW, None, None)
        (event,) = Event.objects.filter(name="accounts.teach_requested")
        assert (event.actor_id, event.subject_type, event.subject_id, event.data) == (
            user.pk,
            "cms_accounts.instructorrequest",
            str(request.pk),
            {},
        )

    def test_a_second_request_is_refused_while_one_waits(self):
        user = UserFactory()
        ask_to_teach(user, words=WORDS, now=NOW)
        with pytest.raises(AlreadyAskedError):
            ask_to_teach(user, words="Again", now=NOW)
        assert InstructorRequest.objects.get().words == WORDS
        assert told("accounts.teach_requested") == ["accounts.teach_requested"]

    def test_an_instructor_need_not_ask(self):
        user = UserFactory(instructor=True)
        with pytest.raises(AlreadyInstructorError):
            ask_to_teach(user, words=WORDS, now=NOW)
        assert not InstructorRequest.objects.exists()

    def test_after_a_refusal_one_waits_thirty_days(self):
        admin = UserFactory(administrator=True)
        request = ask_to_teach(UserFactory(), words=WORDS, now=NOW)
        decline_request(request, reason="Not yet.", by=admin, now=NOW)
        early = NOW + timedelta(days=30, seconds=-1)
        with pytest.raises(AskedTooSoonError):
            ask_to_teach(request.user, words=WORDS, now=early)
        again = ask_to_teach(request.user, words=WORDS, now=NOW + timedelta(days=30))
        assert again.state == RequestState.OPEN
        assert InstructorRequest.objects.count() == 2

    def test_the_database_keeps_states_and_times_together(self):
        request = InstructorRequestFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            InstructorRequest.objects.filter(pk=request.pk).update(state=RequestState.GRANTED)
        with pytest.raises(IntegrityError), transaction.atomic():
            InstructorRequest.objects.filter(pk=request.pk).update(decided_at=NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_form_that_comes_twice_at_once_makes_one_request(monkeypatch):
    """Both have looked before either has written."""
    user = UserFactory()
    start = threading.Barrier(2)
    real = InstructorRequest.objects.create
    refused = []

    def create_together(**fields):
        start.wait(timeout=20)
        return real(**fields)

    monkeypatch.setattr(InstructorRequest.objects, "create", create_together)

    def ask() -> None:
        try:
            ask_to_teach(user, words=WORDS, now=NOW)
        except AlreadyAskedError:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [1]
    assert InstructorRequest.objects.count() == 1
    assert told("accounts.teach_requested") == ["accounts.teach_requested"]


@pytest.mark.django_db
class TestAnswering:
    def test_granting_gives_the_role_and_tells_it_once(self):
        admin, request = UserFactory(administrator=True), InstructorRequestFactory()
        grant_request(request, by=admin, now=NOW)
        request.refresh_from_db()
        assert (request.state, request.decided_at, request.decided_by) == (
            RequestState.GRANTED,
            NOW,
            admin,
        )
        assert Role.INSTRUCTOR in roles_of(request.user)
        given = Event.objects.filter(name="accounts.role_granted", data={"role": "instructor"})
        assert [event.actor_id for event in given] == [admin.pk]
        for answer in (
            lambda: grant_request(request, by=admin, now=NOW),
            lambda: decline_request(request, reason="No", by=admin, now=NOW),
        ):
            with pytest.raises(AlreadyAnsweredError):
                answer()
        assert given.count() == 1
        assert told("accounts.teach_declined") == []

    def test_declining_keeps_the_reason_and_gives_nothing(self):
        admin, request = UserFactory(administrator=True), InstructorRequestFactory()
        decline_request(request, reason="Say more.", by=admin, now=NOW)
        with pytest.raises(AlreadyAnsweredError):
            grant_request(request, by=admin, now=NOW)
        request.refresh_from_db()
        assert (request.state, request.reason) == (RequestState.DECLINED, "Say more.")
        assert roles_of(request.user) == {Role.LEARNER}
        assert told("accounts.teach_declined") == ["accounts.teach_declined"]

    def test_a_role_given_elsewhere_answers_the_request(self):
        admin, request = UserFactory(administrator=True), InstructorRequestFactory()
        grant_role(request.user, Role.TRANSLATOR, by=admin)
        request.refresh_from_db()
        assert request.state == RequestState.OPEN
        grant_role(request.user, Role.INSTRUCTOR, by=admin)
        request.refresh_from_db()
        assert (request.state, request.decided_by) == (RequestState.GRANTED, admin)


@pytest.mark.django_db
class TestPage:
    def test_a_visitor_reads_how_and_is_led_back_after_signing_up(self, client):
        response = client.get(PATH)
        page = response.content.decode()
        assert response.status_code == 200
        assert "What happens next" in page
        assert 'href="/en/accounts/signup/?next=%2Fen%2Fteach%2F"' in page
        assert 'href="/en/accounts/login/?next=%2Fen%2Fteach%2F"' in page
        assert "<textarea" not in page
        assert dict(response.cookies) == {}

    def test_a_visitor_cannot_ask(self, client):
        response = client.post(PATH, {"words": WORDS})
        assert response["Location"] == "/en/accounts/login/?next=/en/teach/"
        assert not InstructorRequest.objects.exists()

    def test_a_learner_asks_once_and_sees_since_when(self, client):
        user = UserFactory(time_zone="Africa/Nairobi")
        client.force_login(user)
        for words in (WORDS, "Again"):
            response = client.post(PATH, {"words": words})
            assert (response.status_code, response["Location"]) == (302, PATH)
        request = InstructorRequest.objects.get()
        assert request.words == WORDS
        # In Nairobi it is the next day already.
        asked = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
        InstructorRequest.objects.update(asked_at=asked)
        response = client.get(PATH)
        page = response.content.decode()
        assert "waiting since 2 March 2026" in page
        assert WORDS in page
        assert "<textarea" not in page
        assert "no-store" in response["Cache-Control"]

    def test_empty_words_are_refused_at_the_field(self, client):
        client.force_login(UserFactory())
        page = client.post(PATH, {"words": "  "}).content.decode()
        assert "Write a few words about what you want to teach." in page
        assert 'href="#id_words"' in page
        assert not InstructorRequest.objects.exists()

    def test_a_declined_learner_reads_why_and_from_when_to_ask_again(self, client):
        request = InstructorRequestFactory(declined=True, decided_at=timezone.now())
        client.force_login(request.user)
        page = client.get(PATH).content.decode()
        assert request.reason in page
        assert "You may ask again from" in page
        assert "<textarea" not in page
        client.post(PATH, {"words": WORDS})
        assert InstructorRequest.objects.count() == 1
        InstructorRequest.objects.update(decided_at=timezone.now() - timedelta(days=31))
        page = client.get(PATH).content.decode()
        assert "You may ask again." in page
        client.post(PATH, {"words": WORDS})
        assert InstructorRequest.objects.filter(state=RequestState.OPEN).count() == 1

    def test_who_lost_the_role_may_ask_again(self, client):
        admin, request = UserFactory(administrator=True), InstructorRequestFactory()
        grant_request(request, by=admin, now=NOW)
        revoke_role(request.user, Role.INSTRUCTOR, by=admin)
        client.force_login(User.objects.get(pk=request.user.pk))
        assert "<textarea" in client.get(PATH).content.decode()

    def test_a_new_instructor_has_one_first_step(self, client):
        user = UserFactory(instructor=True)
        client.force_login(user)
        page = client.get(PATH).content.decode()
        assert "You have no course yet." in page
        assert 'class="btn" href="/en/accounts/profile/"' in page
        User.objects.filter(pk=user.pk).update(avatar="avatars/x.webp", about="I teach.")
        page = client.get(PATH).content.decode()
        assert 'class="btn" href="/admin/courses/create/"' in page
        assert page.split("<main")[1].count('class="btn"') == 1

    def test_another_app_may_name_the_first_step(self, monkeypatch):
        monkeypatch.setattr(teaching, "_sources", [])
        user = UserFactory.build(display_name="Ada")
        step = FirstStep("Text", "Create a course", "/x/")
        register_first_step(lambda user: None)
        register_first_step(lambda user: step)
        assert first_step(user) is step

    def test_an_administrator_is_told_that_they_may_give_roles(self, client):
        user = UserFactory(administrator=True)
        client.force_login(user)
        page = client.get(PATH).content.decode()
        assert f'href="/admin/users/edit/{user.pk}/"' in page
        assert "<textarea" not in page

    @pytest.mark.parametrize("language", ["fr", "ar"])
    def test_page_is_there_in_every_language(self, client, language):
        response = client.get(f"/{language}/teach/")
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()

    def test_query_budget(self, client, django_assert_num_queries):
        make_site(["en", "fr", "ar"])
        request = InstructorRequestFactory()
        visitor, learner = Client(), client
        learner.force_login(request.user)
        for _round in range(2):
            for one, budget in ((visitor, 4), (learner, 11)):
                one.get(PATH)
                with django_assert_num_queries(budget):
                    one.get(PATH)
            InstructorRequestFactory.create_batch(10)


@pytest.mark.django_db
class TestAdmin:
    LIST = "/admin/teach-requests/"

    @pytest.fixture
    def admin(self, client) -> User:
        admin = UserFactory(administrator=True)
        client.force_login(admin)
        return admin

    def test_list_shows_the_waiting_first(self, client, admin):
        declined = InstructorRequestFactory(declined=True)
        young = InstructorRequestFactory(asked_at=timezone.now())
        old = InstructorRequestFactory(asked_at=timezone.now() - timedelta(days=3))
        page = client.get(self.LIST).content.decode()
        places = [page.index(f"{self.LIST}{one.pk}/") for one in (old, young, declined)]
        assert places == sorted(places)
        filtered = client.get(f"{self.LIST}?state=declined").content.decode()
        assert declined.user.email in filtered
        assert old.user.email not in filtered

    def test_list_costs_the_same_at_any_length(self, client, admin, django_assert_max_num_queries):
        counts = []
        for _round in range(2):
            InstructorRequestFactory.create_batch(5)
            client.get(self.LIST)
            with django_assert_max_num_queries(40) as seen:
                client.get(self.LIST)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_menu_counts_the_waiting_for_those_who_may_answer(self, client, admin):
        assert "Requests to teach" in client.get("/admin/").content.decode()
        assert "Requests to teach (" not in client.get("/admin/").content.decode()
        InstructorRequestFactory.create_batch(2)
        InstructorRequestFactory(declined=True)
        assert "Requests to teach (2)" in client.get("/admin/").content.decode()
        client.force_login(UserFactory(instructor=True))
        assert "Requests to teach" not in client.get("/admin/").content.decode()

    def test_one_screen_makes_an_instructor(self, client, admin):
        request = InstructorRequestFactory(words="<b>Weaving</b> & dyeing")
        path = f"{self.LIST}{request.pk}/"
        page = client.get(path).content.decode()
        assert escape(request.words) in page
        assert request.user.email in page
        assert "Make instructor" in page
        response = client.post(path, {"grant": "1"})
        assert (response.status_code, response["Location"]) == (302, self.LIST)
        assert Role.INSTRUCTOR in roles_of(request.user)
        page = client.get(path).content.decode()
        assert "Make instructor" not in page
        client.post(path, {"decline": "1", "reason": "No"})
        assert "answered meanwhile" in client.get(self.LIST).content.decode()
        request.refresh_from_db()
        assert (request.state, request.decided_by) == (RequestState.GRANTED, admin)

    def test_declining_needs_a_reason(self, client, admin):
        request = InstructorRequestFactory()
        path = f"{self.LIST}{request.pk}/"
        response = client.post(path, {"decline": "1", "reason": ""})
        assert "Write why: the person reads it." in response.content.decode()
        request.refresh_from_db()
        assert request.state == RequestState.OPEN
        client.post(path, {"decline": "1", "reason": "Say more."})
        request.refresh_from_db()
        assert (request.state, request.reason) == (RequestState.DECLINED, "Say more.")

    def test_giving_the_role_on_the_persons_own_screen_answers_too(self, client, admin):
        request = InstructorRequestFactory()
        user = request.user
        group = {role.name: role.pk for role in user.groups.model.objects.all()}
        fields = {
            "email": user.email,
            "display_name": user.display_name,
            "language": "en",
            "time_zone": "UTC",
            "is_active": "on",
            "groups": [group["learner"], group["instructor"]],
        }
        response = client.post(f"/admin/users/edit/{user.pk}/", fields)
        assert response.status_code == 302
        request.refresh_from_db()
        assert (request.state, request.decided_by) == (RequestState.GRANTED, admin)

    @pytest.mark.parametrize("role", ["learner", "instructor", "reviewer", "translator"])
    def test_others_see_and_answer_nothing(self, client, role):
        request = InstructorRequestFactory()
        client.force_login(UserFactory(**{role: True}))
        for path in (self.LIST, f"{self.LIST}{request.pk}/", f"{self.LIST}99999/"):
            response = client.get(path)
            # Wagtail leads those who may enter the admin back to its start. A number that is
            # no request's answers the same.
            assert response.status_code == (403 if role == "learner" else 302)
            assert response.headers.get("Location") == (None if role == "learner" else "/admin/")
            assert request.words not in response.content.decode()
        client.post(f"{self.LIST}{request.pk}/", {"grant": "1"})
        request.refresh_from_db()
        assert request.state == RequestState.OPEN
        assert Client().get(self.LIST).status_code == 302

    def test_an_administrator_does_not_answer_a_superuser(self, client, admin):
        request = InstructorRequestFactory(user=UserFactory(is_superuser=True))
        client.post(f"{self.LIST}{request.pk}/", {"grant": "1"})
        request.refresh_from_db()
        assert request.state == RequestState.OPEN
