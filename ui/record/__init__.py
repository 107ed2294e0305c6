"""报送记录: what went, when, to whom, and what came back."""
