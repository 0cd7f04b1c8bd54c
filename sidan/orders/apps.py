# SPDX-License-Identifier: Apache-2.0
"""The engine as an application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Orders, steps and all that hangs on them."""

    name = "sidan.orders"
    label = "orders"
    verbose_name = _("Orders and matters")
