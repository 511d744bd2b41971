import { createSign, createVerify, type KeyObject } from 'node:crypto';

/** Parameters of a request, a notification or a return: decoded names and values. */
export type Params = Record<string, string>;

/** `k=v` joined by `&`, names in ASCII order, nothing escaped. `omit` names what is not part of the text. */
export function canonicalText(params: Params, omit: readonly string[]): string {
  return Object.keys(params)
    .filter((name) => !omit.includes(name))
    .sort()
    .map((name) => `${name}=${params[name] ?? ''}`)
    .join('&');
}

/**
 * What a REQUEST to the gateway signs: everything but `sign` (`sign_type` stays in) and empty values.
 * Rule: Alipay open platform, "自行实现签名".
 */
export function requestText(params: Params): string {
  const empty = Object.keys(params).filter((name) => params[name] === '');
  return canonicalText(params, ['sign', ...empty]);
}

/**
 * What a NOTIFICATION or a synchronous RETURN signs: everything but `sign` and `sign_type`; empty values stay in.
 * Rule: "自行实现验签" and what the official SDK verifies.
 */
export function messageText(params: Params): string {
  return canonicalText(params, ['sign', 'sign_type']);
}

/** RSA2 (SHA256withRSA, PKCS#1 v1.5) over the UTF-8 bytes of the text, as base64. */
export function sign(text: string, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(privateKey, 'base64');
}

/** True when `signature` (base64) is the RSA2 signature of `text`. Never throws on a malformed signature. */
export function verify(text: string, signature: string, publicKey: KeyObject): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  return createVerify('RSA-SHA256').update(text, 'utf8').verify(publicKey, signature, 'base64');
}

/** A copy of a notification's or return's parameters with `sign_type` and a fresh `sign`. */
export function signMessage(params: Params, privateKey: KeyObject): Params {
  return { ...params, sign: sign(messageText(params), privateKey), sign_type: 'RSA2' };
}

/** A copy of a gateway request's parameters with `sign_type` and a fresh `sign` (the merchant's side; for tests). */
export function signRequest(params: Params, privateKey: KeyObject): Params {
  const unsigned: Params = { ...params, sign_type: 'RSA2' };
  return { ...unsigned, sign: sign(requestText(unsigned), privateKey) };
}
