import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ROLES = ['user', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody with an account: reads, writes, tips and is tipped. Never deleted, only deactivated. */
@Entity('users')
export class User {
  @PrimaryColumn('uuid')
  id: string;

  /** As it was typed; unique without regard to case. */
  @Column('text')
  username: string;

  /** Argon2id, PHC string. */
  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text')
  nickname: string;

  /** Address of a picture, or an empty string. */
  @Column('text', { default: '' })
  avatar: string;

  @Column('text', { default: 'user' })
  role: Role;

  /** False: every token is refused at once. Tips on the way to this user still arrive. */
  @Column('boolean', { name: 'is_active', default: true })
  isActive: boolean;

  /** Sessions that have another number have ended; raising it ends all of them. */
  @Column('integer', { name: 'session_number', default: 0 })
  sessionNumber: number;

  @Column('timestamptz', { name: 'created_time', default: () => 'now()' })
  createdTime: Date;
}
