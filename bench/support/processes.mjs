import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** Processor seconds that a process and all its threads have used; undefined where the system does not tell. */
export function cpuSeconds(pid) {
  const stat = readStat(pid);
  return stat && (stat.own + stat.endedChildren) / TICKS_PER_SECOND;
}

/** The same of a process and its children, those that ended included: PostgreSQL has a process a connection. */
export function familyCpuSeconds(pid) {
  const parent = readStat(pid);
  if (!parent) return undefined;
  let ticks = parent.own + parent.endedChildren;
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? readStat(name) : undefined;
    if (child?.parent === pid) ticks += child.own;
  }
  return ticks / TICKS_PER_SECOND;
}

/** Resident memory in megabytes. */
export function residentMegabytes(pid) {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** The sum of a figure over several processes. */
export function sumOf(figure, pids) {
  return pids.reduce((sum, pid) => sum + (figure(pid) ?? NaN), 0);
}

export function parentOf(pid) {
  return readStat(pid)?.parent;
}

/** Fields of /proc/PID/stat (proc(5)); the program's name, in brackets, may hold anything. */
function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], endedChildren: fields[13] + fields[14] };
  } catch {
    return undefined;
  }
}
