from wagtail import hooks

from cms.accounts.bulk_actions import AssignRoleAction, DeleteAction, SetActiveStateAction

# After Wagtail's own: of two actions of one type the later one counts.
for _action in (AssignRoleAction, SetActiveStateAction, DeleteAction):
    hooks.register("register_bulk_action", _action, order=100)
