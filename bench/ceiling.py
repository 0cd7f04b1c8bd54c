# SPDX-License-Identifier: Apache-2.0
"""The ceiling to stay near: a bare Django view that writes order, step, job and notice in one transaction.

Served by the same server, on the same database, through the same pool, with none of our middleware and no rules.
"""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TABLES = """
    DROP TABLE IF EXISTS bare_step, bare_order, bare_job;
    CREATE TABLE bare_order (id bigserial PRIMARY KEY, area text NOT NULL, text text NOT NULL, stage text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX ON bare_order (area, id);
    CREATE TABLE bare_step (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES bare_order,
        move text NOT NULL, made_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE bare_job (id bigserial PRIMARY KEY, queue text NOT NULL, args jsonb NOT NULL)
"""


@csrf_exempt
@transaction.atomic
def create(request: HttpRequest) -> HttpResponse:
    """Write four things in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bare_order (area, text, stage) VALUES (%s, %s, 'registered') RETURNING id",
            ["369901001001001", request.POST["report-text"]],
        )
        order = cursor.fetchone()[0]
        cursor.execute("INSERT INTO bare_step (order_id, move) VALUES (%s, 'open')", [order])
        cursor.execute("INSERT INTO bare_job (queue, args) VALUES ('steps', jsonb_build_object('order', %s))", [order])
        cursor.execute("SELECT pg_notify('bare', %s)", [str(order)])
    return HttpResponse(str(order), headers={"Content-Length": len(str(order))})


urlpatterns = [path("report", create)]
