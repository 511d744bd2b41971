import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BizContent } from './biz-content.js';
import { errorPage } from './cashier-pages.js';
import { openCashier } from './cashier.js';
import type { Desk } from './desk.js';
import { GatewayError } from './errors.js';
import { answerFault, answerNonsense } from './fault-answers.js';
import type { GatewayFault } from './faults.js';
import { destroyConnection, sendPage } from './http.js';
import { HANDLERS, PAGE_METHODS } from './methods.js';
import { readOrder } from './order.js';
import { checkRequest, isCertificateMode, readParams } from './request.js';
import { sign, type Params } from './signing.js';

function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('20000', 'isp.unknow-error', `系统繁忙：${String(error)}`);
}

function failure(error: GatewayError): Record<string, unknown> {
  const { code, msg, subCode, subMsg, fields } = error;
  return { code, msg, sub_code: subCode, sub_msg: subMsg, ...fields };
}

/**
 * The raw text of a reply, signed over the raw inner object; a slash is written `\/`, as the real gateway does. In
 * certificate mode the number of the signing certificate stands beside it.
 */
function replyText(
  method: string,
  inner: Record<string, unknown>,
  signer: (text: string) => string | undefined,
  certificateSn?: string,
): string {
  const name = HANDLERS.has(method) ? `${method.replaceAll('.', '_')}_response` : 'error_response';
  const text = JSON.stringify(inner).replaceAll('/', String.raw`\/`);
  const signature = signer(text);
  const number = certificateSn === undefined ? '' : `,"alipay_cert_sn":"${certificateSn}"`;
  return `{"${name}":${text}${number}${signature === undefined ? '' : `,"sign":"${signature}"`}}`;
}

async function answerCall(params: Params, desk: Desk, fault: GatewayFault): Promise<Record<string, unknown>> {
  try {
    const handler = HANDLERS.get(params.method ?? '');
    if (!handler) throw new GatewayError('40002', 'isv.invalid-method', '不存在的方法名');
    checkRequest(params, desk, false);
    if (fault.sub_code !== undefined || fault.code !== undefined) {
      throw new GatewayError(fault.code ?? '40004', fault.sub_code ?? 'isp.unknow-error', '模拟的故障');
    }
    const content = BizContent.parse(params.biz_content ?? '{}', params.method ?? '');
    const pending = fault.pending ?? false;
    return { code: '10000', msg: 'Success', ...(await handler({ params, content, desk, pending })) };
  } catch (error) {
    return failure(asGatewayError(error));
  }
}

function answerPage(params: Params, desk: Desk): string {
  try {
    checkRequest(params, desk, true);
    const content = BizContent.parse(params.biz_content ?? '{}', params.method ?? '');
    return openCashier(readOrder(params, content, desk.now()), desk);
  } catch (error) {
    return errorPage(asGatewayError(error));
  }
}

async function serve(params: Params, desk: Desk, reply: FastifyReply): Promise<void> {
  const method = params.method ?? '';
  const fault = desk.faults.forCall(method);
  if (await answerFault(fault, reply)) return;
  const isPage = PAGE_METHODS.has(method);
  const signer = (text: string): string | undefined =>
    fault.unsigned ? undefined : sign(text, desk.identity.privateKey);
  const signingSn = fault.alipay_cert_sn ?? desk.certificates.alipaySn;
  const certificateSn = isCertificateMode(params) ? signingSn : undefined;
  const text = isPage
    ? answerPage(params, desk)
    : replyText(method, await answerCall(params, desk, fault), signer, certificateSn);
  if (fault.die_after_work) destroyConnection(reply);
  else if (fault.nonsense) await answerNonsense(reply);
  else if (isPage) await sendPage(reply, text);
  else await reply.type('application/json; charset=utf-8').send(text);
}

/** `/gateway.do`: server calls answer signed JSON, payment pages answer HTML, always with status 200. */
export function registerGateway(app: FastifyInstance, desk: Desk): void {
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const mark = request.raw.url?.indexOf('?') ?? -1;
    const query = mark < 0 ? '' : (request.raw.url?.slice(mark + 1) ?? '');
    try {
      await serve(readParams(query, typeof request.body === 'string' ? request.body : ''), desk, reply);
    } catch (error) {
      const signer = (text: string): string => sign(text, desk.identity.privateKey);
      const text = replyText('', failure(asGatewayError(error)), signer);
      await reply.type('application/json; charset=utf-8').send(text);
    }
    return reply;
  };
  app.route({ method: ['GET', 'POST'], url: '/gateway.do', handler: handle });
}
