"""What is taught: activity files, stage kinds, formation of groups, target phrases."""
