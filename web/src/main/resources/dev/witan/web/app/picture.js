// SPDX-License-Identifier: Apache-2.0
import { max, min, scaleLinear, select } from "d3";
import { percent, score } from "./numbers.js";
import { capital, only, shortened } from "./words.js";

/** From this width on, what happened stands beside an expert's score, else above it. */
const WIDE = 560;

/** Experts passed over beyond these are told in one line. */
const OTHERS_MAX = 14;

/** The height of the answer, which the shares divide among them. */
const ANSWER_HEIGHT = 48;
const MOVE_MILLIS = 350;

/** Letters of a name that have room, by the size of its line. */
const LETTERS = { wide: { chosen: 13, passed: 17 }, narrow: { chosen: 20, passed: 16 } };

/**
 * Draws a decision: a line for every expert, best first, with its score; ribbons from those that answered into the
 * answer, as thick as their shares; the others below a cut, each with its reason.
 *
 * @param {SVGSVGElement} element
 * @param {object} scene
 * @param {number} scene.width
 * @param {import("./words.js").Standing[]} scene.standings
 * @param {number} scene.unnamed how many more experts were passed over than the standings name
 * @param {Map<string, number>} scene.hues
 * @param {Map<string, string>} scene.about what the mixture says of each expert
 * @param {string} scene.title the answer
 * @param {string} scene.share the answer's probability, in words
 */
export function draw(element, scene) {
    const chosen = scene.standings.filter((standing) => standing.isChosen);
    const others = scene.standings.filter((standing) => !standing.isChosen);
    const shown = [...chosen, ...others.slice(0, OTHERS_MAX)];
    const plan = layout(scene.width, chosen.length, shown.length, others.length > OTHERS_MAX || scene.unnamed > 0);
    const svg = select(element)
        .attr("viewBox", `0 0 ${scene.width} ${plan.height}`)
        .attr("width", scene.width)
        .attr("height", plan.height)
        .classed("narrow", !plan.isWide);
    const scale = scaleLinear(extent(scene.standings), [plan.track.x + 10, plan.track.x + plan.track.width - 8]);
    const x = (value) => (Number.isFinite(value) ? scale(value) : plan.track.x);
    const all = scene.standings.length + scene.unnamed;
    drawFrame(svg, plan, {
        chosen: chosen.filter((standing) => !standing.isShared).length,
        cut: shown.length > chosen.length || scene.unnamed > 0,
        isRanked: others.some((standing) => !standing.isOut) || scene.unnamed > 0,
        hidden: all - shown.length,
        all,
    });
    drawRibbons(svg, plan, chosen, scene.hues);
    drawRows(svg, plan, shown, x, scene);
    drawAnswer(svg, plan, scene);
}

/** From the lowest score to the highest. */
function extent(standings) {
    const scores = standings.flatMap((standing) => [standing.score, standing.selection]).filter(Number.isFinite);
    const low = min(scores) ?? 0;
    const high = max(scores) ?? 0;
    return low === high ? [low - 1, high + 1] : [low, high];
}

/** Where everything goes. */
function layout(width, chosen, shown, hasMore) {
    const isWide = width >= WIDE;
    const top = 30;
    const tall = isWide ? 58 : 68;
    const low = isWide ? 30 : 44;
    const gap = 40;
    const trackX = isWide ? Math.min(150, width * 0.2) : 0;
    const trackWidth = isWide ? Math.min(300, width * 0.3) : width * 0.52;
    const scoreX = trackX + trackWidth + 50;
    const boxWidth = isWide ? 132 : 8;
    const cut = top + chosen * tall + gap / 2 - 4;
    const rest = shown - chosen;
    return {
        isWide,
        width,
        aboutLetters: isWide ? Math.floor((scoreX - 18) / 6.5) : Math.floor((trackWidth + 40) / 6.2),
        top,
        tall,
        low,
        cut,
        track: { x: trackX, width: trackWidth },
        scoreX,
        sideX: scoreX + (isWide ? 26 : 10),
        box: { x: width - boxWidth, width: boxWidth, y: top + (chosen * tall) / 2 - ANSWER_HEIGHT / 2 },
        height: top + chosen * tall + (rest > 0 ? gap + rest * low : 0) + (hasMore ? 24 : 0),
        y: (i) => (i < chosen ? top + i * tall + tall / 2 : top + chosen * tall + gap + (i - chosen) * low + low / 2),
    };
}

/** What does not belong to any one expert: the headings and the cut. */
function drawFrame(svg, plan, counts) {
    const frame = one(svg, "g", "frame");
    const words = plan.isWide
        ? [
              ["experts, best first", 0, "start"],
              ["the gate’s score →", plan.track.x, "start"],
              ["share in the answer", plan.sideX, "start"],
          ]
        : [
              ["the gate’s score →", 0, "start"],
              ["share in the answer", plan.width, "end"],
          ];
    frame
        .selectAll("text.heading")
        .data(words)
        .join("text")
        .attr("class", "heading")
        .attr("x", ([, at]) => at)
        .attr("y", 12)
        .attr("text-anchor", ([, , anchor]) => anchor)
        .text(([text]) => text);
    one(frame, "line", "cut").attr("x2", counts.cut ? plan.width : 0).attr("y1", plan.cut).attr("y2", plan.cut);
    one(frame, "text", "cut-words")
        .attr("y", plan.cut + 16)
        .text(counts.cut ? (counts.isRanked ? `${capital(only(counts.chosen))}. Passed over:` : "Passed over:") : "");
    one(frame, "text", "more")
        .attr("y", plan.height - 8)
        .text(counts.hidden > 0 ? `and ${counts.hidden} more of ${counts.all}` : "");
}

function drawRibbons(svg, plan, chosen, hues) {
    let filled = 0;
    const ribbons = chosen
        .filter((standing) => standing.share > 0)
        .map((standing) => {
            const thickness = standing.share * ANSWER_HEIGHT;
            const end = plan.box.y + filled + thickness / 2;
            filled += thickness;
            return { id: standing.id, thickness, from: plan.y(standing.rank - 1) + ribbonShift(plan), end };
        });
    const paths = one(svg, "g", "ribbons")
        .selectAll("path")
        .data(ribbons, (ribbon) => ribbon.id)
        .join((entering) => entering.append("path").attr("d", curve(plan)).attr("stroke-width", 0))
        .style("--hue", (ribbon) => hues.get(ribbon.id) ?? 0);
    moved(paths)
        .attr("d", curve(plan))
        .attr("stroke-width", (ribbon) => Math.max(1.5, ribbon.thickness));
}

function ribbonShift(plan) {
    return plan.isWide ? 0 : 12;
}

function curve(plan) {
    const middle = (plan.sideX + plan.box.x) / 2;
    return (ribbon) =>
        `M${plan.sideX},${ribbon.from}C${middle},${ribbon.from} ${middle},${ribbon.end} ${plan.box.x},${ribbon.end}`;
}

function drawRows(svg, plan, shown, x, { hues, about }) {
    const rows = one(svg, "g", "rows")
        .selectAll("g.row")
        .data(shown, (standing) => standing.id)
        .join((entering) => enterRow(entering, plan))
        .attr("class", (standing) => `row ${standing.isChosen ? "chosen" : "passed"}`)
        .style("--hue", (standing) => hues.get(standing.id) ?? 0);
    const down = plan.isWide ? 0 : 12;
    const letters = plan.isWide ? LETTERS.wide : LETTERS.narrow;
    rows.select(".name").attr("y", plan.isWide ? 0 : -8).text((standing) => shortened(standing.id, letters[standing.isChosen ? "chosen" : "passed"]));
    rows.select("title").text((standing) => [standing.id, about.get(standing.id)].filter(Boolean).join(": "));
    rows.select(".about")
        .attr("x", plan.isWide ? 18 : 0)
        .attr("y", plan.isWide ? 19 : 27)
        .text((standing) => (standing.isChosen ? ending(known(standing, about), plan.aboutLetters) : ""));
    rows.select(".mark").attr("cy", plan.isWide ? 0 : -8);
    rows.select(".track").attr("x1", plan.track.x).attr("x2", plan.track.x + plan.track.width).attr("y1", down).attr("y2", down);
    rows.select(".value").attr("x", plan.scoreX).attr("y", down).text((standing) => score(standing.selection));
    rows.select(".words").call(placeWords, plan);
    const moving = moved(rows).attr("transform", (standing) => `translate(0,${plan.y(standing.rank - 1)})`);
    moving.select(".stem").attr("x1", plan.track.x).attr("x2", (standing) => x(standing.selection)).attr("y1", down).attr("y2", down);
    rows.select(".score").attr("opacity", (standing) => (isScored(standing) ? 1 : 0));
    moving.select(".score").attr("cx", (standing) => x(standing.selection)).attr("cy", down);
    moving
        .select(".own")
        .attr("x1", (standing) => x(standing.score))
        .attr("x2", (standing) => x(standing.score))
        .attr("y1", down - 7)
        .attr("y2", down + 7)
        .attr("opacity", (standing) => (standing.score === standing.selection ? 0 : 1));
}

function enterRow(entering, plan) {
    const row = entering.append("g").attr("transform", (standing) => `translate(0,${plan.y(standing.rank - 1)})`);
    row.append("title");
    row.append("circle").attr("class", "mark").attr("cx", 6).attr("r", 5);
    row.append("text").attr("class", "name").attr("x", 18).attr("dy", "0.35em");
    row.append("text").attr("class", "about").attr("dy", "0.35em");
    row.append("line").attr("class", "track");
    row.append("line").attr("class", "stem");
    row.append("line").attr("class", "own");
    row.append("circle").attr("class", "score").attr("r", 6);
    row.append("text").attr("class", "value").attr("text-anchor", "end").attr("dy", "0.35em");
    row.append("text").attr("class", "words").attr("dy", "0.35em");
    return row;
}

/** The share of an expert that answered, on its ribbon; what happened to the others. */
function placeWords(words, plan) {
    words
        .text((standing) =>
            standing.hasAnswered ? percent(standing.share) : standing.isChosen ? "did not answer" : standing.words,
        )
        .classed("failed", (standing) => standing.isChosen && !standing.hasAnswered)
        .attr("x", (standing) => (plan.isWide || standing.hasAnswered ? plan.sideX + (standing.hasAnswered ? 10 : 0) : plan.width))
        .attr("y", (standing) => (plan.isWide ? 0 : standing.hasAnswered ? 12 : -8))
        .attr("text-anchor", (standing) => (plan.isWide || standing.hasAnswered ? "start" : "end"));
}

function drawAnswer(svg, plan, scene) {
    const box = one(svg, "g", "box").attr("transform", `translate(${plan.box.x},${plan.box.y})`);
    one(box, "rect", "ground").attr("width", plan.box.width).attr("height", ANSWER_HEIGHT).attr("rx", 4);
    one(box, "text", "title")
        .attr("x", 14)
        .attr("y", scene.share ? 20 : 29)
        .text(plan.isWide ? shortened(scene.title, 14) : "");
    one(box, "text", "share")
        .attr("x", 14)
        .attr("y", 38)
        .text(plan.isWide ? scene.share : "");
}

/** The child of a class, made if it is not there yet. */
function one(parent, tag, name) {
    return parent
        .selectChildren(`.${name}`)
        .data([0])
        .join((entering) => entering.append(tag).attr("class", name));
}

/** The same elements, on their way to new values, or at once for those who want no motion. */
function moved(selection) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return isStill ? selection : selection.transition().duration(MOVE_MILLIS);
}

/** What is said below the name of an expert. */
function known(standing, about) {
    return about.get(standing.id) || (standing.isShared ? "answers always" : "");
}

/** Whether a gate has said anything of an expert. */
function isScored(standing) {
    return Number.isFinite(standing.score) || Number.isFinite(standing.selection);
}

/** A text that is too long, without its end. */
function ending(text, lettersMax) {
    const letters = [...text];
    return letters.length <= lettersMax ? text : `${letters.slice(0, lettersMax - 1).join("")}…`;
}
