#!/usr/bin/env python3
"""Packs Natural Earth's land, as TopoJSON from the npm package world-atlas, into land.bin.

Usage: make.py path/to/world-atlas/land-50m.json land.bin

Rings are walked along their true course: where one crosses the antimeridian its longitudes go
on past 180 instead of jumping, so that no seam is cut into the land. See README.md for the format.
"""
import json
import math
import sys

UNIT = 100  # steps a degree
LEAST_CORNER = 4e-4  # a point whose triangle with its neighbours is smaller is left out, square degrees
LEAST_RING = 4e-3  # a smaller island is left out, square degrees


def rings(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for polygon in polygons:
            for place, indexes in enumerate(polygon):
                points = []
                for index in indexes:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc[1:] if points else arc
                yield place > 0, points


def unwrap(points):
    """Takes out the jumps at the antimeridian; closes a ring round the South Pole through the pole."""
    out = [points[0]]
    turn = 0
    for (a, _), (b, lat) in zip(points, points[1:]):
        if b - a > 180:
            turn -= 360
        elif b - a < -180:
            turn += 360
        out.append((b + turn, lat))
    if abs(out[-1][0] - out[0][0]) > 180:
        out += [(out[-1][0], -90.0), (out[0][0], -90.0)]
    elif out[0] == out[-1]:
        out.pop()
    middle = (min(x for x, _ in out) + max(x for x, _ in out)) / 2
    shift = -360 * round(middle / 360)
    return [(x + shift, y) for x, y in out]


def area(points):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1])) / 2


def corner(a, b, c):
    """Area of a triangle in square degrees as seen at its own latitude; at a pole it must not vanish."""
    breadth = max(math.cos(math.radians(b[1])), 0.05)
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * breadth


def thin(points):
    """Visvalingam & Whyatt 1993 on a closed ring, plainly: the least corner goes first."""
    import heapq

    n = len(points)
    before, after, alive = [(i - 1) % n for i in range(n)], [(i + 1) % n for i in range(n)], [True] * n
    size = [corner(points[i - 1], points[i], points[(i + 1) % n]) for i in range(n)]
    heap = [(s, i) for i, s in enumerate(size)]
    heapq.heapify(heap)
    left = n
    while heap and left > 4:
        s, i = heapq.heappop(heap)
        if not alive[i] or s != size[i]:
            continue
        if s >= LEAST_CORNER:
            break
        alive[i] = False
        left -= 1
        b, a = before[i], after[i]
        after[b], before[a] = a, b
        for j in (b, a):
            size[j] = max(s, corner(points[before[j]], points[j], points[after[j]]))
            heapq.heappush(heap, (size[j], j))
    return [p for p, keep in zip(points, alive) if keep]


def varint(value, out):
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def main(source, target):
    kept = []
    for hole, points in rings(json.load(open(source))):
        points = unwrap(points)
        if abs(area(points)) < LEAST_RING:
            continue
        points = thin(points)
        steps = []
        for x, y in points:
            step = (round(x * UNIT), round(y * UNIT))
            if not steps or steps[-1] != step:
                steps.append(step)
        # Land winds counter-clockwise, water inside it clockwise: the fill needs no other rule.
        if (area(steps) > 0) == hole:
            steps.reverse()
        if len(steps) > 2 and area(steps) != 0:
            kept.append(steps)
    kept.sort(key=lambda r: (-abs(area(r)), r[0]))
    out = bytearray(b"LAND1")
    varint(len(kept), out)
    for steps in kept:
        varint(len(steps), out)
        x = y = 0
        for nx, ny in steps:
            for delta in (nx - x, ny - y):
                varint(delta << 1 if delta >= 0 else (-delta << 1) - 1, out)
            x, y = nx, ny
    open(target, "wb").write(out)
    print(len(kept), "rings", sum(map(len, kept)), "points", len(out), "bytes")


main(*sys.argv[1:])
