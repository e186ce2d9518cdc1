"""The card every measurement sends: 600 bytes of HTML, all words of it written once."""

CARD = (
    "<hx-partial hx-target='#inputs-12' hx-swap='place key:data-order'>"
    "<li id='place-01912d68-783e-7a3a-b0d5-8a2b6a1a0f11' data-order='000412'>"
    "<article id='input-01912d68-783e-7a3a-b0d5-8a2b6a1a0f11' class='card'>"
    "<p class='card__by'><span class='card__author'>Georgia</span>"
    "<span class='card__kind'>Challenge</span></p><p class='card__text'>Requests for evidence come "
    "back for small defects of form and start again from the beginning, which costs each side "
    "four months on the average.</p><p class='card__note'>Said from the floor.</p>"
    "<p class='figures'>3 endorsements, posted at 10:22</p></article></li></hx-partial>"
)
