"""Push: a build and Anki in, Anki brought to the state of the notes.

``route`` says what a way to Anki can do and what a note there is; ``running``, ``collection`` and ``server`` are the
three ways. ``plan`` compares and decides, ``bring`` does it, ``memory`` remembers what was brought, ``preset`` looks
after deck options, ``choose`` finds the way.
"""
