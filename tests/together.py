"""Several people at the very same moment, for databases that let them."""

import threading
from collections.abc import Callable

from django.db import connection

from coproduction.core.errors import Refused


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run these acts at the same moment; for each, "done" or the name of what refused it."""
    gate, found = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait(timeout=60)
        try:
            act()
            found[place] = "done"
        except Refused as refused:
            found[place] = type(refused).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(found)
