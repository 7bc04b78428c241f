"""Releases that go wrong, one fault after the other, under a steady load: who notices, how soon, and what users see."""
