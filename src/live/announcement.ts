/** Something that pages may be looking at has changed. It says what, never how: whoever hears it asks anew. */
export type Announcement =
  /** A balance of this user. */
  | { readonly kind: 'wallet'; readonly ownerId: string }
  /** The state of a reward, which is its reader's and its author's business. */
  | {
      readonly kind: 'reward';
      readonly rewardId: string;
      readonly readerId: string;
      readonly authorId: string;
    }
  /** Who has tipped an article. */
  | { readonly kind: 'supporters'; readonly articleId: string };

/** The most characters of a payload. PostgreSQL takes 7999 bytes; an announcement is ASCII. */
const MAX_PAYLOAD_LENGTH = 7000;

const SEPARATOR = '\n';

/** Announcements as payloads of NOTIFY, many in one; the same is said once. */
export function pack(announcements: readonly Announcement[]): string[] {
  const payloads: string[] = [];
  let payload = '';
  for (const line of new Set(announcements.map(toLine))) {
    if (payload !== '' && payload.length + 1 + line.length > MAX_PAYLOAD_LENGTH) {
      payloads.push(payload);
      payload = '';
    }
    payload += payload === '' ? line : SEPARATOR + line;
  }
  return payload === '' ? payloads : [...payloads, payload];
}

/** What a payload announces. Another version may say more: what is not understood is left out. */
export function unpack(payload: string): Announcement[] {
  return payload.split(SEPARATOR).flatMap((line) => fromLine(line) ?? []);
}

function toLine(announcement: Announcement): string {
  switch (announcement.kind) {
    case 'wallet':
      return `wallet ${announcement.ownerId}`;
    case 'reward':
      return `reward ${announcement.rewardId} ${announcement.readerId} ${announcement.authorId}`;
    case 'supporters':
      return `supporters ${announcement.articleId}`;
  }
}

function fromLine(line: string): Announcement | undefined {
  const [kind, first, readerId, authorId] = line.split(' ');
  if (!first) return undefined;
  if (kind === 'wallet') return { kind, ownerId: first };
  if (kind === 'supporters') return { kind, articleId: first };
  if (kind === 'reward' && readerId && authorId) return { kind, rewardId: first, readerId, authorId };
  return undefined;
}
