/** Programs by what only they say, those first that also claim to be another. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, 'WeChat'],
  [/AlipayClient/, 'Alipay'],
  [/QQBrowser|\bQQ\//, 'QQ'],
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS/, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];

/**
 * A User-Agent as its owner recognises it: `Chrome · Windows`. What is no browser is shown by its first word; empty where it
 * said nothing. It only helps to remember: anybody can call themself anything.
 */
export function clientName(userAgent: string): string {
  const known = [PROGRAMS, SYSTEMS].flatMap((list) => list.find(([sign]) => sign.test(userAgent))?.[1] ?? []);
  return known.length > 0 ? known.join(' · ') : (/^\s*(\S{1,40})/.exec(userAgent)?.[1] ?? '');
}
