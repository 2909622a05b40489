"""People. `UserFactory(administrator=True)` and the like give a role; `unverified=True`
leaves the address unconfirmed."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.accounts.enums import RequestState, Role
from cms.accounts.models import InstructorRequest, User
from cms.accounts.services import ensure_roles, grant_role
from tests.factories.keeping import keeper

PASSWORD = "quiet-river-stones"


def make_roles() -> None:
    """Do what `ensure_roles` does, unless every group is there."""
    names = [role.value for role in Role]
    if Group.objects.filter(name__in=names).count() < len(names):
        keeper.make(("roles",), ensure_roles)


class UserFactory(factory.django.DjangoModelFactory):
    """A confirmed learner with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    display_name = factory.Sequence(lambda number: f"Person {number}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        roles = [role for role in Role if kwargs.pop(role.value, False)]
        unverified = kwargs.pop("unverified", False)
        user = model_class.objects.create_user(*args, **kwargs)
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=not unverified
        )
        if roles:
            make_roles()
        for role in roles:
            grant_role(user, role, by=None)
        return user


class InstructorRequestFactory(factory.django.DjangoModelFactory):
    """A request that waits; `declined=True` has an answer of just now."""

    class Meta:
        model = InstructorRequest

    class Params:
        declined = factory.Trait(
            state=RequestState.DECLINED,
            decided_at=factory.LazyFunction(timezone.now),
            reason="Tell us which books you used.",
        )

    user = factory.SubFactory(UserFactory, learner=True)
    words = "River ecology for secondary schools."
    asked_at = factory.LazyFunction(timezone.now)
