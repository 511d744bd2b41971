import type { Announcement } from '../live/announcement.js';
import type { EventStream } from './event-stream.js';

/** What a stream is about. */
export interface Topic {
  readonly kind: 'user' | 'article';
  readonly id: string;
}

/** The open streams of this process, found by what they are about. */
export class Hub {
  private readonly rooms = {
    user: new Map<string, Set<EventStream>>(),
    article: new Map<string, Set<EventStream>>(),
  };

  join({ kind, id }: Topic, stream: EventStream): void {
    const room = this.rooms[kind].get(id);
    if (room) room.add(stream);
    else this.rooms[kind].set(id, new Set([stream]));
  }

  leave({ kind, id }: Topic, stream: EventStream): void {
    const room = this.rooms[kind].get(id);
    room?.delete(stream);
    if (room?.size === 0) this.rooms[kind].delete(id);
  }

  /** Every open stream of a kind. */
  streams(kind: Topic['kind']): EventStream[] {
    return [...this.rooms[kind].values()].flatMap((room) => [...room]);
  }

  /** Hints to whom it concerns; of the many that other instances announce, most concern nobody here. */
  tell(announcement: Announcement): void {
    switch (announcement.kind) {
      case 'wallet':
        for (const stream of this.in('user', announcement.ownerId)) stream.hint('wallet');
        return;
      case 'supporters':
        for (const stream of this.in('article', announcement.articleId)) stream.hint('supporters');
        return;
      case 'reward':
        for (const person of [announcement.readerId, announcement.authorId]) {
          for (const stream of this.in('user', person)) stream.hint('reward', { id: announcement.rewardId });
        }
    }
  }

  private in(kind: Topic['kind'], id: string): Iterable<EventStream> {
    return this.rooms[kind].get(id) ?? [];
  }
}
