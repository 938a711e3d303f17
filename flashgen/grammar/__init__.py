"""Grammar: how students write, whatever the kind of fact: numbers and what they are of, sentences and what they define.

``quantity`` finds numbers with their units, ``binding`` gives them their names, ``evidence`` says how sure that is;
``wording`` parts a text into sentences and clauses, ``terms``, ``symbols``, ``meaning`` and ``statements`` read what is
defined in them; ``words`` and ``connectives`` are the tables of words, a language each.
"""
