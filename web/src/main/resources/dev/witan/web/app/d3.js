// SPDX-License-Identifier: Apache-2.0
// The parts of d3 that the page draws with. The library comes as one script that names itself `d3`; this gives it the
// form of a module.
import "/console/lib/d3-7.9.0/dist/d3.min.js";

export const { line, max, min, scaleLinear, select, tickStep } = globalThis.d3;
