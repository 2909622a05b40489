"""The rules, one module for what each is about; they register themselves by being imported."""

from courses.pages.readiness.rules import (  # noqa: F401
    code,
    courses,
    documents,
    headings,
    images,
    links,
    questions,
    recordings,
    unfinished,
)
