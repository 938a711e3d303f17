"""Report: what Anki knows of our notes and the notes as they are today in, what sticks and what does not out.

``count`` makes the ``Report`` of ``model``; ``text`` tells it on a terminal, ``page`` on one page with plots, ``told``
as JSON has it.
"""

from __future__ import annotations
