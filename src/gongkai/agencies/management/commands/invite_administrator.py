"""The way in: the first organ of an installation and the invitation of its administrator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies.actions.invitations import invite
from gongkai.agencies.actions.organs import create_agency
from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Kind, Role


class Command(BaseCommand):
    help = "Invite an administrator of an organ, which is founded at the top where it does not exist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="the name of the administrator")
        parser.add_argument("--code", required=True, help="the code of the organ")
        parser.add_argument("--name", default="", help="the name of a new organ")
        parser.add_argument("--kind", default=Kind.GOVERNMENT, choices=Kind.values, help="the kind of a new organ")
        parser.add_argument("--email", default="", help="where the invitation is sent")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                organ = Agency.objects.filter(code=options["code"]).first() or self._found(options)
                _made, address = invite(
                    agency=organ,
                    role=Role.ADMINISTRATOR,
                    name=options["person"],
                    email=options["email"],
                    actor=None,
                )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(_("；").join(error.messages)) from error
        self.stdout.write(address)

    def _found(self, options: dict[str, Any]) -> Agency:
        if not options["name"]:
            raise CommandError(
                _("没有代码为 %(code)s 的机关；要设立它，请用 --name 写明名称。") % {"code": options["code"]}
            )
        return create_agency(code=options["code"], name=options["name"], kind=options["kind"], parent=None, actor=None)
