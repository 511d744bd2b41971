// The load, in a process of its own: prepares requests before the time that is measured, then sends them.
import { performance } from 'node:perf_hooks';
import { percentile } from '../support/statistics.mjs';
import { serve } from '../support/program.mjs';
import { Connection } from './connection.mjs';
import { notificationRequests, tipRequests } from './requests.mjs';

/** Requests by the name of their set; those of a set that repeats are sent again and again. */
const sets = new Map();

serve({
  prepareTips(options) {
    sets.set('tips', {
      requests: tipRequests(options),
      sent: 0,
      repeats: true,
      accept: (status) => status === 201,
    });
  },

  /** Adds notifications to the set; what an earlier run did not send stays in it. */
  async prepareNotifications({ set, ...options }) {
    const requests = await notificationRequests(options);
    const { requests: left = [], sent = 0 } = sets.get(set) ?? {};
    sets.set(set, {
      requests: [...left.slice(sent), ...requests],
      sent: 0,
      repeats: false,
      accept: isSuccess,
    });
  },

  /** Sends with that many connections for so many seconds, or until the set is used up. */
  async run({ set: name, port, connections, seconds }) {
    const set = sets.get(name);
    const lines = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
    const tally = { accepted: 0, refused: 0, latencies: [], refusals: {} };
    const cpuBefore = process.cpuUsage();
    const begun = performance.now();
    await Promise.all(lines.map((line) => sendAlong(line, set, begun + seconds * 1000, tally)));
    const elapsedSeconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    lines.forEach((line) => line.close());
    return {
      accepted: tally.accepted,
      refused: tally.refused,
      refusals: tally.refusals,
      elapsedSeconds,
      perSecond: tally.accepted / elapsedSeconds,
      p50: percentile(tally.latencies, 0.5),
      p99: percentile(tally.latencies, 0.99),
      longest: percentile(tally.latencies, 1),
      generatorCpuSeconds: (user + system) / 1e6,
      left: set.repeats ? undefined : set.requests.length - set.sent,
    };
  },

  /** Sends some of the notifications that were sent before once more. @returns how many, and how many were accepted */
  async repeat({ set: name, port, count }) {
    const { requests, sent } = sets.get(name);
    const line = await Connection.open(port);
    const repeated = requests.slice(0, Math.min(count, sent));
    let accepted = 0;
    for (const request of repeated) {
      const { status, body } = await line.exchange(request);
      if (isSuccess(status, body)) accepted += 1;
    }
    line.close();
    return { sent: repeated.length, accepted };
  },
});

async function sendAlong(line, set, deadline, tally) {
  for (let sentAt = performance.now(); sentAt < deadline; sentAt = performance.now()) {
    const request = nextOf(set);
    if (!request) return;
    const { status, body } = await line.exchange(request);
    tally.latencies.push(performance.now() - sentAt);
    if (set.accept(status, body)) tally.accepted += 1;
    else countRefusal(tally, status, body);
  }
}

function nextOf(set) {
  if (set.repeats && set.sent === set.requests.length) set.sent = 0;
  return set.sent < set.requests.length ? set.requests[set.sent++] : undefined;
}

function countRefusal(tally, status, body) {
  tally.refused += 1;
  const kind = `${status} ${body.toString().slice(0, 200)}`;
  tally.refusals[kind] = (tally.refusals[kind] ?? 0) + 1;
}

function isSuccess(status, body) {
  return status === 200 && body.toString() === 'success';
}
