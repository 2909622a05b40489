"""Walking a course's draft: from page to page as a guest, a learner or a buyer sees it, at a moment
and in a language of choice, by an address that needs no account and ends.

Nothing is written by walking, and nothing of a session reaches what is shown.
"""
