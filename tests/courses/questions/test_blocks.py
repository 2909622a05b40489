from courses.questions.blocks import QuizBlock


def test_the_types_of_question_keep_their_names():
    assert list(QuizBlock().child_blocks["questions"].child_blocks) == [
        "single_choice",
        "multiple_choice",
        "true_false",
        "number",
        "short_text",
        "essay",
    ]
