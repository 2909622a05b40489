"""What may come in as a file, and how much of it.

Everything is an allow list: a kind that is not named here is refused, with the reason. What
a file claims to be (its name, the type that the browser sends) is never believed.
`docs/decisions/0008-uploads.md` says why it is made this way.
"""
