"""Rows of forms: each is a few fields of one model, of which one carries the main words."""

from typing import Any, ClassVar

from engagements.queries.lines import Line
from groups.forms.after import RowForm


class ModelRow(RowForm):
    """A row over fields of a model that have the same names. `main` is the one without which there is no row."""

    main: ClassVar[str]
    # Fields that always hold something: they alone do not make a row.
    always: ClassVar[tuple[str, ...]] = ()

    @property
    def is_in_use(self) -> bool:
        says = any(self[name].value() not in (None, "", False) for name in self.fields if name not in self.always)
        return says or any(self[name].errors for name in self.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = any(data.get(name) for name in self.fields if name not in (self.main, "row", *self.always))
        if others and not data.get(self.main) and self.main not in self.errors and not data.get("row"):
            self.add_error(self.main, self.missing)
        return data

    @property
    def missing(self) -> Any:
        """What to say when the main words are not there and others are."""
        return self.fields[self.main].error_messages["required"]

    @property
    def line(self) -> Line:
        return Line({name: self.cleaned_data.get(name) for name in self.names()}, self.main, self.cleaned_data.get("row"))

    @classmethod
    def names(cls) -> list[str]:
        return [name for name in cls.base_fields if name != "row"]

    @classmethod
    def of(cls, row: Any) -> dict[str, Any]:
        """What stands in a row of the model, for the form."""
        return {"row": row.pk} | {name: getattr(row, name) for name in cls.names()}
