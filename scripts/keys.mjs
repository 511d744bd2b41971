// npm run keys: the application's RSA pair for Alipay. Needs nothing but Node; never overwrites a private key.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(process.cwd(), 'keys');
const privatePath = join(directory, 'app_private_key.pem');
const publicPath = join(directory, 'app_public_key.pem');
const alipayPath = join(directory, 'alipay_public_key.pem');

mkdirSync(directory, { recursive: true });
const isNew = !existsSync(privatePath);
if (isNew) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(privatePath, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
    flag: 'wx',
  });
}
const publicKey = createPublicKey(readPrivateKey());
if (!existsSync(publicPath))
  writeFileSync(publicPath, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
const oneLine = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

console.log(`
${isNew ? '已生成应用密钥 / The application keys were made' : '密钥已存在，没有改动 / The keys exist and were left alone'}
  keys/app_private_key.pem   应用私钥，绝不要给任何人 / private: never give it to anybody
  keys/app_public_key.pem    应用公钥 / public

1. 在支付宝开放平台 → 应用 → 开发设置 → 接口加签方式（密钥/RSA2）中粘贴应用公钥：
   In Alipay's console, application → development settings → signing (key, RSA2), paste this public key:

${oneLine}

2. 保存后平台会显示“支付宝公钥”（不是应用公钥），把它存为 keys/alipay_public_key.pem${existsSync(alipayPath) ? '（已有 / exists）' : ''}
   The console then shows 支付宝公钥, Alipay's own key: save it as keys/alipay_public_key.pem

3. 在 .env 中填写 / In .env set:
   ALIPAY_GATEWAY=https://openapi.alipay.com/gateway.do
     （沙箱 / sandbox: https://openapi-sandbox.dl.alipaydev.com/gateway.do）
   ALIPAY_APP_ID=应用的 APPID / the application's APPID
   ALIPAY_SELLER_ID=收款账号的 PID（2088 开头）/ the seller's PID, beginning with 2088
`);

function readPrivateKey() {
  const text = readFileSync(privatePath, 'utf8');
  try {
    if (text.includes('-----BEGIN')) return createPrivateKey(text);
    const der = Buffer.from(text, 'base64');
    try {
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    } catch {
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs1' });
    }
  } catch {
    console.error('keys/app_private_key.pem 不是私钥，请先移走 / is no private key: move it away first');
    process.exit(1);
  }
}
