// SPDX-License-Identifier: Apache-2.0
// Runs in the page: what has less contrast than WCAG 2 asks for at level AA, each with its text and ratio.
() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pencil = canvas.getContext("2d", { willReadFrequently: true });

    /** A colour in any notation as red, green, blue and alpha. */
    function rgba(colour) {
        pencil.clearRect(0, 0, 1, 1);
        pencil.fillStyle = colour;
        pencil.fillRect(0, 0, 1, 1);
        return [...pencil.getImageData(0, 0, 1, 1).data];
    }

    function luminance([r, g, b]) {
        const [x, y, z] = [r, g, b].map((c) => (c <= 10.31475 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    }

    function contrast(one, other) {
        const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    }

    function ground(element) {
        for (let at = element; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) {
                return colour;
            }
        }
        return [255, 255, 255, 255];
    }

    const faint = [];
    function require(element, colour, behind, least, what) {
        const ratio = contrast(rgba(colour), behind);
        if (ratio < least) {
            faint.push(`${element.tagName}.${element.getAttribute("class") ?? ""} '${what}' ${ratio.toFixed(2)}`);
        }
    }

    for (const element of document.querySelectorAll("body *")) {
        const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
        const style = getComputedStyle(element);
        if (text && element.getClientRects().length > 0 && style.visibility === "visible" && element.tagName !== "title") {
            if (element instanceof SVGElement) {
                const box = element.closest(".box")?.querySelector("rect");
                require(element, style.fill, box ? rgba(getComputedStyle(box).fill) : ground(element), 4.5, text);
            } else {
                require(element, style.color, ground(element), 4.5, text);
            }
        }
    }
    for (const sign of document.querySelectorAll(".mark, .score, .dot circle, .live .bar rect:last-child, .stages rect")) {
        if (!sign.closest(".wait, .other") && !sign.matches(".wait, .other")) {
            require(sign, getComputedStyle(sign).fill, ground(sign), 3, "sign");
        }
    }
    for (const field of document.querySelectorAll("input:not([type=range]), select, textarea, .examples button")) {
        require(field, getComputedStyle(field).borderTopColor, ground(field.parentElement), 3, "edge");
    }
    return faint;
};
