"""Video and sound of courses: uploads, captions, and the blocks that show them."""
