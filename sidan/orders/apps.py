# SPDX-License-Identifier: Apache-2.0
"""The engine as an application."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Orders, steps and all that hangs on them."""

    name = "sidan.orders"
    label = "orders"
    verbose_name = "工单"
