# SPDX-License-Identifier: Apache-2.0
"""Who may enter the desk: signed-in people who hold a post today, their own or an absent colleague's."""

from sidan.web.guarding import P, View, guarded_page


def desk_page(view: View[P]) -> View[P]:
    """Open a page of the desk to holders of a post; others are sent to the sign-in page, or told that they hold none.

    What is shown may name residents' troubles.
    """
    return guarded_page(view, lambda actor: bool(actor.posts))
