"""Draft mails: their words, their photos, their bytes."""
