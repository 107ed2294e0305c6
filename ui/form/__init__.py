"""The page of one form: the paper, its findings, its history, its exports."""
