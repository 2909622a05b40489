"""Question types, quizzes and, later, the bank and the graders; nothing here knows a learner."""
