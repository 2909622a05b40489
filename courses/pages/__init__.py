"""Catalogue, course, chapter and lesson pages."""
