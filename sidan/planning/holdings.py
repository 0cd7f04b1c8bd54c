# SPDX-License-Identifier: Apache-2.0
"""Every table that names an area, and what a redrawing does with it; a test finds a table that is missing here."""

# Model -> the fields that name a grid and are carried over.
CARRIED: dict[str, tuple[str, ...]] = {
    "people.Post": ("area", "area_code"),
    "people.Partner": ("area", "area_code"),
    "people.Unit": ("area",),
    "orders.Body": ("area",),
    "orders.Order": ("area_code", "area_then"),
    "orders.Purse": ("area_code",),
    "orders.SavedFilter": ("values",),
    "places.Site": ("area",),
    "places.Station": ("area", "area_code"),
}
# Field -> why a redrawing leaves it alone.
LEFT_ALONE: dict[str, str] = {
    "dispatch.HotIssue.area_code": "The next look, within the hour, finds the place anew from the orders themselves.",
    "places.Area.parent": "A grid has nothing beneath it, and what is around the old and the new stays.",
    "places.Lineage.source": "It is the history of the redrawing itself.",
    "places.Lineage.target": "It is the history of the redrawing itself.",
    "planning.GridPlan.area": "A plan is made for a community or a larger area; its grids stand in its instance.",
    "dispatch.Route.area": "A route is for a community or a larger area; the database refuses a grid.",
    "dispatch.Route.area_code": "A route is for a community or a larger area; the database refuses a grid.",
    "orders.AreaChange.source": "It is the history of an order.",
    "orders.AreaChange.target": "It is the history of an order.",
    "matching.Adviser.area_code": "An adviser serves a community or a larger area; the database refuses a grid.",
    "matching.PairingPlan.area_code": "A plan is over a county or a town, which no redrawing touches.",
    "evaluation.Round.area_code": "A round is over a county or the city, which no redrawing touches.",
    "evaluation.Fact.area_code": "A fact is counted where its order lay on its day, which a redrawing leaves.",
    "evaluation.Daily.area_code": "A sum is counted where its orders lay on their day, which a redrawing leaves.",
    "evaluation.Monthly.area_code": "A sum is counted where its orders lay on their day, which a redrawing leaves.",
}
