"""The program without a window: every sub-command. No Qt."""
