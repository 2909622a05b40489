import pytest

from cms.accounts.enums import Role
from cms.eventlog.enums import DeliveryState
from tests.factories.accounts import UserFactory
from tests.factories.eventlog import DeliveryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

LIST = "/admin/deliveries/"
CANARY = "ValueError: canary"


def again(delivery):
    return f"{LIST}{delivery.pk}/again/"


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(administrator=True))
    return client


def test_an_administrator_sees_deliveries_with_their_error(administrator):
    DeliveryFactory(dead=True, last_error=CANARY)
    page = administrator.get(LIST)
    assert page.status_code == 200
    assert CANARY in page.content.decode()
    assert "/again/" in page.content.decode()


def test_deliveries_are_filtered_by_state_and_handler(administrator):
    DeliveryFactory(dead=True, last_error=CANARY)
    DeliveryFactory(handler="other.handler")
    assert CANARY in administrator.get(LIST + "?state=dead&handler=count").content.decode()
    assert CANARY not in administrator.get(LIST + "?state=pending").content.decode()
    assert "other.handler" in administrator.get(LIST + "?state=pending").content.decode()
    assert CANARY not in administrator.get(LIST + "results/?handler=other").content.decode()


def test_a_dead_delivery_is_tried_again_after_asking(administrator):
    delivery = DeliveryFactory(dead=True, last_error=CANARY)

    question = administrator.get(again(delivery))
    assert CANARY in question.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD

    assert administrator.post(again(delivery)).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)


def test_what_is_not_dead_is_not_tried_again(administrator):
    delivery = DeliveryFactory(state=DeliveryState.RUNNING, attempts=1)
    assert "nothing to try again" in administrator.get(again(delivery)).content.decode()
    administrator.post(again(delivery))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.RUNNING, 1)


def test_a_form_from_elsewhere_changes_nothing(administrator):
    delivery = DeliveryFactory(dead=True)
    administrator.handler.enforce_csrf_checks = True
    assert administrator.post(again(delivery)).status_code == 403
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_sees_or_changes_a_delivery(client, role):
    delivery = DeliveryFactory(dead=True, last_error=CANARY)
    if role:
        client.force_login(UserFactory(**{role.value: True}))
    for address in (LIST, LIST + "results/", again(delivery), f"{LIST}999999/again/"):
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code in (302, 403)
            assert CANARY not in response.content.decode()
            if response.status_code == 302:
                assert LIST not in response.url.partition("?")[0]
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD


def test_only_administrators_have_the_menu_entry(client):
    client.force_login(UserFactory(administrator=True))
    assert LIST in client.get("/admin/").content.decode()
    client.force_login(UserFactory(instructor=True))
    assert LIST not in client.get("/admin/").content.decode()


def test_the_list_costs_the_same_for_few_and_many(administrator, django_assert_max_num_queries):
    administrator.get(LIST)
    counts = []
    for size in (2, 30):
        for _ in range(size):
            DeliveryFactory(dead=True)
        with django_assert_max_num_queries(40) as queries:
            administrator.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]
