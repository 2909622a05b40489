"""What people, clocks and Wagtail do to courses. Each act returns what it did in words, or None
where it cannot be done just now; a refusal is raised."""

ACTS = {}


def act(weight):
    """Let sequences do this, so many times in a deal of all."""

    def register(do):
        ACTS[do.__name__] = (do, weight)
        return do

    return register


def deal(dice):
    """Return the names of all acts, each as often as it weighs, in random order."""
    names = [name for name, (_do, weight) in sorted(ACTS.items()) for _ in range(weight)]
    dice.shuffle(names)
    return names
