"""The sheet: what a form looks like on paper, before and after it is filled in."""
