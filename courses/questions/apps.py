from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "courses.questions"
    label = "courses_questions"
