// What a check-in desk keeps: the list of people, and apart from it what was not sent yet.
// Two databases, for the list goes when somebody signs out (sw.js) and the queue has no names.
window.plenaryDesk = (() => {
  "use strict";
  const place = document.querySelector("[data-check-in]");
  if (!place) return null;
  const { event, url } = place.dataset;
  const memory = { list: null, queue: [] }; // where the browser keeps nothing (private windows)

  const open = (name, upgrade) =>
    idb.openDB(name, 1, { upgrade, blocking: (_old, _new, { target }) => target.close() }).catch(() => null);
  const lists = open("plenary-check-in", (db) => db.createObjectStore("lists", { keyPath: "event" }));
  const queues = open("plenary-check-in-queue", (db) =>
    db.createObjectStore("queue", { keyPath: "order", autoIncrement: true }),
  );

  const tried = async (database, work, instead) => {
    const db = await database;
    try {
      return db ? await work(db) : instead();
    } catch {
      return instead();
    }
  };

  // RFC 9562, section 5.4; randomUUID is there on HTTPS only.
  const uuid4 = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const list = () => tried(lists, (db) => db.get("lists", event), () => memory.list);
  const keepList = (kept) => {
    memory.list = { ...kept, event };
    return tried(lists, (db) => db.put("lists", memory.list), () => {});
  };
  const waiting = async () => {
    const all = await tried(queues, (db) => db.getAll("queue"), () => memory.queue);
    return all.filter((one) => one.event === event);
  };
  const line = (participant_id, present) => ({ event, client_id: uuid4(), participant_id, present, at: new Date().toISOString() });
  const add = (line) => tried(queues, (db) => db.add("queue", line), () => memory.queue.push(line));
  const remove = async (lines) => {
    const gone = new Set(lines.map((one) => one.client_id));
    memory.queue = memory.queue.filter((one) => !gone.has(one.client_id));
    const remove = async (db) => {
      for (const line of lines) if (line.order !== undefined) await db.delete("queue", line.order);
    };
    await tried(queues, remove, () => {});
  };

  // "unchanged", the new list, or an answer that is not ok; throws without network.
  const fetchList = async (etag) => {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(`${url}/people.json`, { headers, cache: "no-store" });
    if (answer.status === 304) return { unchanged: true };
    if (!answer.ok) return { status: answer.status };
    return { people: (await answer.json()).people, etag: answer.headers.get("ETag") };
  };
  const send = async (lines) => {
    const check_ins = lines.map(({ client_id, participant_id, present, at }) => ({ client_id, participant_id, present, at }));
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ check_ins }),
    });
    return answer.ok ? { refused: (await answer.json()).refused } : { status: answer.status };
  };

  return { place, list, keepList, waiting, line, add, remove, fetchList, send };
})();
