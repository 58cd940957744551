"""What is published stays as it is: no ``save``, ``delete``, ``update`` or ``bulk_create`` reaches a published version
or anything that belongs to it. Statements that go around Django's models are not held here; the hashes of the
published files show what they did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal

FINAL = "published"


class PublishedIsFinal(Refusal):
    """A published version, or a part of one, was to be changed."""

    def __init__(self) -> None:
        super().__init__(_("已发布的报告不能修改或删除。"), _("需要更正的，请开始更正，另行发布新的版本。"))


Row = TypeVar("Row", bound=models.Model, covariant=True)


class KeptQuerySet(models.QuerySet[Row]):
    """Refuses to change rows of which any is published."""

    def update(self, **changes: Any) -> int:
        self._refuse_final()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_final()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        made = list(objs)
        for one in made:
            one.refuse_final()
        return super().bulk_create(made, *args, **options)

    def _refuse_final(self) -> None:
        kind: Any = self.model
        if self.filter(**{kind.kept_by: FINAL}).exists():
            raise PublishedIsFinal


KeptManager = models.Manager.from_queryset(KeptQuerySet)


class Kept(models.Model):
    """Something that cannot be changed, taken away or added once its version is published. ``kept_by`` leads from it to
    the version's stage. What counts is what the database says, not what this object was loaded with."""

    kept_by: ClassVar[str] = "version__stage"
    objects = KeptManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.refuse_final()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        self.refuse_final()
        return super().delete(*args, **options)

    def refuse_final(self) -> None:
        if self._is_final() or self._joins_final():
            raise PublishedIsFinal

    def _is_final(self) -> bool:
        kind = type(self)
        return self.pk is not None and kind._default_manager.filter(pk=self.pk, **{self.kept_by: FINAL}).exists()

    def _joins_final(self) -> bool:
        """Whether it is put into a published version."""
        link, _separator, rest = self.kept_by.partition("__")
        if not rest:
            return False
        whole: Any = type(self)._meta.get_field(link).related_model
        return bool(whole._default_manager.filter(pk=getattr(self, f"{link}_id"), **{rest: FINAL}).exists())
