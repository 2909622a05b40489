"""The rules of the tree as functions: each takes what it judges and returns what is wrong.

They know nothing of pytest, so that the tests can hand them a planted violation.
"""
