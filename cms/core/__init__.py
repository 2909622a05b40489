"""What every app stands on: settings of the site, blocks, images, caches, limits, health."""
