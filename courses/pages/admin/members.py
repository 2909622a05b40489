"""Who takes part in a course: the list, and the owner's forms."""

import math
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.accounts.models import User
from cms.core.limits import Limit, take
from courses.pages.admin.base import LIST, CourseScreen
from courses.pages.admin.outline_table import parse_key
from courses.pages.enums import CourseRole
from courses.pages.errors import CourseError, NotAllowedError
from courses.pages.models import CourseMembership
from courses.pages.services import add_member, add_member_by_address, hand_over, remove_member

# Enough for a large team in one go; too few to try out a list of addresses.
ADDRESSES = Limit("course-members", 30)


class AddForm(forms.Form):
    """Somebody's address and what they shall do."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The address with which the person signs in here."),
        error_messages={
            "required": gettext_lazy("Write the address of the person."),
            "invalid": gettext_lazy("Write a whole address, such as ada@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[
            (CourseRole.EDITOR, CourseRole.EDITOR.label),
            (CourseRole.REVIEWER, CourseRole.REVIEWER.label),
        ],
        help_text=gettext_lazy(
            "A co-instructor writes and submits this course. A reviewer reads its drafts and "
            "decides what goes live."
        ),
    )


class MembersView(CourseScreen):
    """Everybody in the course sees who else is; owners change it."""

    template_name = "courses/admin/members.html"
    header_icon = "group"
    page_title: Any = gettext_lazy("Members")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = CourseMembership.objects.of_course(self.course.course_key)
        members = list(rows.select_related("user").order_by("pk"))
        owners = sum(row.role == CourseRole.OWNER for row in members)
        return {
            "form": AddForm(),
            **super().get_context_data(**kwargs),
            "members": [self._member(row, owners) for row in members],
        }

    def _member(self, row: CourseMembership, owners: int) -> dict[str, Any]:
        is_owner = row.role == CourseRole.OWNER
        return {
            "user": row.user,
            "role": row.role,
            "label": CourseRole(row.role).label,
            "is_self": row.user_id == self.person.pk,
            "is_owner": is_owner,
            # A course keeps an owner; with one there is nothing to press.
            "may_go": not is_owner or owners > 1,
            "added_at": row.added_at,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says; its value is the person's number."""
        acts = {"remove": self.remove, "hand_over": self.give, "make_editor": self.make_editor,
                "make_reviewer": self.make_reviewer}  # fmt: skip
        try:
            for name, act in acts.items():
                if name in request.POST:
                    act(self._user(request.POST[name]))
                    return self.back()
            return self.add()
        except NotAllowedError as error:
            raise PermissionDenied from error
        except CourseError as error:
            messages.error(request, str(error))
            return self.back()

    def back(self) -> HttpResponse:
        """Lead to the list, or away from a course that is the person's no more."""
        still_in = CourseMembership.objects.of_course(self.course.course_key).filter(
            user_id=self.person.pk
        )
        if self.is_administrator or still_in.exists():
            return redirect("courses_admin:members", self.course.pk)
        return redirect(reverse(LIST))

    def _user(self, key: str) -> User:
        rows = CourseMembership.objects.of_course(self.course.course_key)
        number = parse_key(key)
        row = None
        if number is not None:
            row = rows.filter(user_id=number).select_related("user").first()
        if row is None:
            raise NotAllowedError
        return row.user

    def add(self) -> HttpResponse:
        """Add by address; what is refused stays in the form."""
        if not (self.is_administrator or self.role is CourseRole.OWNER):
            raise NotAllowedError
        form = AddForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        wait = take((ADDRESSES, f"user-{self.person.pk}"))
        if wait:
            form.add_error("email", _wait_words(wait))
            return self.render_to_response(self.get_context_data(form=form))
        role = CourseRole(form.cleaned_data["role"])
        try:
            user = add_member_by_address(
                self.course, form.cleaned_data["email"], role, by=self.person
            )
        except NotAllowedError:
            raise
        except CourseError as error:
            form.add_error("email", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        words = _("%(name)s now takes part as %(role)s and is told.")
        messages.success(self.request, words % {"name": user, "role": role.label})
        return self.back()

    def remove(self, user: User) -> None:
        """Take somebody off; anybody may go by themselves."""
        remove_member(self.course, user, by=self.person)
        words = (
            _("You no longer take part.")
            if user == self.person
            else _("%(name)s no longer takes part.") % {"name": user}
        )
        messages.success(self.request, words)

    def give(self, user: User) -> None:
        """Hand the course over."""
        hand_over(self.course, user, by=self.person)
        words = _("%(name)s owns the course now.") % {"name": user}
        messages.success(self.request, words)

    def make_editor(self, user: User) -> None:
        """Let somebody write the course."""
        self._change(user, CourseRole.EDITOR)

    def make_reviewer(self, user: User) -> None:
        """Let somebody only read the drafts."""
        self._change(user, CourseRole.REVIEWER)

    def _change(self, user: User, role: CourseRole) -> None:
        add_member(self.course, user, role, by=self.person)
        words = _("%(name)s is now %(role)s.") % {"name": user, "role": role.label}
        messages.success(self.request, words)


def _wait_words(seconds: int) -> str:
    minutes = max(1, math.ceil(seconds / 60))
    return ngettext(
        "You tried many addresses in one hour. Try again in %(count)d minute.",
        "You tried many addresses in one hour. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
