"""One course for a site on one's own machine: "Reading a River", made by the services alone."""
