"""From an answer to points: pure, exact, and knowing neither learner nor language."""
