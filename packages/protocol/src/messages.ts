import type { Messages as Messages16 } from '../generated/ocpp16.js';
import type { Messages as Messages21 } from '../generated/ocpp21.js';
import type { Messages as Messages201 } from '../generated/ocpp201.js';
import type { Role, Version } from './version.ts';

/** For each version: every action with its request, its response and who may send it. */
export interface MessagesOf {
  '1.6': Messages16;
  '2.0.1': Messages201;
  '2.1': Messages21;
}

/** Every action of a version. */
export type Action<V extends Version> = keyof MessagesOf[V] & string;

/** What stands in `Messages` for one action. */
type Entry<V extends Version, A> = A extends keyof MessagesOf[V] ? MessagesOf[V][A] : never;

/** What an action asks. */
export type Request<V extends Version, A extends Action<V>> =
  Entry<V, A> extends { request: infer T } ? T : never;

/** What an action answers; never for a SEND. */
export type Response<V extends Version, A extends Action<V>> =
  Entry<V, A> extends { response: infer T } ? T : never;

type From<V extends Version, A> = Entry<V, A> extends { from: infer R } ? R : never;

type IsSend<V extends Version, A extends Action<V>> = [Response<V, A>] extends [never]
  ? true
  : false;

/** The CALLs that a role may send. */
export type ActionFrom<V extends Version, R extends Role> = {
  [A in Action<V>]: R extends From<V, A> ? (IsSend<V, A> extends true ? never : A) : never;
}[Action<V>];

/** The SENDs that a role may send; there are none before 2.1. */
export type SendActionFrom<V extends Version, R extends Role> = {
  [A in Action<V>]: R extends From<V, A> ? (IsSend<V, A> extends true ? A : never) : never;
}[Action<V>];
