"""What Excel and Word share: text that XML can hold, and how much room it takes in fonts that are not known here."""
