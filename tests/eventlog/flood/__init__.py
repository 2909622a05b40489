"""An app for one test: events flow through it while its processes are killed."""
