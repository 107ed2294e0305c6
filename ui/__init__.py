"""The window: pages, the paper view, dialogs and background jobs. The only package that imports PySide6."""
