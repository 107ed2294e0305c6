"""Files dropped on the window: what each is (``kinds``), the question what to do with it (``dialog``), the doing (``actions``)."""
