"""Field types shared by all apps."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.fields import StreamField as WagtailStreamField


class StreamWidget(BlockWidget):
    """Returns ``None`` for incomplete form data, where Wagtail's widget raises. The page's script writes the number and
    order of blocks; they are missing in a form sent before it ran, or truncated in transit."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except (KeyError, ValueError):
            return None


class StreamFormField(BlockField):
    default_error_messages = {
        "incomplete": _("This part did not arrive in full. Wait until the page has loaded, check it and save again.")
    }

    def __init__(self, block: Any = None, **kwargs: Any) -> None:
        super().__init__(block, widget=StreamWidget(block), **kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else super().bound_data(data, initial)

    def clean(self, value: Any) -> Any:
        if value is None:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return super().clean(value)


class StreamField(WagtailStreamField):
    """A StreamField whose block tree stays out of migrations.

    The database holds JSON text whatever the blocks are, so a change of blocks needs no migration.
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or [], **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": StreamFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super(WagtailStreamField, self).deconstruct()
        return name, path, [], kwargs
