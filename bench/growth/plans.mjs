import { open, stat } from 'node:fs/promises';
import { median } from '../support/statistics.mjs';

/** PostgreSQL makes a general plan for a named statement at its sixth use on a connection at the earliest. */
const REPEATS = 8;

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_parameter_max_length': '0',
};

/** Makes every later connection to the database write each statement's plan, as it was run, to PostgreSQL's log. */
export async function explainEverything(postgres, databaseUrl, on) {
  const database = new URL(databaseUrl).pathname.slice(1);
  for (const [name, value] of Object.entries(SETTINGS)) {
    await postgres.query(`ALTER DATABASE ${database} ${on ? `SET ${name} = '${value}'` : `RESET ${name}`}`);
  }
}

/** Asks for a page several times. @returns buffers and milliseconds of all its statements, and its costliest one */
export async function explainPage(server, logFile, { path, token }) {
  const { size } = await stat(logFile);
  for (let i = 0; i < REPEATS; i++) {
    const response = await fetch(server.url + path, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  }
  const statements = group(parsePlans(await readFrom(logFile, size)));
  const sum = (field) => statements.reduce((total, statement) => total + statement[field], 0);
  const [costliest] = statements.sort((a, b) => b.buffers - a.buffers);
  return { buffers: sum('buffers'), ms: sum('ms'), statements: statements.length, costliest };
}

async function readFrom(file, position) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(size - position);
    await handle.read(bytes, 0, bytes.length, position);
    return bytes.toString();
  } finally {
    await handle.close();
  }
}

function parsePlans(log) {
  return [...log.matchAll(/duration: ([\d.]+) ms {2}plan:\n((?:\t.*\n)+)/g)].map(([, ms, lines]) => {
    const { 'Query Text': text, Plan: plan } = JSON.parse(lines.replace(/^\t/gm, ''));
    return { text, ms: Number(ms), buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], plan };
  });
}

/** The statements that every request ran; others were the server's own work by the clock. */
function group(plans) {
  const byText = new Map();
  for (const plan of plans) byText.set(plan.text, [...(byText.get(plan.text) ?? []), plan]);
  return [...byText.values()]
    .filter((runs) => runs.length >= REPEATS)
    .map((runs) => ({
      text: runs[0].text.replace(/\s+/g, ' ').trim(),
      buffers: Math.max(...runs.map(({ buffers }) => buffers)) * Math.round(runs.length / REPEATS),
      ms: median(runs.map(({ ms }) => ms)) * Math.round(runs.length / REPEATS),
      nodes: nodesOf(runs.at(-1).plan),
    }));
}

function nodesOf({ 'Node Type': type, 'Index Name': index, 'Relation Name': relation, Plans: parts = [] }) {
  const name = [type, index ?? relation].filter(Boolean).join(' ');
  return parts.length > 0 ? `${name} < ${parts.map(nodesOf).join(', ')}` : name;
}
