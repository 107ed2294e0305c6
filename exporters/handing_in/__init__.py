"""Handing in: what a packet holds, how it goes, what to know beforehand, what is kept of it. No Qt."""
