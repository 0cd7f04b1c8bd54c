# SPDX-License-Identifier: Apache-2.0
"""Who looks after a grid, as everybody may know it: posts, and the names that are published."""

from dataclasses import dataclass

from django.db.models import Q

from sidan.base.errors import Words
from sidan.people.crews import CREW_KINDS, kind_words
from sidan.people.days import city_today, held_on
from sidan.people.duty import duty_words
from sidan.people.models import Post
from sidan.people.posts import POST_ROLES
from sidan.places.codes import LENGTHS, path_of

_ORDER = ("grid_head", "", *(code for code in CREW_KINDS if code != "grid_head"))


@dataclass(frozen=True, slots=True)
class CrewPost:
    """A post as the public page shows it: no telephone, and no name unless it is published."""

    kind: str
    role: str
    title: str
    name: str
    site: str
    duty: Words
    area_code: str

    @property
    def words(self) -> Words:
        """Return what the post is: its kind, else the title the city gave it, else the post's own name."""
        if self.kind:
            return kind_words(self.kind)
        return Words(self.title, self.title) if self.title else POST_ROLES[self.role].words

    @property
    def more(self) -> str:
        """Return the title where it says more than the kind does, and the place looked after."""
        title = self.title if self.kind and self.title not in (self.words.zh, self.words.en) else ""
        return " · ".join(filter(None, (title, self.site)))


def crew_of(area_code: str) -> list[CrewPost]:
    """Return the posts held today that look after a grid, by kind; one query.

    Crew of the grid and of the areas around it, and of those who lend a hand the ones with a kind (council,
    volunteers) in the grid or its community: who is only a member is not listed.
    """
    around = path_of(area_code)
    near = [code for code in around if len(code) >= LENGTHS["community"]]
    reach = Q(role="crew", area_code__in=around) | Q(role="member", area_code__in=near) & ~Q(kind="")
    found = Post.objects.filter(reach, held_on(city_today()), user__is_active=True)
    posts = [_shown(post) for post in found.select_related("user", "site").order_by("-area_code", "id")]
    return sorted(posts, key=lambda post: _ORDER.index(post.kind) if post.kind in _ORDER else len(_ORDER))


def _shown(post: Post) -> CrewPost:
    """Return a post as everybody may see it."""
    return CrewPost(
        kind=post.kind,
        role=post.role,
        title=post.title,
        name=post.user.display_name if post.is_published else "",
        site=post.site.name if post.site is not None else "",
        duty=duty_words(post.duty),
        area_code=post.area_code,
    )
