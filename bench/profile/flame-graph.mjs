import { readFile, writeFile } from 'node:fs/promises';
import { printTable } from '../support/table.mjs';

const WIDTH = 1200;
const ROW = 16;
const LEAST_WIDTH = 1;
const SHOWN_FUNCTIONS = 40;
/** Not the program's own work: waiting, and the profiler itself. */
const LEFT_OUT = /^\(idle\)|profile-on-signal/;

/** Draws a V8 processor profile as a flame graph beside it (SVG), and prints where the time went. */
export async function drawFlameGraph(profileFile) {
  const profile = JSON.parse(await readFile(profileFile, 'utf8'));
  const root = toTree(profile);
  await writeFile(profileFile.replace(/\.cpuprofile$/, '.svg'), toSvg(root));
  const whole = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0);
  console.log(`\nmain thread busy ${((100 * root.total) / whole).toFixed(0)} % of the time`);
  printShares(root);
}

function toTree({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, { ...node, self: 0 }]));
  samples.forEach((id, i) => (byId.get(id).self += timeDeltas[i]));
  const grow = (id) => {
    const { callFrame, children = [], self } = byId.get(id);
    const [name, where] = [nameOf(callFrame), placeOf(callFrame)];
    if (LEFT_OUT.test(name) || LEFT_OUT.test(where)) return { name, where, self: 0, total: 0, children: [] };
    const grown = merge(children.map(grow).filter(({ total }) => total > 0));
    const total = grown.reduce((sum, child) => sum + child.total, self);
    return { name, where, self, total, children: grown };
  };
  return grow(nodes[0].id);
}

/** V8 has a node a call site; one box a function is easier to read. */
function merge(children) {
  const byName = new Map();
  for (const child of children) {
    const key = `${child.name} ${child.where}`;
    const same = byName.get(key);
    if (!same) byName.set(key, child);
    else {
      same.total += child.total;
      same.self += child.self;
      same.children = merge([...same.children, ...child.children]);
    }
  }
  return [...byName.values()].sort((a, b) => b.total - a.total);
}

function toSvg(root) {
  const boxes = [];
  let deepest = 0;
  const place = (node, x, depth) => {
    const width = (node.total / root.total) * WIDTH;
    if (width < LEAST_WIDTH) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(node, x, depth, width, root.total));
    node.children.reduce((at, child) => {
      place(child, at, depth + 1);
      return at + (child.total / root.total) * WIDTH;
    }, x);
  };
  place(root, 0, 0);
  const height = (deepest + 1) * ROW;
  const style = 'text{font:10px monospace;pointer-events:none}rect{stroke:#fff;stroke-width:.5}';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><style>${style}</style>\n${boxes.join('\n')}\n</svg>\n`;
}

function box({ name, where, total }, x, depth, width, whole) {
  const label = escape(name.slice(0, Math.floor(width / 6.2)));
  const title = escape(`${name} ${where} ${((100 * total) / whole).toFixed(1)} %`);
  const at = `x="${x.toFixed(1)}" y="${depth * ROW}"`;
  const text = width > 20 ? `<text x="${(x + 2).toFixed(1)}" y="${depth * ROW + 11}">${label}</text>` : '';
  return `<g><title>${title}</title><rect ${at} width="${width.toFixed(1)}" height="${ROW}" fill="${colourOf(where)}"/>${text}</g>`;
}

function colourOf(where) {
  if (where.startsWith('src/')) return '#f4a261';
  if (where.startsWith('node:') || where === '') return '#cbd5e1';
  return '#a8d5ba';
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function printShares(root) {
  const [bySelf, byPackage, byTotal] = [new Map(), new Map(), new Map()];
  const visit = ({ name, where, self, total, children }, above) => {
    const key = `${name} ${where}`;
    add(bySelf, key, self);
    add(byPackage, packageOf(where), self);
    // A function that calls itself counts once.
    if (!above.has(key) && !where.startsWith('node:')) add(byTotal, key, total);
    children.forEach((child) => visit(child, new Set([...above, key])));
  };
  visit(root, new Set());
  const rows = (map) =>
    [...map]
      .sort((a, b) => b[1] - a[1])
      .slice(0, SHOWN_FUNCTIONS)
      .map(([name, time]) => [name, ((100 * time) / root.total).toFixed(1)]);
  printTable(['by package, without what it calls', '%'], rows(byPackage));
  printTable(['by function, without what it calls', '%'], rows(bySelf));
  printTable(['by function, with what it calls', '%'], rows(byTotal));
}

function add(map, key, time) {
  map.set(key, (map.get(key) ?? 0) + time);
}

function nameOf({ functionName }) {
  return functionName === '' ? '(anonymous)' : functionName;
}

/** The file without the machine's own folders. */
function placeOf({ url, lineNumber }) {
  if (url === '') return '';
  const path = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/dist\/(src|simulator)\//, '$1/');
  return `${path}:${lineNumber + 1}`;
}

function packageOf(place) {
  if (place === '') return '(engine)';
  if (place.startsWith('node:')) return place.replace(/[:/][^/]*$/, '').replace(/\/.*/, '');
  const parts = place.split('/');
  return place.startsWith('@') || place.startsWith('src/') ? parts.slice(0, 2).join('/') : parts[0];
}
