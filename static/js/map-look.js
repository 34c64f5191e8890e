// How the map is drawn: colours from the tokens of the page, two lines of text in a box, every kind of line.
(() => {
  "use strict";
  const WIDTH = 168;
  const HEIGHT = 50;
  const MARGIN = 12;
  const MANY = 150; // people from which fluid comes before fine
  const ATTITUDES = { "-2": "needle", "-1": "amber", 0: "line-strong", 1: "teal-3", 2: "green" };
  const pen = document.createElement("canvas").getContext("2d");

  // Text is cut by measure: the canvas of the map knows no ellipsis beside a line break.
  function cut(text, font, room = WIDTH - 2 * MARGIN) {
    pen.font = font;
    if (pen.measureText(text).width <= room) return text;
    let end = text.length;
    while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
    return `${text.slice(0, end).trimEnd()}…`;
  }

  function tokens(root) {
    const style = getComputedStyle(root);
    return (name) => style.getPropertyValue(`--${name}`).trim();
  }

  function boxes(colour, font) {
    const text = { "text-halign": "right", "text-valign": "center", "text-margin-x": -(WIDTH - MARGIN), "font-family": font };
    return [
      { selector: "node", style: { shape: "round-rectangle", "overlay-opacity": 0, "text-events": "no" } },
      {
        selector: ".box",
        style: {
          ...text, label: "data(title)", "font-size": 12, "font-weight": 600, color: colour("ink"), "text-margin-y": -9,
          "min-width": WIDTH, "min-height": HEIGHT, padding: 0, "compound-sizing-wrt-labels": "exclude",
          "background-color": colour("surface"), "background-opacity": 1, "border-width": 1, "border-color": colour("line-strong"),
          "corner-radius": 8,
        },
      },
      {
        selector: ".sub",
        style: {
          ...text, width: WIDTH, height: HEIGHT, label: "data(title)", "font-size": 12, color: colour("ink-2"),
          "text-margin-y": 9, "background-opacity": 0, "border-width": 0, events: "no",
        },
      },
      { selector: ".flat", style: { width: WIDTH, height: HEIGHT, "font-weight": 500, "line-height": 1.35, "text-margin-y": 0, "text-wrap": "wrap", "text-max-width": WIDTH, "text-justification": "left" } },
      { selector: ".ours", style: { "background-color": colour("blue-tint"), "border-color": colour("blue-line") } },
      ...Object.entries(ATTITUDES).map(([value, name]) => ({
        selector: `.attitude${value}`,
        style: {
          "background-fill": "linear-gradient", "background-gradient-direction": "to-right",
          "background-gradient-stop-colors": [colour(name), colour(name), colour("surface"), colour("surface")],
          "background-gradient-stop-positions": "0% 2.6% 2.6% 100%",
        },
      })),
      { selector: ".unmet", style: { "border-style": "dashed", "border-width": 1.5, "border-color": colour("needle") } },
      { selector: ".changed", style: { "border-width": 3, "border-color": colour("violet") } },
      { selector: ".lit", style: { "border-width": 2.5, "border-color": colour("teal-2") } },
      { selector: ".chosen", style: { "border-width": 3, "border-color": colour("teal-2"), "border-style": "solid" } },
      {
        selector: ".heading",
        style: {
          label: "data(title)", "font-family": font, "font-size": 15, "font-weight": 600, color: colour("ink-2"),
          "text-halign": "right", "text-valign": "center", width: 1, height: 1, "background-opacity": 0, events: "no",
          "text-background-color": colour("surface"), "text-background-opacity": 1, "text-background-padding": 3, "z-index": 2,
        },
      },
      { selector: ".ghost", style: { width: 2, height: 2, "background-opacity": 0, events: "no" } },
    ];
  }

  function lines(colour) {
    const arrow = { "target-arrow-shape": "triangle", "arrow-scale": 0.9 };
    const elbow = { "curve-style": "taxi", "taxi-direction": "vertical", "taxi-turn": "50%" };
    return [
      { selector: "edge", style: { "curve-style": "straight", width: 1.5, "line-color": colour("line-strong"), "overlay-opacity": 0, "z-index": 0, "z-index-compare": "manual", "z-compound-depth": "bottom" } },
      { selector: "edge[kind='knows']", style: { width: "mapData(strength, 0, 4, 1.25, 5)", "line-color": colour("teal-2") } },
      { selector: "edge[?overdue]", style: { "line-color": colour("amber") } },
      { selector: "edge.thin", style: { width: 1, "line-opacity": 0.3 } },
      { selector: "edge[kind='peer']", style: { "line-style": "dashed", "line-color": colour("teal-3") } },
      { selector: "edge[kind='reports']", style: elbow },
      { selector: "edge[kind='dotted']", style: { ...elbow, "line-style": "dotted" } },
      { selector: "edge[kind='influences']", style: { ...arrow, "curve-style": "bezier", "line-style": "dashed", "line-color": colour("blue"), "target-arrow-color": colour("blue") } },
      { selector: "edge[kind='tension']", style: { "curve-style": "bezier", width: 2, "line-color": colour("needle") } },
      { selector: "edge[kind='introduced']", style: { ...arrow, "curve-style": "bezier", "line-color": colour("violet"), "target-arrow-color": colour("violet") } },
      { selector: "edge[kind='introduced'][!made]", style: { "line-style": "dashed" } },
      { selector: "edge.lit", style: { width: 5, "line-color": colour("teal"), "target-arrow-color": colour("teal") } },
      { selector: ".asleep", style: { visibility: "hidden" } },
      { selector: ".faded", style: { opacity: 0.14 } },
      { selector: "edge.faded", style: { opacity: 0.06 } },
    ];
  }

  function look(root) {
    const colour = tokens(root);
    const font = getComputedStyle(root).fontFamily;
    return [...boxes(colour, font), ...lines(colour)];
  }

  // One person is two nodes, for the first line is bold and the second is not; the second lies in the first. Where there
  // are many people, one node with both lines moves twice as fast.
  function boxOf(node, font, isFlat) {
    const { id, x, y, ...data } = node;
    const classes = ["box", node.side];
    const head = cut(node.head, `600 12px ${font}`);
    const sub = cut(node.sub, `12px ${font}`);
    if (node.side === "theirs" && (node.vacant || !node.met)) classes.push("unmet");
    else if (node.side === "theirs" && node.attitude !== null) classes.push(`attitude${node.attitude}`);
    if (isFlat) return [{ group: "nodes", data: { ...data, id, title: `${head}\n${sub}` }, position: { x, y }, classes: [...classes, "flat"] }];
    return [
      { group: "nodes", data: { ...data, id, title: head }, classes },
      { group: "nodes", data: { id: `${id}-sub`, parent: id, title: sub }, position: { x, y }, classes: ["sub"], grabbable: false },
    ];
  }

  const isLarge = (drawing) => drawing.nodes.length > MANY;

  function elementsOf(drawing, root) {
    const font = getComputedStyle(root).fontFamily;
    const nodes = drawing.nodes.flatMap((node) => boxOf(node, font, isLarge(drawing)));
    const headings = drawing.headings.map(({ label, x, y }) => ({
      group: "nodes", data: { id: `heading ${label}`, title: label }, position: { x, y }, classes: ["heading"], grabbable: false,
    }));
    const edges = drawing.edges.map((edge) => ({ group: "edges", data: edge }));
    return [...nodes, ...headings, ...edges];
  }

  window.mapLook = { look, elementsOf, isLarge };
})();
