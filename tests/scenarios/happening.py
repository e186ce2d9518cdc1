"""Plays what happened at an event, scene by scene: boards, recommendations, conclusions, adoption.

Every step is a form sent by the browser of whoever takes it; phones in the room follow by sockets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import ExitStack
from datetime import datetime
from uuid import uuid4

import httpx2
from lxml import html

from app.demo.samples import Facts
from app.demo.story import scenes
from tests.live_boards.phones import ScriptedPage
from tests.scenarios.browsers import Browser, phone_at
from tests.scenarios.play import Play


class Happening:
    """What takes place at an event that is prepared; knows which ids the steps were given."""

    def __init__(self, play: Play) -> None:
        self.play, self.top = play, play.top
        self.inputs: defaultdict[str, list[str]] = defaultdict(list)
        # The ids behind "Georgia#1" and "workshop-1#2", in the order in which they came.
        self.sources: defaultdict[str, list[int]] = defaultdict(list)

    def go_on(self, until: datetime | None = None, *, after: datetime | None = None) -> None:
        """The scenes up to `until` that come after `after`, each at its own moment."""
        plays = {
            "boards": self._board,
            "recommendations": self._recommend,
            "conclusions": self._conclude,
            "agreements": self._agree,
            "silences": self._ask_for_silence,
            "adoptions": self._adopt,
            "summaries": self._summarise,
            "follow_ups": self._follow_up,
            "reports": self._report,
        }
        for moment, scene, told in scenes(self.play.sample, until):
            if after is None or moment > after:
                self.play.at(moment)
                plays[scene](told)

    def _board(self, told: Facts) -> None:
        path = f"{self.top}/sessions/{told['session']}"
        chair, rapporteur = self.play.somebody("chair"), self.play.somebody("rapporteur")
        if "attribution" in told:
            template = told.get("template", "breakout")
            rapporteur.fill(
                f"{path}/board?template={template}",
                "/board",
                attribution=told["attribution"],
                instruction=told["instruction"],
            )
        with ExitStack() as room:
            watching = [row for row in self.play.people if row[4] in ("head", "delegate")][:2]
            phones = [
                room.enter_context(
                    phone_at(self.play.address, self.play.browser(row[2], row[0]), path)
                )
                for row in watching
            ]
            self._work(path, told, chair, rapporteur)
            fresh = ScriptedPage(self.play.browser(watching[0][2], watching[0][0])
                                 .get(f"{path}/board").text)  # fmt: skip
            for phone in phones:
                phone.follow(fresh.seen)
                assert (phone.page.gaps, phone.page.board()) == (0, fresh.board()), path

    def _work(self, path: str, told: Facts, chair: Browser, rapporteur: Browser) -> None:
        key = told["session"]
        for line in told.get("inputs", ()):
            author = self.play.somebody("delegate", line["delegation"], line.get("sector", ""))
            self.inputs[key].append(str(uuid4()))
            author.post(
                f"{path}/inputs",
                client_id=self.inputs[key][-1],
                text=line["text"],
                kind=line["kind"],
            )
        if told.get("clusters"):
            chair.post(f"{path}/step", step="group")
        for line in told.get("clusters", ()):
            chosen = [self.inputs[key][index] for index in line["inputs"]]
            rapporteur.post(f"{path}/clusters", title=line["title"], inputs=chosen)
        if "step" in told:
            chair.post(f"{path}/step", step=told["step"])
        for line in told.get("priorities", ()):
            chosen = [self.inputs[key][index] for index in line["from"]]
            rapporteur.post(f"{path}/priorities", text=line["text"], inputs=chosen)
            desk = rapporteur.get(f"{path}/board/desk").text
            ids = {int(found) for found in re.findall(r"/priorities/(\d+)", desk)}
            (new,) = ids - set(self.sources[key])
            self.sources[key].append(new)
            if line["recorded"]:
                rapporteur.post(f"{path}/priorities/{new}/record")
        for number in told.get("recorded", ()):
            rapporteur.post(f"{path}/priorities/{self.sources[key][number - 1]}/record")
        if told.get("closed"):
            chair.post(f"{path}/closure")

    def _recommend(self, told: Facts) -> None:
        head = self.play.somebody("head", told["delegation"])
        texts = {name: told[name] for name in ("text", "theme", "addressee", "measure")}
        drafted = head.post(f"{self.top}/recommendations", **texts).headers["location"]
        number = int(re.findall(r"/recommendations/(\d+)", drafted)[0])
        self.sources[told["delegation"]].append(number)
        if told["submitted"]:
            head.fill(f"{self.top}/recommendations/{number}", "/submission")

    def _conclude(self, told: Facts) -> None:
        rapporteur = self.play.somebody("rapporteur")
        top = f"{self.top}/conclusions"
        if "title" in told:
            reference = told.get("reference", "")
            rapporteur.fill(f"{top}/title", "/title", title=told["title"], reference=reference)
        if "thanks" in told:
            rapporteur.fill(f"{top}/parts/thanks", "/parts/thanks", text=told["thanks"])
        for line in told.get("paragraphs", ()):
            if line.get("from"):
                above = self._merge(rapporteur, line)
            else:
                asked = ("kind", "addressee", "responsible", "time")
                more = {name: line[name] for name in asked if name in line}
                above = self._write(rapporteur, line["text"], **more)
            for below in line.get("below", ()):
                self._write(rapporteur, below, parent_id=above)
        for line in told.get("decisions", ()):
            number = self._source(line["on"]).rpartition("-")[2]
            rapporteur.post(
                f"{self.top}/recommendations/{number}/dispositions",
                outcome=line["outcome"],
                reason=line["reason"],
                referred_to=line.get("referred_to", ""),
            )
        if told.get("circulated"):
            self.play.somebody("chair").post(f"{top}/circulation")

    def _write(self, rapporteur: Browser, text: str, **more: str) -> str:
        added = rapporteur.post(f"{self.top}/conclusions/paragraphs", text=text, **more)
        return _address(added)

    def _merge(self, rapporteur: Browser, line: Facts) -> str:
        query = "&".join(f"source={self._source(name)}" for name in line["from"])
        page = rapporteur.get(f"{self.top}/conclusions/merges/new?{query}").text
        sources = re.findall(r'name="source" value="([\w@-]+)"', page)
        left_out = {self._source(name): words for name, words in line.get("left_out", {}).items()}
        merged = rapporteur.post(
            f"{self.top}/conclusions/merges",
            source=sources,
            relation=["adapted"] * len(sources),
            dropped=[left_out.get(one.partition("@")[0], "") for one in sources],
            text=line["text"],
            kind=line["kind"],
            addressee=line.get("addressee", ""),
            why=line.get("why", ""),
        )
        return _address(merged)

    def _source(self, name: str) -> str:
        where, _, number = name.rpartition("#")
        kind = "recommendation" if where[0].isupper() else "priority"
        return f"{kind}-{self.sources[where][int(number) - 1]}"

    def _agree(self, told: Facts) -> None:
        for delegation in told["delegations"]:
            head = self.play.somebody("head", delegation)
            head.fill(f"{self.top}/conclusions/our-text", "/our-text/agreement")

    def _ask_for_silence(self, told: Facts) -> None:
        chair, page = self.play.somebody("chair"), f"{self.top}/conclusions/silence"
        chair.fill(page, "/conclusions/silence", deadline=told["deadline"])
        # Before the deadline the chair finds no form with which to record an adoption.
        assert "/silence/adoption" not in chair.get(page).text
        early = chair.send(f"{page}/adoption", {}, expected=(409,))
        assert "Delegations may still object." in early.text

    def _adopt(self, told: Facts) -> None:
        chair, top = self.play.somebody("chair"), f"{self.top}/conclusions"
        if told["mode"] == "silence":
            chair.fill(f"{top}/silence", "/silence/adoption")
        else:
            chair.fill(f"{top}/adoption", "/adoption", mode=told["mode"])

    def _summarise(self, told: Facts) -> None:
        organiser = self.play.somebody("organiser")
        page = f"{self.top}/manage/summary"
        keys = html.fromstring(organiser.get(page).text).xpath("//input[@name='keys']/@value")
        passages = told.get("passages", {})
        assert set(passages) <= set(keys)
        organiser.fill(
            page,
            "/summary",
            passages=[passages.get(key, "") for key in keys],
            **{
                name: told[name] for name in ("about", "outcome", "thanks", "links") if name in told
            },
        )
        organiser.fill(page, "/publication")

    def _follow_up(self, told: Facts) -> None:
        organiser, page = self.play.somebody("organiser"), f"{self.top}/follow-up"
        organiser.fill(page, "/beginning")
        for line in told.get("owners", ()):
            point = self._point(organiser, line["point"])
            choices = html.fromstring(organiser.get(point).text).xpath
            for name in line["delegations"]:
                (owner,) = choices("//option[normalize-space()=$name]/@value", name=name)
                organiser.fill(point, "/owners", owner=str(owner), due_on=line["due_on"])
        organiser.fill(page, "/visibility", visible=told["visible"])

    def _report(self, told: Facts) -> None:
        head = self.play.somebody("head", told["delegation"])
        point = self._point(head, told["point"])
        head.fill(point, "/reports", progress=told["progress"], evidence=told["evidence"])

    def _point(self, browser: Browser, number: str) -> str:
        """The page of a point that is followed up, by the number with which it was printed."""
        points = browser.get(f"{self.top}/follow-up.json").json()["points"]
        (found,) = [one["id"] for one in points if one["number"] == number]
        return f"{self.top}/follow-up/points/{found}"


def _address(answer: httpx2.Response) -> str:
    """The id of the paragraph to which an answer leads."""
    return str(re.findall(r"#p-(\d+)$", answer.headers["location"])[0])
