"""The rehearsal: the main job of this project on an embedded AWS."""
