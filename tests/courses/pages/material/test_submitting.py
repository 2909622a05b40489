"""The screen that submits says what changes mean for learners, and asks where it must."""

import pytest

from courses.pages.models import Release
from tests.courses.pages.material.bodies import choice, quiz, text
from tests.courses.pages.releases_admin.conftest import to, words_of

pytestmark = pytest.mark.django_db
WORDED = quiz(choice("How quick is it?"))
ERROR = "Say whether learners should look again."


@pytest.fixture
def url(asked, client):
    client.force_login(asked.owner)
    return to("submit", asked.course.pk)


def part_of(page: str, label: str) -> str:
    """Return what the list of changes says of the block with this label."""
    (found,) = [
        one for one in page.split("<article")[1:] if f">{label}</h5>" in one.split("</header>")[0]
    ]
    return found.split("</article>")[0]


class TestMarks:
    def test_other_words_are_cosmetic_and_may_be_ticked(self, asked, client, url):
        asked.write(quiz(), text("Water runs fast."))
        page = words_of(client.get(url))
        assert "is-cosmetic" in part_of(page, "Text")
        assert f'name="{asked.name("again", 2)}"' in part_of(page, "Text")
        assert "Should learners look again?" not in page

    def test_another_key_is_said_to_be_looked_at_again(self, asked, client, url):
        asked.write(quiz(choice(points=3)), text())
        page = words_of(client.get(url))
        assert "learners will be asked to look again" in part_of(page, "Quiz")
        assert 'type="checkbox"' not in page.split("changes-short")[1]
        assert "Should learners look again?" not in page

    def test_a_moved_block_is_cosmetic_and_not_to_be_ticked(self, asked, client, url):
        asked.write(text(), quiz())
        page = words_of(client.get(url))
        assert page.count("change-mark is-cosmetic") == 1
        assert 'type="checkbox"' not in page.split("changes-short")[1]

    def test_a_first_release_says_nothing_of_it(self, asked, client):
        from tests.courses.pages.releases_admin.conftest import written_course

        course = written_course(asked.owner, "Reading clouds")
        client.force_login(asked.owner)
        page = words_of(client.get(to("submit", course.pk)))
        assert "What goes live for the first time" in page
        assert "change-mark" not in page

    def test_what_ends_is_said_before(self, asked, client, url):
        asked.write(quiz(number=7), text())
        page = words_of(client.get(url))
        warning = page.split("What learners did in these blocks ends with this release:")[1]
        assert "“Check yourself”" in warning.split("</ul>")[0]
        assert "A block that was deleted and written anew counts as a new one." in warning

    def test_words_that_go_end_nothing(self, asked, client, url):
        asked.write(quiz())
        page = words_of(client.get(url))
        assert "ends with this release" not in page
        assert "change-mark" not in page


class TestAsking:
    def test_a_question_that_is_worded_differently_asks(self, asked, client, url):
        asked.write(WORDED, text())
        page = words_of(client.get(url))
        assert "for you to decide" in part_of(page, "Quiz")
        question = page.split("Should learners look again?")[1].split("</fieldset>")[0]
        assert "Quiz" in question and "“Check yourself”" in question
        assert asked.lesson.title in question
        assert "fast" in question and "quick is it" in question
        assert question.count(f'type="radio" name="{asked.name("asked")}"') == 2
        assert "checked" not in question
        assert question.count("required") == 2

    def test_without_an_answer_nothing_is_submitted_and_nothing_typed_is_lost(
        self, asked, client, url
    ):
        asked.write(WORDED, text("Water runs fast."))
        sent = {"note": "Clearer now.", asked.name("again", 2): "on"}
        answer = client.post(url, sent)
        assert answer.status_code == 422
        page = words_of(answer)
        question = page.split("Should learners look again?")[1].split("</fieldset>")[0]
        assert page.count(ERROR) == 1
        assert ERROR in question
        name = asked.name("asked")
        assert f'aria-describedby="error-{name}"' in question
        assert f'id="error-{name}"' in question
        assert 'id="look-again" tabindex="-1" autofocus' in page
        assert "Clearer now." in page
        assert "checked" in part_of(page, "Text")
        assert asked.releases() == [(1, "past"), (2, "live")]

    @pytest.mark.parametrize("answer", ["maybe", ""])
    def test_another_answer_is_none(self, asked, client, url, answer):
        asked.write(WORDED, text())
        assert client.post(url, {asked.name("asked"): answer}).status_code == 422
        assert asked.releases() == [(1, "past"), (2, "live")]

    @pytest.mark.parametrize(("answer", "said"), [("again", [1]), ("leave", [])])
    def test_the_answer_is_kept_with_the_release(self, asked, client, url, answer, said):
        asked.write(WORDED, text())
        response = client.post(url, {asked.name("asked"): answer}, follow=True)
        assert "The course is submitted." in words_of(response)
        assert asked.newest().state == "waiting"
        assert asked.said() == said

    def test_a_tick_is_kept_and_what_was_not_offered_is_not(self, asked, client, url):
        other = asked.name("again", 2, lesson=asked.course)
        asked.write(quiz(), text("Water runs fast."))
        sent = {asked.name("again", 2): "on", asked.name("again", 1): "on", other: "on"}
        client.post(url, {**sent, asked.name("asked", 1): "again"})
        assert asked.said() == [2]

    def test_an_administrator_is_asked_too(self, asked, client, url):
        asked.write(WORDED, text())
        client.force_login(asked.administrator)
        assert client.post(url, {"release_now": "1"}).status_code == 422
        assert asked.releases() == [(1, "past"), (2, "live")]
        client.post(url, {"release_now": "1", asked.name("asked"): "leave"})
        assert asked.releases()[-1] == (3, "live")
        assert asked.said() == []

    def test_withdrawn_and_submitted_again_it_asks_again(self, asked, client, url):
        asked.write(WORDED, text())
        client.post(url, {asked.name("asked"): "again"})
        waiting = Release.objects.get(state="waiting")
        client.post(to("withdraw", asked.course.pk), {"release": waiting.pk})
        assert "checked" not in words_of(client.get(url)).split("Should learners")[1]
        assert client.post(url).status_code == 422
        client.post(url, {asked.name("asked"): "leave"})
        assert asked.said() == []

    def test_a_question_that_changed_behind_the_form_is_asked_about(
        self, asked, client, url, monkeypatch
    ):
        from courses.pages.admin.releases import submitting

        really = submitting.SubmitView.judgements
        seen = []

        def late(view):
            # Somebody writes between the form and the lock.
            found = really(view)
            if not seen:
                asked.write(WORDED, text())
            seen.append(found)
            return found

        monkeypatch.setattr(submitting.SubmitView, "judgements", late)
        asked.write(quiz(), text("Water runs fast."))
        answer = client.post(url, {"note": "Now"})
        assert answer.status_code == 422
        assert ERROR in words_of(answer)
        assert asked.releases() == [(1, "past"), (2, "live")]
