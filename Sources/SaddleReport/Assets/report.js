// SPDX-License-Identifier: Apache-2.0
// Draws the plots of a Saddle report on canvases. Reads the JSON block `data`; makes text with
// textContent only, so that nothing from a log can become markup.
"use strict";
(() => {
  const color = (name) => getComputedStyle(document.documentElement)
    .getPropertyValue(`--${name}`).trim();
  const LEFT = 58, RIGHT = 10, TOP = 16, BOTTOM = 20;

  function text(value) {
    if (!Number.isFinite(value)) return "–";
    const size = Math.abs(value);
    if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(2).replace("e+", "e");
    if (size >= 1e4) return Math.round(value).toLocaleString("en-US");
    return String(Number(value.toPrecision(4)));
  }

  function ticks(low, high, count, isLog) {
    if (isLog) {
      const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
      const every = Math.max(1, Math.ceil((last - first) / count));
      const result = [];
      for (let e = first; e <= last; e += every) {
        const value = 10 ** e;
        if (value >= low * 0.999 && value <= high * 1.001) result.push(value);
      }
      if (result.length > 1) return result;
    }
    const span = high - low;
    if (!(span > 0)) return [low];
    const unit = 10 ** Math.floor(Math.log10(span / count));
    const step = [1, 2, 5, 10].map((f) => f * unit).find((s) => span / s <= count) ?? unit * 10;
    const result = [];
    for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i++) {
      result.push(Number((i * step).toPrecision(12)));
      if (result.length > 50) break;
    }
    return result;
  }

  // Index of the point nearest to x: xs never falls but where a run was resumed.
  function nearest(xs, x) {
    let best = -1, distance = Infinity;
    for (let i = 0; i < xs.length; i++) {
      const d = Math.abs(xs[i] - x);
      if (d < distance) { distance = d; best = i; }
    }
    return best;
  }

  class Chart {
    constructor(run, spec, figure) {
      this.run = run;
      this.spec = spec;
      this.canvas = figure.querySelector("canvas");
      this.isLog = spec.log;
      this.isCut = spec.cut != null;
      this.hidden = new Set();
      this.keys = [...figure.querySelectorAll("button.key")];
      this.readouts = this.keys.map((key) => key.querySelector("output"));
      this.keys.forEach((key, i) => key.addEventListener("click", () => {
        this.hidden.has(i) ? this.hidden.delete(i) : this.hidden.add(i);
        key.setAttribute("aria-pressed", String(!this.hidden.has(i)));
        this.draw();
      }));
      this.toggle(figure.querySelector("[data-act=log]"), (on) => { this.isLog = on; });
      this.toggle(figure.querySelector("[data-act=all]"), (on) => { this.isCut = !on; });
      this.listen();
      new ResizeObserver(() => this.draw()).observe(this.canvas);
    }

    toggle(button, set) {
      button?.addEventListener("click", () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(on));
        set(on);
        this.draw();
      });
    }

    listen() {
      const canvas = this.canvas;
      const step = (event) => this.stepAt(event.clientX - canvas.getBoundingClientRect().left);
      let start = null;
      canvas.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        start = step(event);
        canvas.setPointerCapture(event.pointerId);
      });
      canvas.addEventListener("pointermove", (event) => {
        this.run.hover = step(event);
        this.run.selection = start === null ? null : [start, this.run.hover];
        this.run.draw();
      });
      canvas.addEventListener("pointerup", (event) => {
        if (start === null) return;
        const [low, high] = [start, step(event)].sort((a, b) => a - b);
        start = null;
        this.run.selection = null;
        const [from, to] = this.run.range;
        if (high - low > (to - from) / 100) this.run.zoom(low, high); else this.run.draw();
      });
      canvas.addEventListener("pointercancel", () => {
        start = null;
        this.run.selection = null;
        this.run.draw();
      });
      canvas.addEventListener("pointerleave", () => {
        if (start !== null) return;
        this.run.hover = null;
        this.run.draw();
      });
      canvas.addEventListener("dblclick", () => this.run.reset());
      canvas.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.shiftKey) return;
        event.preventDefault();
        const delta = event.deltaY || event.deltaX;
        this.run.scale(step(event), delta > 0 ? 1.25 : 0.8);
      }, { passive: false });
      canvas.addEventListener("keydown", (event) => {
        const [low, high] = this.run.range;
        const act = {
          ArrowLeft: () => this.run.pan(-0.2), ArrowRight: () => this.run.pan(0.2),
          "+": () => this.run.scale((low + high) / 2, 0.8),
          "-": () => this.run.scale((low + high) / 2, 1.25),
          0: () => this.run.reset(), Escape: () => this.run.reset(),
          l: () => this.canvas.closest(".chart").querySelector("[data-act=log]")?.click(),
        }[event.key];
        if (act) { event.preventDefault(); act(); }
      });
    }

    get inner() {
      const box = this.canvas.getBoundingClientRect();
      return { width: Math.max(10, box.width - LEFT - RIGHT), height: Math.max(10, box.height - TOP - BOTTOM) };
    }

    stepAt(x) {
      const [low, high] = this.run.range;
      const share = (x - LEFT) / this.inner.width;
      return low + Math.min(1, Math.max(0, share)) * (high - low);
    }

    // The vertical range of what is visible.
    extent() {
      const [from, to] = this.run.range;
      let low = Infinity, high = -Infinity, least = Infinity;
      this.spec.series.forEach((series, index) => {
        if (this.hidden.has(index)) return;
        for (let i = 0; i < series.x.length; i++) {
          if (series.x[i] < from || series.x[i] > to || series.y[i] === null) continue;
          const a = series.low ? series.low[i] : series.y[i];
          const b = series.high ? series.high[i] : series.y[i];
          low = Math.min(low, a);
          high = Math.max(high, b);
          if (a > 0) least = Math.min(least, a); else if (b > 0) least = Math.min(least, b);
        }
      });
      if (low > high) return [0, 1];
      if (this.isLog && least < Infinity) return this.room(Math.max(least, high * 1e-12), high, true);
      if (this.isCut) {
        const [a, b] = this.spec.cut;
        if (low < b && high > a) { low = Math.max(low, a); high = Math.min(high, b); }
      }
      return this.room(low, high, false);
    }

    room(low, high, isLog) {
      if (isLog) return high > low ? [low / 1.1, high * 1.1] : [low / 2, high * 2];
      const margin = high > low ? (high - low) * 0.05 : Math.max(Math.abs(low) / 10, 1e-3);
      return [low - margin, high + margin];
    }

    draw() {
      const canvas = this.canvas, box = canvas.getBoundingClientRect();
      if (box.width < 20) return;
      const density = window.devicePixelRatio || 1;
      canvas.width = Math.round(box.width * density);
      canvas.height = Math.round(box.height * density);
      const g = canvas.getContext("2d");
      g.scale(density, density);
      g.clearRect(0, 0, box.width, box.height);
      const { width, height } = this.inner;
      const [from, to] = this.run.range;
      const [low, high] = this.extent();
      const isLog = this.isLog && low > 0;
      const x = (step) => LEFT + (step - from) / Math.max(1e-9, to - from) * width;
      const y = (value) => {
        const share = isLog
          ? (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low))
          : (value - low) / (high - low);
        return TOP + height * (1 - Math.min(1.02, Math.max(-0.02, share)));
      };
      this.axes(g, { x, y, low, high, from, to, isLog, width, height });
      g.save();
      g.beginPath();
      g.rect(LEFT, TOP, width, height);
      g.clip();
      this.shade(g, x, height);
      this.references(g, y, low, high, width);
      this.spec.series.forEach((series, index) => {
        if (!this.hidden.has(index)) this.line(g, series, x, y, from, to);
      });
      this.overlay(g, x, height);
      g.restore();
      this.marks(g, x, width);
      this.readout();
    }

    axes(g, { x, y, low, high, from, to, isLog, width, height }) {
      g.font = "11px system-ui, sans-serif";
      g.strokeStyle = color("grid");
      g.fillStyle = color("soft");
      g.lineWidth = 1;
      g.textBaseline = "middle";
      g.textAlign = "right";
      for (const value of ticks(low, high, Math.max(2, height / 36), isLog)) {
        const at = Math.round(y(value)) + 0.5;
        g.beginPath(); g.moveTo(LEFT, at); g.lineTo(LEFT + width, at); g.stroke();
        g.fillText(text(value), LEFT - 7, at);
      }
      g.textAlign = "center";
      g.textBaseline = "top";
      for (const value of ticks(from, to, Math.max(2, width / 90), false)) {
        const at = Math.round(x(value)) + 0.5;
        g.beginPath(); g.moveTo(at, TOP + height); g.lineTo(at, TOP + height + 4); g.stroke();
        const label = text(value), half = g.measureText(label).width / 2;
        g.fillText(label, Math.min(at, LEFT + width + RIGHT - half), TOP + height + 6);
      }
      g.strokeStyle = color("line");
      g.strokeRect(LEFT + 0.5, TOP + 0.5, width - 1, height - 1);
    }

    // The findings' intervals: one shade for warnings and one for critical findings however many
    // overlap, so that the lines stay readable, and a rule where each begins, notices included.
    // Narrow ones are at least two pixels wide.
    shade(g, x, height) {
      const [from, to] = this.run.range;
      for (const severity of ["warning", "critical"]) {
        const spans = this.run.data.findings
          .filter((finding) => finding.severity === severity)
          .map((finding) => [x(finding.first), Math.max(x(finding.first) + 2, x(finding.last))])
          .sort((a, b) => a[0] - b[0]);
        g.fillStyle = color(severity);
        g.globalAlpha = 0.1;
        let end = -Infinity;
        for (const [left, right] of spans) {
          const start = Math.max(left, end);
          if (right > start) g.fillRect(start, TOP, right - start, height);
          end = Math.max(end, right);
        }
      }
      for (const finding of this.run.data.findings) {
        if (finding.first <= from || finding.first > to) continue;
        g.globalAlpha = 0.45;
        g.fillStyle = color(finding.severity);
        g.fillRect(Math.round(x(finding.first)), TOP, 1, height);
      }
      g.globalAlpha = 1;
    }

    // Numbers of the findings above their beginnings, and the best evaluation.
    marks(g, x, width) {
      g.font = "600 11px system-ui, sans-serif";
      g.textBaseline = "bottom";
      g.textAlign = "left";
      let end = -Infinity;
      const sorted = [...this.run.data.findings].sort((a, b) => a.first - b.first);
      for (const finding of sorted) {
        if (finding.last < this.run.range[0] || finding.first > this.run.range[1]) continue;
        const label = String(finding.number);
        const at = Math.max(LEFT, x(finding.first), end + 3);
        if (at > LEFT + width) continue;
        g.fillStyle = color(finding.severity);
        g.fillText(label, at, TOP - 1);
        end = at + g.measureText(label).width;
      }
      const best = this.run.data.best;
      if (best === null || best < this.run.range[0] || best > this.run.range[1]) return;
      g.fillStyle = color("healthy");
      g.textAlign = "center";
      const at = Math.min(LEFT + width - 12, Math.max(LEFT + 12, x(best)));
      if (at - 14 > end) g.fillText("best", at, TOP - 1);
      g.fillRect(x(best), TOP, 1, this.inner.height);
    }

    references(g, y, low, high, width) {
      g.strokeStyle = color("soft");
      g.setLineDash([2, 4]);
      for (const value of this.spec.references) {
        if (value < low || value > high) continue;
        const at = Math.round(y(value)) + 0.5;
        g.beginPath(); g.moveTo(LEFT, at); g.lineTo(LEFT + width, at); g.stroke();
      }
      g.setLineDash([]);
    }

    line(g, series, x, y, from, to) {
      const ink = color(`series-${series.color}`);
      const { x: steps, y: values } = series;
      const n = steps.length;
      let first = 0, last = n - 1;
      if (series.ordered) {
        while (first + 1 < n && steps[first + 1] < from) first++;
        while (last > 0 && steps[last - 1] > to) last--;
      }
      const parts = [];
      let part = [];
      for (let i = first; i <= last; i++) {
        const isBack = i > first && steps[i] < steps[i - 1];
        if ((values[i] === null || isBack) && part.length) { parts.push(part); part = []; }
        if (values[i] !== null) part.push(i);
      }
      if (part.length) parts.push(part);
      g.fillStyle = ink;
      g.strokeStyle = ink;
      for (const indices of parts) {
        if (series.low) {
          g.globalAlpha = 0.25;
          g.beginPath();
          indices.forEach((i, k) => g[k ? "lineTo" : "moveTo"](x(steps[i]), y(series.high[i])));
          for (const i of [...indices].reverse()) g.lineTo(x(steps[i]), y(series.low[i]) + 0.5);
          g.fill();
          g.globalAlpha = 1;
        }
        g.lineWidth = 1.4;
        g.lineJoin = "round";
        g.beginPath();
        indices.forEach((i, k) => g[k ? "lineTo" : "moveTo"](x(steps[i]), y(values[i])));
        g.stroke();
        if (indices.length === 1 || n <= 60) {
          for (const i of indices) {
            g.beginPath(); g.arc(x(steps[i]), y(values[i]), 2.2, 0, 7); g.fill();
          }
        }
      }
    }

    overlay(g, x, height) {
      const { hover, selection } = this.run;
      if (selection) {
        const [a, b] = [...selection].sort((p, q) => p - q);
        g.globalAlpha = 0.15;
        g.fillStyle = color("link");
        g.fillRect(x(a), TOP, x(b) - x(a), height);
        g.globalAlpha = 1;
      }
      if (hover === null) return;
      g.strokeStyle = color("soft");
      g.lineWidth = 1;
      const at = Math.round(x(hover)) + 0.5;
      g.beginPath(); g.moveTo(at, TOP); g.lineTo(at, TOP + height); g.stroke();
    }

    readout() {
      this.spec.series.forEach((series, index) => {
        const output = this.readouts[index];
        if (!output) return;
        if (this.run.hover === null) { output.textContent = ""; return; }
        const i = nearest(series.x, this.run.hover);
        const value = i < 0 ? NaN : series.y[i];
        let shown = value === null ? "NaN" : text(value);
        if (series.low && value !== null && i >= 0 && series.low[i] < series.high[i]) {
          shown += ` (${text(series.low[i])} … ${text(series.high[i])})`;
        }
        output.textContent = shown;
      });
    }
  }

  class Run {
    constructor(data, section) {
      this.data = data;
      this.full = [data.first, Math.max(data.last, data.first + 1)];
      this.range = [...this.full];
      this.hover = null;
      this.selection = null;
      this.status = section.querySelector("[data-role=range]");
      this.charts = [...section.querySelectorAll(".chart")]
        .map((figure, i) => new Chart(this, data.charts[i], figure));
      section.querySelector("[data-act=reset]")?.addEventListener("click", () => this.reset());
      for (const button of section.querySelectorAll("[data-first]")) {
        button.addEventListener("click", () => {
          const first = Number(button.dataset.first), last = Number(button.dataset.last);
          const margin = Math.max(1, (last - first) * 0.15);
          this.zoom(first - margin, last + margin);
          section.querySelector(".charts")?.scrollIntoView({ behavior: "smooth", block: "start" });
        });
      }
      this.draw();
    }

    zoom(low, high) {
      const [first, last] = this.full;
      const span = Math.min(last - first, Math.max(high - low, (last - first) / 2000, 1e-6));
      const start = Math.min(Math.max(low, first), last - span);
      this.range = [start, start + span];
      this.draw();
    }

    scale(center, factor) {
      const [low, high] = this.range;
      this.zoom(center - (center - low) * factor, center + (high - center) * factor);
    }

    pan(share) {
      const [low, high] = this.range, by = (high - low) * share;
      this.zoom(low + by, high + by);
    }

    reset() {
      this.range = [...this.full];
      this.draw();
    }

    draw() {
      if (this.pending) return;
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.charts.forEach((chart) => chart.draw());
        const at = this.hover === null ? "" : ` · at step ${text(Math.round(this.hover))}`;
        const [low, high] = this.range.map(Math.round);
        if (this.status) this.status.textContent = `steps ${text(low)} to ${text(high)}${at}`;
      });
    }
  }

  const data = JSON.parse(document.getElementById("data").textContent);
  const runs = data.map((entry, i) => new Run(entry, document.getElementById(`run-${i}`)));
  window.matchMedia("(prefers-color-scheme: dark)")
    .addEventListener("change", () => runs.forEach((run) => run.draw()));
})();
