"""The addresses of the registers, of imports and of background work."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.views import imports, jobs, register_bulk, register_rows, registers, years

HERE = "<slug:code>/registers/"
IMPORT = f"{HERE}import/<int:pk>/"
SHEET = f"{HERE}<slug:slug>/"
urlpatterns = [
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path(HERE, registers.registers, name="registers"),
    path(f"{HERE}template/", registers.template, name="register-template"),
    path(f"{HERE}export/", registers.export_all, name="registers-export"),
    path(f"{HERE}years/", years.years, name="years"),
    path(f"{HERE}years/<int:year>/reopen/", years.reopen, name="year-reopen"),
    path(f"{HERE}import/", imports.upload, name="import"),
    path(f"{HERE}imports/", imports.imports, name="imports"),
    path(IMPORT, imports.preview, name="import-preview"),
    path(f"{IMPORT}confirm/", imports.confirm, name="import-confirm"),
    path(f"{IMPORT}part/", imports.part, name="import-part"),
    path(f"{IMPORT}discard/", imports.discard, name="import-discard"),
    path(f"{IMPORT}refused/", imports.refused_rows, name="import-refused"),
    path(f"{IMPORT}file/", imports.original, name="import-file"),
    path(SHEET, registers.register, name="register"),
    path(f"{SHEET}add/", register_rows.add, name="register-add"),
    path(f"{SHEET}bulk/", register_bulk.bulk, name="register-bulk"),
    path(f"{SHEET}export/", registers.export, name="register-export"),
    path(f"{SHEET}options/", register_rows.options, name="register-options"),
    path(f"{SHEET}<int:pk>/", register_rows.row, name="register-row"),
    path(f"{SHEET}<int:pk>/remove/", register_rows.remove, name="register-remove"),
]
