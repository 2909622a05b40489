import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_address_is_kept_in_lower_case_however_it_is_saved():
    made = User.objects.create_user(" Ada@Example.ORG ", display_name="Ada")
    assert made.email == "ada@example.org"
    plain = User(email="Bob@Example.org", display_name="Bob")
    plain.save()
    assert User.objects.get(pk=plain.pk).email == "bob@example.org"
    assert User.objects.get_by_natural_key("BOB@example.org") == plain


def test_database_refuses_capitals_that_go_past_the_model():
    user = UserFactory(email="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="ADA@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Eve@example.org", display_name="Eve")])
    assert list(User.objects.values_list("email", flat=True)) == ["ada@example.org"]


def test_one_address_is_one_person():
    UserFactory(email="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ADA@example.org", display_name="Other")
    with pytest.raises(ValidationError) as caught:
        User(email="ADA@example.org", display_name="Other", password="x").full_clean()
    assert set(caught.value.message_dict) == {"email"}


def test_address_is_needed_and_time_zone_is_a_real_one():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")
    with pytest.raises(ValidationError) as caught:
        UserFactory.build(time_zone="Mars/Olympus").full_clean()
    assert set(caught.value.message_dict) == {"time_zone"}


def test_superuser_may_do_everything():
    user = User.objects.create_superuser("root@example.org", "x", display_name="Root")
    assert user.has_perm("wagtailadmin.access_admin")
    assert list(User.objects.administrators()) == [user]


def test_name_is_shown_and_without_one_the_address():
    assert str(User(email="ada@example.org", display_name="Ada")) == "Ada"
    assert str(User(email="ada@example.org")) == "ada@example.org"
