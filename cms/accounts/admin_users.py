"""The users area of the Wagtail admin, for a user without first and last name."""

from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet


class UserAddForm(UserCreationForm):
    """Makes a user who then chooses a password by a link."""

    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        fields = {"email", "display_name", "language", "time_zone", "is_superuser", "groups"}


class UserChangeForm(UserEditForm):
    """Changes a user's particulars and roles."""

    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        fields = {
            "email",
            "display_name",
            "language",
            "time_zone",
            "is_active",
            "is_superuser",
            "groups",
        }


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False) -> type:
        return UserChangeForm if for_update else UserAddForm
