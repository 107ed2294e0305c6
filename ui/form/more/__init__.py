"""What a form's page offers beyond its tools."""
