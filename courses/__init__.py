"""What instructors write."""
