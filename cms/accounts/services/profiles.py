"""What people say about themselves."""

from cms.accounts.models import User


def save_profile(user: User) -> User:
    """Save what the profile page asks for, and nothing that another request may change."""
    user.save(update_fields=["display_name", "about", "language", "time_zone"])
    return user
