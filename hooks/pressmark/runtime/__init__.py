"""What a build runs on: worker processes, cache, output, locks. It knows no documents."""
