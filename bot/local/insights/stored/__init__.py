"""What the database holds besides deployments, one module for each subject."""
