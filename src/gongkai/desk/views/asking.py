"""A page with a form behind which one action stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.errors import NoSuchObject, NotPermitted, Refusal


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    back: str,
    done: str,
    template: str = "desk/base_form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; when it is sent and in order, act and go ``back``, saying ``done`` if it says anything. What the
    action refuses stands above the form, with all that was typed; where a permission or the object is missing, the
    whole page is refused."""
    if request.method == "POST" and form.is_valid() and _acts(form, act):
        if done:
            messages.success(request, done)
        return redirect(back)
    told = {"title": title, "form": form, "back": back, **context}
    return render(request, template, told, status=422 if form.errors else 200)


def _acts(form: forms.BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    try:
        act(form.cleaned_data)
    except (NotPermitted, NoSuchObject):
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        _tell(form, error)
    return not form.errors


def _tell(form: forms.BaseForm, error: ValidationError) -> None:
    """Errors of fields that the form lacks belong to the whole of it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
