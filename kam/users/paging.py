"""Which page of a table the address asks for."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django_tables2 import RequestConfig, Table

ROWS = 50  # on a page


def paged(table: Table, request: HttpRequest) -> Table:
    """The table sorted as the address says and cut to its page: the nearest one when that page does not exist.

    django-tables2 would let the address choose how many rows a page has: all of them, or less than none.
    """
    RequestConfig(request, paginate=False).configure(table)
    table.paginator = Paginator(table.rows, ROWS)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table
