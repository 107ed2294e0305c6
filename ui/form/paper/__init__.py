"""The paper view: the form is the page, with real editors where its blanks are."""
