"""What of a lesson's blocks learners' work depends on, and what became of it in a release.

Read from stored content as it is: nothing is fetched and no block is made of it.
"""

from courses.pages.material.judging import Judgement, Place, ending, judge_changes
from courses.pages.material.reading import blocks_of, uuid_of

__all__ = ["Judgement", "Place", "blocks_of", "ending", "judge_changes", "uuid_of"]
