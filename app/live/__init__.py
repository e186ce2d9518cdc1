"""Live boards: numbered frames to every phone; knows no domain table, no template and no route.

Wiring: one `Broadcaster(source, now=app.clock.now)` per process, `await start()` and
`await shutdown()` in the lifespan; `hearing(broadcaster)` is given every notice after its commit
(`board-ID seq`, `person-ID code`); a route that checked rights and Origin ends in
`serve_socket(...)`; the server is `uvicorn.Config(app, **server_options())`.

The page:

    <div id="live" hx-ws:connect="/events/…/live" hx-swap="none" data-seq="412" data-me="…">
      <section id="board-12"> … <ol id="inputs-12">
        <li id="place-0191…" data-order="000412">
          <article id="input-0191…" data-author="…"> … </article></li>

- `data-seq`: the number read in the same transaction as the page's rows. Without it the feed
  begins with a snapshot. `data-me` is optional; cards whose `data-author` equals it get
  `data-mine`. Nothing else belongs on `#live`: the element is never replaced.
- A child of a list of cards has an id and `data-order`, compared as text with numbers in it. Cards
  are `<article>`s; while somebody types in an `<article>` or a
  `<form>`, no frame touches it (it gets `data-outdated`), and the answer to that person's own
  request brings the new state.

Frames are made of `<hx-partial>` elements only, each with the full state of what it carries:

- a card added, edited or moved, always the same partial; it morphs the card where it is there and
  puts it where its order says:
  `<hx-partial hx-target="#inputs-12" hx-swap="place key:data-order"><li id="place-…">…`
  (`place key:data-order sort:desc` for newest first). A list in another place of the page, say a
  cluster's, takes the card from where it was.
- a card removed: `<hx-partial hx-target="#place-0191…" hx-swap="delete"></hx-partial>`
- anything else that has an id: `<hx-partial hx-target="#step-12" hx-swap="outerMorph">…`
- the snapshot: `<hx-partial hx-target="#board-12" hx-swap="outerMorph"><section id="board-12">…`
- Never a composer form. `[data-shelf]` (hidden, outside `#live`, with a sentence in it) receives a
  form that was taken away while somebody wrote in it.

Words: `[data-connection]` shows one of its own attributes `data-live`, `data-around` (live, but by
stream or poll because sockets are blocked), `data-reconnecting`,
`data-offline`, `data-ended`, and where given `data-sign-in` (4401), `data-removed` (4403),
`data-closed` (4410); its `data-state` names it. `[data-presence]` shows `data-text`
("{count} people here"), for one person `data-one`.

The composer: `<form data-outbox data-owner="…" method="post" action="…/inputs">` outside the parts
that frames replace, with a field `text`; it is sent with `client_id` (UUIDv7), `written_at` (UTC)
and the header `HX-Request`. A 2xx answer counts when it is a 204 or has the `client_id` in its body
(a hotel's portal answers 200 to anything); `<hx-partial>`s in it are put on the page at once. 401,
or a redirect, keeps the input until the next sign-in; another 4xx keeps it as a draft with the
sentence of the answer (JSON `detail` or `message`, or the page's `role="alert"`).
`<ul data-outbox-list data-waiting data-draft data-sign-in data-edit data-discard hidden>` shows
what is not yet sent.

Scripts, all with `defer`, in this order: `js/live.js`, `vendor/htmx.min.js`, `vendor/hx-ws.min.js`,
`js/placing.js`, `js/fallback.js`, `vendor/idb.umd.js`, `js/outbox.js`; `js/now.js` and
`js/behaviours.js` anywhere.
The page's `htmx-config` must let the extensions `ws` and `place` register.
"""
