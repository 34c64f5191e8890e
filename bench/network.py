"""The way to a person among 500, beside networkx alone on a graph that is ready: `python -m bench.network`."""

import argparse
from random import Random

import networkx as nx

from accounts.stakeholders.network import Edge, Link, Network, Person, Side, door_to, favourable, loss
from bench.measure import in_turns, publish

PEOPLE, OURS, MET, TIES, GOAL = 500, 20, 1000, 1500, "< 50 ms"


def network() -> Network:
    """Always the same one."""
    dice = Random("Boussole")
    people = {
        pk: Person(
            pk, f"P{pk}", influence=dice.randint(1, 5), attitude=dice.randint(-1, 2), strength=dice.randint(0, 4)
        )
        for pk in range(PEOPLE)
    }
    met = [Edge(Link.KNOWS, dice.randrange(OURS), dice.randrange(PEOPLE)) for _place in range(MET)]
    ties = [Edge(Link.INFLUENCES, dice.randrange(PEOPLE), dice.randrange(PEOPLE)) for _place in range(TIES)]
    return Network(people, {pk: f"O{pk}" for pk in range(OURS)}, (*met, *ties))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    found = network()
    ready, sources = favourable(found), {(Side.OURS, pk) for pk in found.ours}
    away = nx.multi_source_dijkstra_path_length(ready, sources)
    aim = max(away, key=away.get)  # the farthest of those to whom a way leads
    candidates = {
        "door_to": lambda: door_to(found, aim[1]),
        "networkx alone": lambda: nx.multi_source_dijkstra(ready, sources, aim),
        "loss": lambda: loss(found, (Side.OURS, 0)),
    }
    times = in_turns(candidates, parser.parse_args().rounds)
    rows = [{"search": name, "ms": each["ms"], "p95": each["p95"], "goal": ""} for name, each in times.items()]
    rows[0]["goal"] = GOAL
    publish("network", rows)


if __name__ == "__main__":
    main()
