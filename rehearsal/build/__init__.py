"""The pipeline's Build stage: runs a CodeBuild project's buildspec on this machine."""
