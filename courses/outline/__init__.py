"""The course as records see it; categories and tags."""
