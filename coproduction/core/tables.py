"""What a table on a page is made of, for ``components/table.html``; plain words do where nothing more is needed."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """The head of a column. With a `url` the rows can be put in its order; `sorted` says that they are: ascending or descending."""

    words: Any
    numeric: bool = False
    url: str = ""
    sorted: str = ""

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Cell:
    """One cell: words, and when it has them a link, a status tag (state and words), a group's look, or a note below."""

    words: Any = ""
    url: str = ""
    state: str = ""
    state_words: Any = ""
    look: str = ""
    note: Any = ""

    def __str__(self) -> str:
        return str(self.words)
