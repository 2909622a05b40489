"""Home and plain pages, and the setting up of a site."""
