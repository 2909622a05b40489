from cms.accounts.teaching import FirstStep, register_first_step
from cms.accounts.time_zones import zone_of

from .demo import demo_address, ensure_demo_accounts
from .invitations import Invitation, invite_administrator, send_invitation
from .pictures import remove_picture, set_picture
from .profiles import save_profile
from .roles import ensure_roles, grant_role, refuse_losing_administrators, revoke_role, roles_of
from .standing import deactivate_users, delete_users, end_sessions, reactivate_users
from .teaching import ask_to_teach, decline_request, grant_request, newest_request
from .terms import (
    TermsVersion,
    accept_terms,
    lately_live_terms,
    live_terms,
    register_terms_source,
)

__all__ = [
    "FirstStep",
    "Invitation",
    "TermsVersion",
    "accept_terms",
    "ask_to_teach",
    "deactivate_users",
    "decline_request",
    "delete_users",
    "demo_address",
    "end_sessions",
    "ensure_demo_accounts",
    "ensure_roles",
    "grant_request",
    "grant_role",
    "invite_administrator",
    "lately_live_terms",
    "live_terms",
    "newest_request",
    "reactivate_users",
    "refuse_losing_administrators",
    "register_first_step",
    "register_terms_source",
    "remove_picture",
    "revoke_role",
    "roles_of",
    "save_profile",
    "send_invitation",
    "set_picture",
    "zone_of",
]
