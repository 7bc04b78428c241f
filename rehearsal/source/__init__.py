"""The pipeline's Source stage: the working tree as a source artifact."""
