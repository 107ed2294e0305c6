"""The window around the pages: start, navigation, what all pages share."""
