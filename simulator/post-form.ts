import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { NOTIFICATION_CONTENT_TYPE } from './notification.js';

const ANSWER_LIMIT_BYTES = 64 * 1024;
const TIMEOUT_MS = 15_000;

/** What came back from the merchant; `httpStatus` null: nothing did, and `answer` says why. */
export interface PostAnswer {
  httpStatus: number | null;
  answer: string;
}

/** POSTs a notification's form body as Alipay does: its odd content type, no redirect followed. Rejects never. */
export function postForm(address: string, body: string, signal: AbortSignal): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      resolve({ httpStatus: null, answer: error.message });
    };
    const start = address.startsWith('https:') ? httpsRequest : httpRequest;
    const bytes = Buffer.from(body);
    const headers = { 'content-type': NOTIFICATION_CONTENT_TYPE, 'content-length': bytes.length };
    const outgoing = start(address, { method: 'POST', agent: false, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= ANSWER_LIMIT_BYTES) chunks.push(chunk);
        else outgoing.destroy(new Error('The answer is too long.'));
      });
      response.on('end', () => {
        resolve({ httpStatus: response.statusCode ?? null, answer: Buffer.concat(chunks).toString('utf8') });
      });
      response.on('error', fail);
    });
    outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error('No answer in time.')));
    outgoing.on('error', fail);
    outgoing.end(bytes);
  });
}

/** Alipay takes exactly `success` with status 200 for an acknowledgement, and nothing else. */
export function isAccepted(answer: PostAnswer): boolean {
  return answer.httpStatus === 200 && answer.answer === 'success';
}
