import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import { ArticlesReader } from '../articles/articles.reader.js';
import type { Asker } from '../auth/current-user.decorator.js';
import { AppError } from '../errors/app-error.js';
import type { Announcement } from '../live/announcement.js';
import { type Hearer, LiveListener } from '../live/listener.js';
import { EventStream } from './event-stream.js';
import { Hub, type Topic } from './hub.js';
import { Seats } from './seats.js';

/** A stream costs a socket and some kilobytes. A person's tabs, an office behind one address, and everybody. */
const LIMITS = { all: 5000, user: 20, address: 200 };

const BEAT_EVERY_MS = 15_000;

/**
 * After so long, in milliseconds, a stream ends and the browser asks for another: only then is it looked at again
 * whether that user may still ask. Not all at once, so a random part less.
 */
const LIFETIME_MS = 300_000;

/** When somebody turned away may try again. */
const RETRY_AFTER_SECONDS = 30;

/** The open streams of this process: who hears what, for how long. */
@Injectable()
export class StreamsService implements Hearer, OnModuleDestroy {
  private readonly hub = new Hub();
  private readonly seats = new Seats(LIMITS);
  private readonly heart: NodeJS.Timeout;
  private stopping = false;

  constructor(
    private readonly listener: LiveListener,
    private readonly articles: ArticlesReader,
    registry: Registry,
  ) {
    this.heart = setInterval(() => {
      this.beat();
    }, BEAT_EVERY_MS).unref();
    const { hub } = this;
    new Gauge({
      name: 'zanshang_live_streams',
      help: 'Open streams of server-sent events, by what they are about',
      labelNames: ['about'],
      registers: [registry],
      collect() {
        for (const about of ['user', 'article'] as const) this.set({ about }, hub.streams(about).length);
      },
    });
  }

  /** A stream about the asker's own money. @throws AppError `overloaded` */
  openForUser(asker: Asker, request: FastifyRequest, reply: FastifyReply): void {
    this.open({ kind: 'user', id: asker.id }, asker.id, request, reply);
  }

  /** A stream about an article's supporters. @throws ArticleNotFound, AppError `overloaded` */
  async openForArticle(
    asker: Asker | undefined,
    articleId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { id } = await this.articles.find(asker, articleId);
    this.open({ kind: 'article', id }, asker?.id, request, reply);
  }

  heard(announcement: Announcement): void {
    this.hub.tell(announcement);
  }

  listening(): void {
    for (const stream of this.all()) stream.hint('hello');
  }

  /** Before anything else is waited for: a stream would keep the server open. */
  onModuleDestroy(): void {
    this.stopping = true;
    clearInterval(this.heart);
    for (const stream of this.all()) stream.end();
  }

  private open(topic: Topic, userId: string | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const giveBack = this.seats.take({ userId, address: request.ip });
    if (!giveBack) throw new AppError('overloaded', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    const stream = new EventStream(Date.now() + LIFETIME_MS * (0.8 + Math.random() / 5), () => {
      giveBack();
      this.hub.leave(topic, stream);
    });
    this.hub.join(topic, stream);
    this.listener.start(this);
    if (this.listener.isListening) stream.hint('hello');
    // Whoever comes while the server stops is sent to come again; HEAD asks for no stream.
    if (this.stopping || request.method === 'HEAD') stream.end();
    void reply
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .type('text/event-stream')
      .send(stream.body);
  }

  private beat(): void {
    const nowMs = Date.now();
    for (const stream of this.all()) stream.beat(nowMs);
  }

  private all(): EventStream[] {
    return [...this.hub.streams('user'), ...this.hub.streams('article')];
  }
}
