import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Desk } from '../desk.js';
import { answerFault, answerNonsense } from '../fault-answers.js';
import { sendTorn } from '../http.js';
import { BILL_DOWNLOAD_PATH } from './bill-calls.js';

/** What faults call the download, which is no method of the gateway. */
const BILL_DOWNLOAD = 'bill.download';

interface DownloadRoute {
  Querystring: { token?: string | string[] };
}

/** The zip with the day's bill, as a download. */
export function sendBill(reply: FastifyReply, day: string, desk: Desk): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${desk.bills.fileName(day)}"`)
    .header('cache-control', 'no-store')
    .type('application/zip')
    .send(desk.bills.archive(day));
}

async function download(token: string, desk: Desk, reply: FastifyReply): Promise<FastifyReply> {
  const fault = desk.faults.forCall(BILL_DOWNLOAD);
  if (await answerFault(fault, reply)) return reply;
  const day = desk.bills.dayOf(token);
  if (day === undefined) return reply.code(403).type('text/plain; charset=utf-8').send('下载地址已失效');
  if (fault.nonsense) return answerNonsense(reply);
  if (fault.die_after_work) {
    sendTorn(reply, desk.bills.archive(day));
    return reply;
  }
  return sendBill(reply, day, desk);
}

/** The address that `bill_download_url` names. */
export function registerBillDownload(app: FastifyInstance, desk: Desk): void {
  app.get<DownloadRoute>(BILL_DOWNLOAD_PATH, (request, reply) =>
    download([request.query.token ?? ''].flat().join(), desk, reply),
  );
}
