"""The `docker` of the rehearsal: first on PATH in a build; it pushes into the embedded AWS, and logs in nowhere."""
