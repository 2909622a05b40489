"""The users area of the Wagtail admin: no passwords, roles, and never without an administrator."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import (
    BooleanColumn,
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
)
from wagtail.log_actions import log
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as wagtail_users

from cms.accounts.enums import Role
from cms.accounts.errors import LastAdministratorError
from cms.accounts.models import User, normalise_email
from cms.accounts.permissions import groups_of_apps, user_may_manage
from cms.accounts.services import (
    deactivate_users,
    delete_users,
    grant_role,
    reactivate_users,
    revoke_role,
    roles_of,
    send_invitation,
)

ROLE_LABELS = {role.value: role.label for role in Role}


def role_label(group: Group) -> Any:
    """Return the role's name in the reader's language; other groups keep their own."""
    return ROLE_LABELS.get(group.name, group.name)


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Group) -> Any:
        return role_label(obj)


class ParticularsMixin(forms.ModelForm):
    """What both forms of a user share. `by` is the administrator who fills the form in."""

    first_name = None
    last_name = None
    is_superuser = None
    groups = RolesField(label=_("Roles"), queryset=Group.objects.order_by("pk"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in sorted(available_timezones())],
        initial="UTC",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        offered = self.fields["groups"]
        offered.queryset = Group.objects.exclude(groups_of_apps()).order_by("pk")  # type: ignore[attr-defined]  # it chooses
        self.fields["email"].label = _("E-mail address")
        self.fields["display_name"].help_text = _("As others may see it, and on certificates.")

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])

    def save_roles(self, user: User) -> None:
        """Give and take roles by the services, which tell it; other groups as they are ticked."""
        wanted = set(self.cleaned_data["groups"])
        names = {group.name for group in wanted}
        for role in Role:
            if role.value in names:
                grant_role(user, role, by=self.by)
            elif role in roles_of(user):
                revoke_role(user, role, by=self.by)
        others = [group for group in wanted if group.name not in ROLE_LABELS]
        kept = user.groups.filter(Q(name__in=ROLE_LABELS) | groups_of_apps())
        user.groups.set([*others, *kept])


class UserAddForm(ParticularsMixin, UserCreationForm):  # type: ignore[misc]  # fields taken out
    """Makes a user who then chooses a password by a link."""

    class Meta(UserCreationForm.Meta):
        fields = {"email", "display_name", "language", "time_zone", "groups"}

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.set_unusable_password()
        user.save()
        self.save_roles(user)
        grant_role(user, Role.LEARNER, by=self.by)
        send_invitation(user, by=self.by)
        return user


class UserChangeForm(ParticularsMixin, UserEditForm):  # type: ignore[misc]  # fields taken out
    """Changes a user's particulars and roles."""

    class Meta(UserEditForm.Meta):
        fields = {"email", "display_name", "language", "time_zone", "is_active", "groups"}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        # Wagtail would also drop a field that this form does not have.
        super().__init__(*args, editing_self=False, **kwargs)
        self.was_active = self.instance.is_active
        self.old_email = self.instance.email
        if editing_self:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        """Show as an error what the services would refuse."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "groups" in cleaned:
            stays = cleaned.get("is_active", self.was_active) and (
                self.instance.is_superuser
                or any(group.name == Role.ADMINISTRATOR for group in cleaned["groups"])
            )
            administrators = User.objects.administrators()
            is_one = administrators.filter(pk=self.instance.pk).exists()
            others = administrators.exclude(pk=self.instance.pk)
            if is_one and not stays and not others.exists():
                raise forms.ValidationError(
                    LastAdministratorError.message, code=LastAdministratorError.code
                )
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        becomes_active = user.is_active
        user.is_active = self.was_active
        user.save()
        if user.email != self.old_email:
            # The old address must open the account no more; the new one is confirmed by mail.
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email, primary=True)
        self.save_roles(user)
        if self.was_active and not becomes_active:
            deactivate_users([user], by=self.by)
        elif becomes_active and not self.was_active:
            reactivate_users([user], by=self.by)
            user.refresh_from_db(fields=["is_active"])
        return user


class NamesAdministratorMixin:
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc,attr-defined]


class CreateView(NamesAdministratorMixin, wagtail_users.CreateView):
    success_message = _("'%(object)s' now has an account and will get a mail with a link.")


class EditView(NamesAdministratorMixin, wagtail_users.EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep superusers to superusers: a changed address would hand over the account."""
        if not user_may_manage(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        acceptances = list(self.object.terms_acceptances.order_by("-version"))
        names = dict(settings.LANGUAGES)
        for one in acceptances:
            one.language = names.get(one.language, one.language)
        return {**super().get_context_data(**kwargs), "terms_acceptances": acceptances}


class DeleteView(wagtail_users.DeleteView):
    def delete_action(self) -> None:
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete")
            delete_users([self.object])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except LastAdministratorError as error:
            messages.error(self.request, str(error))
            return self.render_to_response(self.get_context_data(form=form))


class UserFilterSet(wagtail_users.UserFilterSet):
    """Filters by role, and not by the groups that an app fills by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Group.objects.exclude(groups_of_apps()).order_by("pk")
        self.filters["group"].queryset = offered

    class Meta(wagtail_users.UserFilterSet.Meta):
        pass


class IndexView(wagtail_users.IndexView):
    """The list, searched by name and address."""

    search_fields = ("email", "display_name")

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        title = self._get_title_column_class(wagtail_users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title(
                "display_name",
                accessor=lambda user: user.get_full_name() or user.email,
                label=_("Name"),
                sort_key="display_name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("email", label=_("E-mail address"), sort_key="email", width="25%"),
            Column(
                "roles",
                accessor=lambda user: ", ".join(str(role_label(g)) for g in user.groups.all()),
                label=_("Roles"),
                width="20%",
            ),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login", width="15%"),
        ]

    def get_base_queryset(self) -> Any:
        return (
            super()
            .get_base_queryset()
            .prefetch_related(
                Prefetch("groups", queryset=Group.objects.exclude(groups_of_apps()).order_by("pk"))
            )
        )


class UserViewSet(wagtail_users.UserViewSet):
    index_view_class = IndexView
    filterset_class = UserFilterSet
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type:
        return UserChangeForm if for_update else UserAddForm
