"""Setting Chinese text in lines: pure Python, knows neither a font nor a file format."""
