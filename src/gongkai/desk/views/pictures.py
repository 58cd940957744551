"""Pictures of a report: putting them in, showing them to those who may see the draft, taking them out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies.errors import NoSuchObject
from gongkai.agencies.models import Agency
from gongkai.agencies.queries import access_agency
from gongkai.agencies.rules import Permission
from gongkai.desk.forms.workbench import PictureForm
from gongkai.desk.views.prose import section_of
from gongkai.desk.views.workbench import find_bench
from gongkai.filing.actions.pictures import BadPicture, add_picture, remove_picture
from gongkai.filing.models import Picture


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, year: int, section: str) -> HttpResponse:
    bench = find_bench(request, code, year, Permission.DRAFT_REPORT)
    held = section_of(bench, section)
    form = PictureForm(request.POST or None, request.FILES or None)
    back = reverse("desk:prose-section", args=(code, year, section))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["image"]
        try:
            add_picture(
                version=held.version, key=section, file_name=upload.name, content=upload.read(),
                alt=form.cleaned_data["alt"], caption=form.cleaned_data["caption"],
                actor=request.user,  # type: ignore[arg-type]
            )  # fmt: skip
        except BadPicture as refused:
            form.add_error("image", str(refused))
        else:
            messages.success(request, _("已加入图片。"))
            return redirect(back)
    context = {"title": _("加入图片"), "form": form, "back": back, "submit": _("上传")}
    return render(request, "desk/base_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def show(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    agency = access_agency(request.user, code, Permission.READ_REPORT)
    picture = _picture(agency, year, pk)
    kind = "image/png" if picture.image.file.name.endswith(".png") else "image/jpeg"
    with picture.image.file.open("rb") as file:
        return HttpResponse(file.read(), content_type=kind)


@login_required
@require_POST
def remove(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    agency = access_agency(request.user, code, Permission.DRAFT_REPORT)
    picture = _picture(agency, year, pk)
    section = picture.section.key
    remove_picture(picture=picture, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已移除图片。"))
    return redirect("desk:prose-section", code, year, section)


def _picture(agency: Agency, year: int, pk: int) -> Picture:
    """A picture of this organ's report of the year."""
    held = Picture.objects.select_related("image", "section__version__report__agency").filter(
        pk=pk, section__version__report__agency=agency, section__version__report__year=year
    )
    picture = held.first()
    if picture is None:
        raise NoSuchObject(_("没有这张图片。"), _("请返回正文页重新选择。"))
    return picture
