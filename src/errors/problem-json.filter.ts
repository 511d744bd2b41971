import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './app-error.js';
import { catalogue, type ErrorName } from './catalogue.js';
import { fieldText, type Language } from './field-texts.js';

/** RFC 9457 body of every error answer. */
interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { field: string; message: string }[];
}

/** What an answer leaves for the log where it is a problem: its code, and which fields were wrong. Never what they held. */
export interface Refusal {
  readonly code: string;
  readonly fields?: readonly string[];
}

/** How a field of ours is named. Clients may send others, and they say anything. */
const FIELD_NAME = /^[A-Za-z][\w-]{0,39}$/;

/** English where the request prefers it to Chinese (RFC 9110, 12.5.4); Chinese otherwise. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const weights = { zh: 0, en: 0 };
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const quality = params.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find((q) => q);
    const language = tag.split('-')[0];
    if (language === 'zh' || language === 'en') {
      weights[language] = Math.max(weights[language], quality === undefined ? 1 : Number(quality));
    }
  }
  const englishIsFirst = weights.en > 0 && acceptLanguage?.trim().toLowerCase().startsWith('en');
  return weights.en > weights.zh || (weights.en === weights.zh && englishIsFirst) ? 'en' : 'zh';
}

/** What the frameworks throw, by HTTP status, in our own words. */
const byStatus: Readonly<Record<number, ErrorName>> = {
  400: 'invalid_json',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  414: 'not_found',
  415: 'unsupported_media_type',
  429: 'rate_limited',
};

/** Fastify's code for a path with a broken percent-encoding: like every path we do not know, it names nothing. */
const UNDECODABLE_PATH = 'FST_ERR_BAD_URL';

/** The one place where an error meets HTTP. */
@Catch()
export class ProblemJsonFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const appError = toAppError(error);
    if (appError.code === 'internal_error') {
      this.logger.error({ err: error, requestId: request.id }, 'request failed');
    }
    sendProblem(request, reply, appError);
  }
}

/** Writes the problem document for the error and ends the reply. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): void {
  const language = preferredLanguage(request.headers['accept-language']);
  const { status, code = error.code, ...text } = catalogue[error.code];
  const body: ProblemBody = { type: 'about:blank', title: text.en, status, detail: text[language], code };
  if (error.fields.length > 0) {
    body.errors = error.fields.map((problem) => ({
      field: problem.field,
      message: fieldText(problem, language),
    }));
  }
  Object.assign(reply, { refusal: refusalFor(code, error) });
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  void reply.status(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(body));
}

function refusalFor(code: string, { fields }: AppError): Refusal {
  if (fields.length === 0) return { code };
  return { code, fields: fields.map(({ field }) => (FIELD_NAME.test(field) ? field : '?')) };
}

/** Anything that was thrown as an error of ours. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError(nameOf(error), { cause: error });
}

/** The catalogue's name for an error that is not ours: framework errors by status, everything else 500. */
function nameOf(error: unknown): ErrorName {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  if ((error as { code?: unknown } | null)?.code === UNDECODABLE_PATH) return 'not_found';
  return (typeof status === 'number' ? byStatus[status] : undefined) ?? 'internal_error';
}
