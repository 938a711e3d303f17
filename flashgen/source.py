"""Source: one class note as text, and Span: a place in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def thing(made: type[Made]) -> type[Made]:
    """A dataclass with slots, quick to make: the class, of which every start makes fifty, and its instances, of which
    there are ten thousands. Its ``__init__`` is written when the first instance is made, and that nothing is assigned
    to an instance is seen to by the type checker: at run time that would make a block of nineteen fields cost ten
    times as much. ``dataclasses.replace`` takes it (``fields`` knows none of it); a field may have a
    ``default_factory``."""
    done = _slotted(made)
    names = done.__slots__
    values = attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)

    def equal(self: Made, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Made) -> int:
        return hash(values(self))

    def told(self: Made) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    done.__eq__, done.__hash__, done.__repr__ = equal, hashed, told
    return cast("type[Made]", done)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def state(made: type[Made]) -> type[Made]:
    """A ``thing`` whose values change, and which equals itself alone."""
    return cast("type[Made]", _slotted(made))


def _slotted(made: type[Made]) -> Any:
    """The class with its fields as slots, and an ``__init__`` that is written when it is first called."""
    names = tuple(name for name, kind in made.__annotations__.items() if not kind.startswith("ClassVar"))
    known: dict[str, Field[object]] = {}
    for name in names:
        given = vars(made).get(name, MISSING)
        known[name] = one = given if isinstance(given, Field) else field(default=given)
        one.name = name
    left = ("__dict__", "__weakref__", *names)
    content = {name: value for name, value in vars(made).items() if name not in left}
    done: Any = type(made.__name__, made.__bases__, {**content, "__slots__": names, "__dataclass_fields__": known})
    done.__qualname__ = made.__qualname__

    def first(self: Made, *args: object, **kwargs: object) -> None:
        done.__init__ = _init(known)
        done.__init__(self, *args, **kwargs)

    done.__init__ = first
    return done


def _init(known: Mapping[str, Field[object]]) -> Callable[..., None]:
    """The ``__init__`` that takes these fields, by place or by name."""
    takes, does = ["self"], []
    given: dict[str, object] = {"made": _MADE}
    for name, one in known.items():
        value = name
        if one.default_factory is not MISSING:
            given[f"_{name}"] = one.default_factory
            takes.append(f"{name}=made")
            value = f"_{name}() if {name} is made else {name}"
        elif one.default is not MISSING:
            given[f"_{name}"] = one.default
            takes.append(f"{name}=_{name}")
        else:
            takes.append(name)
        does.append(f"self.{name} = {value}")
    exec(f"def __init__({', '.join(takes)}):\n " + "\n ".join(does), given)
    return cast("Callable[..., None]", given["__init__"])


_MADE = object()
"""Stands for a value that is made for each instance."""


@thing
class Span:
    """A place in a class note; lines and columns count from 1, columns in characters (code points)."""

    path: str
    """Relative to the notes folder, with ``/``."""
    line: int
    column: int = 1
    end_line: int = 0
    """0: the same line."""
    end_column: int = 0
    """0: one character. Otherwise the column after the last one."""


@thing
class Source:
    """The text of one class note, decoded, without byte-order mark, its line ends (CRLF, CR) made ``\\n``."""

    path: str
    """Relative to the notes folder, with ``/``, NFC."""
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty beyond the last line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
